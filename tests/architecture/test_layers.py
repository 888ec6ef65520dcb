"""Packages stand on lower packages only: what import-linter sees, and the relations it cannot see (example 12)."""

from configparser import ConfigParser

import pytest
from django.apps import AppConfig, apps
from django.db import models
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.source import ROOT

CONTRACTS = ROOT / ".importlinter"


def layers() -> list[str]:
    """The packages from low to high, as the first contract has them; siblings share a line."""
    config = ConfigParser()
    config.read(CONTRACTS)
    lines = config["importlinter:contract:layers"]["layers"].split("\n")
    return [line.strip() for line in reversed(lines) if line.strip()]


def height_of(label: str) -> int:
    """How high a package stands."""
    for height, line in enumerate(layers()):
        if label in {name.strip(" ()") for name in line.split("|")}:
            return height
    message = f"{label} is in no layer"
    raise LookupError(message)


def own_apps() -> list[AppConfig]:
    return [app for app in apps.get_app_configs() if app.name.startswith("handsel.")]


def package_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_the_import_contracts_hold(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(CONTRACTS), no_cache=True, is_debug_mode=False)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_relation_points_to_a_higher_package() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for app in own_apps()
        for model in app.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith("handsel.")
        and height_of(package_of(field.related_model)) > height_of(package_of(model))
    ]
    assert upward == []


def test_every_model_lives_in_the_package_of_its_app_and_has_a_name_of_its_own() -> None:
    found = [model for app in own_apps() for model in app.get_models()]
    strangers = [model._meta.label for model in found if model._meta.app_label != package_of(model)]
    names = [model.__name__ for model in found]
    tables = [model._meta.db_table for model in apps.get_models()]
    assert strangers == []
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert sorted({table for table in tables if tables.count(table) > 1}) == []


def test_every_package_with_models_has_its_migrations_and_a_readme() -> None:
    without = [
        app.name
        for app in own_apps()
        if list(app.get_models())
        and not ((ROOT / app.path / "migrations").is_dir() and (ROOT / app.path / "README.md").is_file())
    ]
    assert without == []


def test_an_upward_relation_would_be_seen() -> None:
    """The net has no hole: the packages of the layers are those that exist."""
    assert height_of("core") == 0
    assert height_of("offers") < height_of("pricing") == height_of("stock") < height_of("board") < height_of("api")
    with pytest.raises(LookupError):
        height_of("nowhere")
