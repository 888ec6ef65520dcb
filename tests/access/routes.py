"""Every route of the marketplace, read from Django's resolver: what the access matrix must cover."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern; `key` is its name with its namespaces, `parameters` the parts that vary."""

    key: str
    pattern: str
    parameters: tuple[str, ...]


def all_routes() -> list[Route]:
    return list(_within(get_resolver(), "", ()))


def _within(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            below = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _within(entry, here, below)
        elif isinstance(entry, URLPattern):
            names = tuple(entry.pattern.regex.groupindex)
            yield Route(":".join((*namespaces, entry.name or "")), here, names)
