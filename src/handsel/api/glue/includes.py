"""Following relations: flat names at any depth, dotted paths exactly, one read for each level (API-3)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from handsel.api.glue.documents import Resource

Tree: TypeAlias = dict[str, Any]  # a relation's name -> the tree below it
Loaded: TypeAlias = Mapping[str | None, Sequence[Resource]]  # a parent's id -> what it refers to, in order
Loader: TypeAlias = Callable[[Sequence[Resource]], Loaded]
LoaderOf: TypeAlias = Callable[[str, str], Loader]  # type and relation -> how to read it
END: Tree = {}


@dataclass(frozen=True, slots=True)
class Includes:
    """What to include: `flat` names wherever they occur, `tree` along its paths."""

    flat: frozenset[str] = frozenset()
    tree: Tree = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.flat or self.tree)


def follow(
    primary: Sequence[Resource], includes: Includes, relations: Mapping[str, Sequence[str]], loader_of: LoaderOf
) -> None:
    """Fill `relations` of the primary resources and of all they lead to.

    One object stands for one resource however often it is reached, so a ring of relations ends.
    """
    known = {resource.identity: resource for resource in primary}
    seen: set[tuple[Any, int]] = set()
    todo: list[tuple[list[Resource], Tree]] = [(list(primary), includes.tree)]
    while todo:
        resources, tree = todo.pop(0)
        for resource_type in dict.fromkeys(resource.type for resource in resources):
            group = [resource for resource in resources if resource.type == resource_type]
            for name in relations[resource_type]:
                if name in includes.flat or name in tree:
                    children = _load(group, name, loader_of(resource_type, name), known)
                    below = tree.get(name, END)
                    fresh = [child for child in children if (child.identity, id(below)) not in seen]
                    seen.update((child.identity, id(below)) for child in fresh)
                    if fresh:
                        todo.append((fresh, below))


def _load(group: Sequence[Resource], name: str, load: Loader, known: dict[Any, Resource]) -> list[Resource]:
    """The children of a whole group, each once; only parents that do not have them yet are asked for."""
    asking = [resource for resource in group if name not in resource.relations]
    if asking:
        found = load(asking)
        for resource in asking:
            resource.relations[name] = [known.setdefault(child.identity, child) for child in found.get(resource.id, ())]
    unique = {child.identity: child for resource in group for child in resource.relations[name]}
    return list(unique.values())
