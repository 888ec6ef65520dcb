"""`handsel import` prints what happened and says it in its exit code."""

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings

from handsel.cli.importing import import_file, import_folder

FORMAT_PAGES = Path(__file__).parents[2] / "docs" / "formats"


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.IMPORT_ROOT, settings.MEDIA_ROOT = tmp_path / "kept", tmp_path / "media"


@pytest.mark.django_db
def test_the_command_prints_what_happened_and_says_it_in_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("currency.csv", "store.csv", "currency_store.csv"):
        shutil.copy(FORMAT_PAGES / name, folder / name)
    (folder / "tax.csv").write_text(
        "tax_set_name,country_name,tax_rate_name,tax_rate_percent\ns,DE,x,19\ns,XX,x,many\n"
    )
    (folder / "other.csv").write_text("x\n")
    assert import_folder(folder, dry_run=False, strict=False) == 1
    said = capsys.readouterr().out
    assert "tax.csv: country_name: unknown_country, 1x, line 3. XX is not a country" in said
    assert "tax.csv: the refused rows with their reasons: " in said
    assert "other.csv is named after no import type and was left alone." in said
    assert "currency_store.csv" in said
    (folder / "tax.csv").unlink()
    assert import_folder(folder, dry_run=False, strict=True) == 0
    capsys.readouterr()
    (folder / "currency.csv").write_text("iso_code,currency_symbol,name\nEUR,E,Euro\n")
    assert import_file("currency", folder / "currency.csv", dry_run=True, strict=False) == 0
    said = capsys.readouterr().out
    assert "Nothing was written (dry run)" in said
    assert "currency.csv: line 2: currency_symbol: € -> E" in said
    assert import_file("currency", folder / "absent.csv", dry_run=False, strict=False) == 1
    assert "absent.csv: there is no such file" in capsys.readouterr().out
    assert import_file("nonsense", folder / "currency.csv", dry_run=False, strict=False) == 1
    assert "There is no import type nonsense." in capsys.readouterr().out
