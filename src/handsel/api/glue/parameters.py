"""What the query string asks for, read strictly: a wrong name or value is an error with words (API-24, API-25)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from handsel.api.glue.documents import Fields
from handsel.api.glue.errors import (
    INVALID_PAGE,
    REPEATED_PARAMETER,
    UNKNOWN_FIELD,
    UNKNOWN_INCLUDE,
    UNKNOWN_PARAMETER,
    UNKNOWN_TYPE,
    Problem,
    Refused,
)
from handsel.api.glue.includes import Includes, Tree

HIGHEST_OFFSET = 1_000_000
HIGHEST_LIMIT = 1_000
MOST_INCLUDES = 50
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
FIELDS_OF = re.compile(r"fields\[([^\]]*)\]")
COMMON = frozenset({"include", "currency", "priceMode"})
PAGING = frozenset({"page[offset]", "page[limit]"})


@dataclass(frozen=True, slots=True)
class ResourceType:
    """What a type of resource has: the names of its attributes, and which type each relation leads to."""

    attributes: frozenset[str]
    relations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The query string, understood. `offset` and `limit` are None where nothing was asked for."""

    includes: Includes
    fields: Fields
    currency: str | None
    price_mode: str | None
    offset: int | None
    limit: int | None
    others: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Reads one query string against what an endpoint knows; collects every problem before it refuses."""

    query: QueryDict
    types: Mapping[str, ResourceType]
    absent: frozenset[str]
    problems: list[Problem] = field(default_factory=list)

    def read(self, root: str, *, paged: bool, others: frozenset[str]) -> Parameters:
        """The parameters for an endpoint whose primary resources are of type `root`. Raises Refused."""
        self._check_names(paged=paged, others=others)
        parameters = Parameters(
            includes=self._includes(root),
            fields=self._fields(),
            currency=self.query.get("currency"),
            price_mode=self.query.get("priceMode"),
            offset=self._page("page[offset]", 0, HIGHEST_OFFSET) if paged else None,
            limit=self._page("page[limit]", 1, HIGHEST_LIMIT) if paged else None,
            others={name: tuple(self.query.getlist(name)) for name in sorted(others)},
        )
        if self.problems:
            raise Refused(*self.problems)
        return parameters

    def _check_names(self, *, paged: bool, others: frozenset[str]) -> None:
        known = COMMON | others | (PAGING if paged else frozenset())
        for name, values in self.query.lists():
            if name not in known and not FIELDS_OF.fullmatch(name):
                self.problems.append(UNKNOWN_PARAMETER.about(name=shown(name)))
            elif len(values) > 1 and not name.endswith("[]"):
                self.problems.append(REPEATED_PARAMETER.about(name=shown(name)))

    def _includes(self, root: str) -> Includes:
        flat: set[str] = set()
        tree: Tree = {}
        reachable = self._reachable(root)
        for path in _names(self.query.get("include", ""))[:MOST_INCLUDES]:
            first, *rest = path.split(".")
            if not rest and first in reachable:
                flat.add(first)
            elif rest and self._leads_somewhere(root, path.split(".")):
                _grow(tree, path.split("."))
            elif path not in self.absent:
                self.problems.append(UNKNOWN_INCLUDE.about(name=shown(path)))
        return Includes(frozenset(flat), tree)

    def _reachable(self, root: str) -> set[str]:
        names: set[str] = set()
        todo = [root]
        while todo:
            for name, target in self.types[todo.pop()].relations.items():
                if name not in names:
                    names.add(name)
                    todo.append(target)
        return names

    def _leads_somewhere(self, root: str, parts: Iterable[str]) -> bool:
        at = root
        for part in parts:
            target = self.types[at].relations.get(part)
            if target is None:
                return False
            at = target
        return True

    def _fields(self) -> Fields:
        fields: Fields = {}
        for parameter, value in self.query.items():
            match = FIELDS_OF.fullmatch(parameter)
            if match is None:
                continue
            name, wanted = match[1], _names(str(value))
            resource_type = self.types.get(name)
            if resource_type is None:
                if name not in self.absent:
                    self.problems.append(UNKNOWN_TYPE.about(name=shown(name)))
                continue
            known = resource_type.attributes | set(resource_type.relations)
            self.problems.extend(
                UNKNOWN_FIELD.about(type=name, name=shown(field)) for field in wanted if field not in known
            )
            fields[name] = frozenset(wanted)
        return fields

    def _page(self, name: str, lowest: int, highest: int) -> int | None:
        text = self.query.get(name)
        if text is None:
            return None
        number = int(text) if WHOLE_NUMBER.fullmatch(text) else -1
        if not lowest <= number <= highest:
            self.problems.append(INVALID_PAGE.about(name=name, lowest=lowest, highest=highest))
            return None
        return number


def shown(name: str) -> str:
    """A name that came from outside, short enough to be repeated in an error."""
    return name if len(name) <= 60 else f"{name[:60]}…"


def _names(value: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))


def _grow(tree: Tree, parts: Iterable[str]) -> None:
    for part in parts:
        tree = tree.setdefault(part, {})
