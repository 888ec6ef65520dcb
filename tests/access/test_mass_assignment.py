"""Whatever names a form is sent, only what it is for changes (T3)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.access.asking import Cast, Request, undone
from tests.access.table import ROLES, table

TABLE = table()
WRITING = sorted(name for name, row in TABLE.items() if {"POST", "PUT", "PATCH", "DELETE"} & set(row.expected))
Rows = dict[str, dict[Any, dict[str, Any]]]


def every_field() -> dict[str, str]:
    """Each column of each model of the project, with a value that would do harm somewhere."""
    return {field.attname: _harmful(field) for _, field in _columns()} | {
        field.name: _harmful(field) for _, field in _columns()
    }


def _harmful(field: "models.Field[Any, Any]") -> str:
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if isinstance(field, models.BooleanField):
        return "true"
    if isinstance(field, models.DateTimeField):
        return "2020-01-01T00:00:00Z"
    return "1"


def _columns() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    for model in _models():
        for field in model._meta.concrete_fields:
            yield model, field


def _models() -> list[type[models.Model]]:
    skipped = {"contenttypes", "procrastinate"}
    return [model for model in apps.get_models() if model._meta.app_label not in skipped and model._meta.managed]


def snapshot() -> Rows:
    return {
        model._meta.label: {row.pop("pk"): row for row in model._default_manager.values("pk", *_names(model))}
        for model in _models()
    }


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def changed(before: Rows, after: Rows) -> set[str]:
    """`app.Model` for rows that came or went, `app.Model.field` for values that are others."""
    found: set[str] = set()
    for label, rows in after.items():
        if rows.keys() != before[label].keys():
            found.add(label)
        for pk, row in rows.items():
            found |= {f"{label}.{name}" for name, value in row.items() if value != before[label].get(pk, row).get(name)}
    return found


def test_the_names_sent_are_those_of_the_models() -> None:
    names = set(every_field())
    assert {"is_superuser", "approval_status", "on_hand", "roles", "is_main_account", "uid", "net"} <= names


@pytest.mark.parametrize("name", WRITING)
def test_every_field_name_at_once_changes_only_what_the_form_is_for(cast: Cast, name: str) -> None:
    row = TABLE[name]
    beyond: dict[str, set[str]] = {}
    for role in ROLES:
        for body in (dict(row.body), every_field() | dict(row.body), every_field()):
            with undone():
                before = snapshot()
                response = cast.send(role, Request("POST", row.path, body, row.is_json, row.headers))
                assert response.status_code < 500
                wrong = {
                    change
                    for change in changed(before, snapshot())
                    if change not in row.changes and change.rpartition(".")[0] not in row.changes
                }
            if wrong:
                beyond[role] = wrong
    assert beyond == {}
