"""Rules of the house that no linter knows: who writes rows, who reads what, what has words, what it is called."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import Module, classes, decorators, functions, modules, strings

WRITES = {
    "create", "acreate", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update",
}  # fmt: skip
ROW_WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SCOPES = {"visible_to", "displayed", "shown_in", "in_menu"}
WRITING_SQL = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO)\s+(?:ONLY\s+)?\"?([a-z]+)_[a-z]+",
    re.IGNORECASE,
)
FORBIDDEN_ENDINGS = ("Manager", "Handler", "Helper", "Helpers", "Util", "Utils", "Service", "Services")


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def writes_outside_services(module: Module) -> list[str]:
    """`X.objects…update(` and its kin in a module that is no service."""
    return [
        f"{module.at(call)} {ast.unparse(target)[:80]}"
        for call, target in calls(module.tree)
        if target.attr in WRITES
        and re.search(r"\b(objects|_default_manager|_base_manager)\b", ast.unparse(target.value))
    ]


def row_writes(module: Module) -> list[str]:
    """`row.save(` and its kin, whatever the row."""
    return [
        f"{module.at(call)} {ast.unparse(target)[:80]}"
        for call, target in calls(module.tree)
        if target.attr in ROW_WRITES
    ]


def foreign_sql(module: Module) -> list[str]:
    """SQL text that writes a table of another package."""
    labels = {app.label for app in apps.get_app_configs()}
    return [
        f"{module.at(text)} {match[0]}"
        for text in strings(module.tree)
        for match in WRITING_SQL.finditer(str(text.value))
        if match[1] in labels and match[1] != module.app
    ]


def unscoped_reads(module: Module) -> list[str]:
    """`X.objects` whose first step does not say what this reader may see."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
            if node.attr not in SCOPES:
                found.append(f"{module.at(node)} {ast.unparse(node)[:80]}")
        elif isinstance(node, ast.Attribute) and node.attr in ("_default_manager", "_base_manager"):
            found.append(f"{module.at(node)} {ast.unparse(node)[:80]}")
    return found


# Written outside `services`, each for a reason.
ALLOWED_WRITES = {
    "src/handsel/audit/services.py": "the audit's one service module",
    "src/handsel/core/": "core has no services: outbox and bulk statements are what services are made of",
    "src/handsel/parties/models/organizations.py": "how Django's own commands create users",
}


def test_rows_are_written_by_their_own_services_only() -> None:
    found = [line for module in modules() if not module.is_service for line in writes_outside_services(module)]
    unexplained = [line for line in found if not line.startswith(tuple(ALLOWED_WRITES))]
    assert unexplained == []


def test_interfaces_save_no_row() -> None:
    assert [line for module in modules() if module.is_interface for line in row_writes(module)] == []


def test_sql_writes_the_tables_of_its_own_package_only() -> None:
    assert [line for module in modules() for line in foreign_sql(module)] == []


def test_interfaces_read_only_what_their_reader_may_see() -> None:
    found = [line for module in modules() if module.answers_people for line in unscoped_reads(module)]
    assert found == []


@pytest.mark.parametrize(
    ("planted", "check"),
    [
        ("Offer.objects.filter(pk=1).update(is_active=True)", writes_outside_services),
        ("Offer.objects.create(reference='x')", writes_outside_services),
        ("Offer._default_manager.all().delete()", writes_outside_services),
        ("offer.save(update_fields=['x'])", row_writes),
        ("offer.prices.create(net=1)", row_writes),
        ("cursor.execute('UPDATE offers_offer SET x = 1')", foreign_sql),
        ("cursor.execute(f'INSERT INTO catalog_store {x}')", foreign_sql),
        ("cursor.execute('delete  from pricing_offerprice')", foreign_sql),
        ("Offer.objects.all()", unscoped_reads),
        ("Offer.objects.filter(pk=1)", unscoped_reads),
        ("Offer._base_manager.get(pk=1)", unscoped_reads),
    ],
)
def test_a_planted_sin_is_seen(planted: str, check: object) -> None:
    module = modules()[0]
    assert callable(check)
    assert len(check(Module(module.path.parents[0] / "api" / "x.py", ast.parse(planted)))) == 1


def test_a_scoped_read_is_no_sin() -> None:
    module = Module(
        modules()[0].path.parents[0] / "api" / "x.py", ast.parse("Offer.objects.visible_to(a).filter(pk=1)")
    )
    assert unscoped_reads(module) == []


def public(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return not node.name.startswith("_")


def test_every_function_of_services_and_queries_says_what_it_does() -> None:
    silent = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        if module.is_service or module.is_query
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and public(node) and not ast.get_docstring(node)
    ]
    assert silent == []


def test_commands_take_keywords_only_and_types_for_all() -> None:
    wrong = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        for node in functions(module.tree)
        if "command" in decorators(node)
        and (
            node.args.args
            or node.args.vararg
            or node.returns is None
            or any(argument.annotation is None for argument in node.args.kwonlyargs)
            or not {"at"} <= {argument.arg for argument in node.args.kwonlyargs}
        )
    ]
    assert wrong == []


def test_commands_and_steps_are_services() -> None:
    elsewhere = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        for node in functions(module.tree)
        if {"command", "step"} & decorators(node) and not (module.is_service or module.app in ("audit", "core"))
    ]
    assert elsewhere == []


def test_no_class_is_called_by_what_it_is_not() -> None:
    found = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        for node in classes(module.tree)
        if node.name.endswith(FORBIDDEN_ENDINGS)
    ]
    assert found == []


def test_no_model_overrides_saving_or_deleting() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("handsel.")]
    clever = [
        f"{model._meta.label}.{name}"
        for model in own
        for name in ("save", "delete", "__init__", "full_clean")
        if getattr(model, name) is not getattr(models.Model, name) and name in vars(model)
    ]
    assert clever == []


def test_no_property_of_a_model_asks_the_database() -> None:
    asking = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        if "models" in module.parts[1:] and not module.is_interface
        for node in functions(module.tree)
        if {"property", "cached_property"} & decorators(node)
        and re.search(r"\.(objects|filter|exists|count|first|all|get)\b\(?", ast.unparse(node))
    ]
    assert asking == []
