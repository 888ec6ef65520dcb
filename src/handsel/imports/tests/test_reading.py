"""What can be read, and what is refused at the door (IMPORT-5, IMPORT-8, IMPORT-17, IMPORT-18)."""

import codecs
from pathlib import Path

import pytest

from handsel.catalog.models import Currency, TaxRate
from handsel.imports.errors import FileRefused, UnknownFormat
from handsel.imports.formats import format_named
from handsel.imports.models import ImportRun
from handsel.imports.services import reading
from handsel.imports.tests.conftest import BringIn, problems

CURRENCIES = "iso_code,currency_symbol,name\nEUR,€,Euro\nSEK,kr,Svensk króna\n"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        (CURRENCIES.encode(), "utf-8", "comma"),
        (codecs.BOM_UTF8 + CURRENCIES.encode(), "utf-8-sig", "comma"),
        (CURRENCIES.encode("utf-16"), "utf-16", "comma"),
        (CURRENCIES.encode("utf-16-le"), "utf-16-le", "comma"),
        (CURRENCIES.encode("utf-16-be"), "utf-16-be", "comma"),
        (CURRENCIES.encode("cp1252"), "cp1252", "comma"),
        (CURRENCIES.replace(",", ";").encode(), "utf-8", "semicolon"),
        (CURRENCIES.replace(",", "\t").encode(), "utf-8", "tab"),
        (CURRENCIES.replace("\n", "\r\n").encode(), "utf-8", "comma"),
        (CURRENCIES.replace("\n", "\n\n,,\n").encode(), "utf-8", "comma"),
    ],
)
def test_encoding_and_delimiter_are_recognised_and_shown(
    bring_in: BringIn, content: bytes, encoding: str, delimiter: str
) -> None:
    report = bring_in("currency", content)
    assert (report.encoding, report.delimiter, report.rows, report.new) == (encoding, delimiter, 2, 2)
    names = dict(Currency.objects.values_list("code", "name"))
    assert names == {"EUR": "Euro", "SEK": "Svensk króna"}
    assert Currency.objects.get(code="EUR").symbol == "€"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"\n\n", "line 1 holds no column names"),
        (b"iso_code,name\nEUR,Euro\n", "required columns are missing: currency_symbol"),
        (b"nonsense\n1\n", "required columns are missing: iso_code, currency_symbol, name"),
        (b"iso_code,currency_symbol,name,name\n", "column name stands twice, at places 3 and 4"),
        (b'iso_code,currency_symbol,name\nEUR,"x,Euro\n', "the quotation marks around line"),
        (b'iso_code,currency_symbol,name\nEUR,"x"y,Euro\n', "the quotation marks around line 2"),
        (b"iso_code,currency_symbol,name\nEUR,E\0,Euro\n", "line 2 holds a NUL byte"),
        (b"iso_code,currency_symbol,name\nEUR,E,\x81\x8d\n", "neither UTF-8 nor UTF-16 nor Windows-1252"),
        (b"\xff\xfe\x00\xd8x\x00", "neither UTF-8 nor UTF-16"),
        (b"iso_code,currency_symbol,name\nEUR,E," + b"x" * (reading.MAX_CELL + 1) + b"\n", "more than 1 MiB"),
        (
            b"iso_code,currency_symbol,name," + b",".join(b"c%d" % i for i in range(498)) + b"\n",
            "more than 500 columns",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(bring_in: BringIn, content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        bring_in("currency", content)
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith("currency.csv: ")
    assert Currency.objects.count() == 0


@pytest.mark.django_db
def test_a_file_over_one_gibibyte_is_refused_unread(
    bring_in: BringIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    with pytest.raises(FileRefused, match="larger than 1 GiB"):
        bring_in("currency", CURRENCIES)
    with pytest.raises(FileRefused, match="no such file"):
        reading.open_sheet(tmp_path / "absent.csv", format_named("currency"))


@pytest.mark.django_db
def test_a_nul_after_the_beginning_is_refused_and_leaves_nothing(bring_in: BringIn) -> None:
    rows = "".join(f"X{chr(65 + i // 26 % 26)}{chr(65 + i % 26)},x,{'n' * 90}\n" for i in range(13_000))
    content = f"iso_code,currency_symbol,name\n{rows}EUR,\0,Euro\n"
    with pytest.raises(FileRefused, match="line 13002 holds a NUL byte"):
        bring_in("currency", content)
    assert Currency.objects.count() == 0
    assert [run.state for run in ImportRun.objects.all()] == ["refused"]


@pytest.mark.django_db
def test_an_unknown_type_is_named_with_the_known_ones(bring_in: BringIn) -> None:
    with pytest.raises(UnknownFormat, match=r"There is no import type nonsense\. Known types: currency, store"):
        bring_in("nonsense", "a,b\n")


@pytest.mark.django_db
def test_columns_may_stand_in_any_order_and_unknown_ones_are_ignored_with_a_notice(bring_in: BringIn) -> None:
    report = bring_in("currency", "name,colour,currency_symbol,iso_code,\nEuro,blue,€,EUR,\n")
    assert report.notices == ["Column colour is unknown and was ignored."]
    assert (report.new, report.rejected) == (1, 0)


@pytest.mark.django_db
def test_a_type_may_be_written_with_hyphens(bring_in: BringIn) -> None:
    bring_in("currency", CURRENCIES)
    bring_in("store", "name\nDE\n")
    assert bring_in("currency-store", "currency_code,store_name\nEUR,DE\n").new == 1


@pytest.mark.django_db
def test_a_row_with_too_many_or_too_few_cells_is_refused_alone(bring_in: BringIn) -> None:
    report = bring_in("currency", "iso_code,currency_symbol,name\nEUR,€\nSEK,kr,Krona,more\nCHF,Fr,Franc,,\n")
    assert problems(report) == [(2, "", "wrong_number_of_cells"), (3, "", "wrong_number_of_cells")]
    assert [problem.fact for problem in report.problems] == ["2 / 3", "4 / 3"]
    assert (report.rows, report.new, report.rejected) == (3, 1, 2)


@pytest.mark.django_db
def test_cells_with_line_breaks_count_as_one_row_and_keep_the_line_they_begin_on(bring_in: BringIn) -> None:
    report = bring_in("currency", 'iso_code,currency_symbol,name\nEUR,€,"Eu\nro"\neur,€,Euro\n')
    assert Currency.objects.get().name == "Eu\nro"
    assert problems(report) == [(4, "iso_code", "wrong_format")]


@pytest.mark.django_db
def test_text_that_looks_like_a_formula_stays_text_and_comes_back_from_an_export(bring_in: BringIn) -> None:
    header = "tax_set_name,country_name,tax_rate_name,tax_rate_percent\n"
    report = bring_in("tax", f"{header}=1+1,DE,\"=cmd|' /C calc'!A0\",19\n@sum,DE,-x,wrong\n")
    assert TaxRate.objects.get().name == "=cmd|' /C calc'!A0"
    assert report.reject_file is not None
    refused = report.reject_file.read_text(encoding="utf-8-sig")
    assert refused.splitlines()[1].startswith("'@sum,DE,'-x,wrong,")
    again = bring_in("tax", refused.replace("wrong", "-1").encode())
    assert [problem.value for problem in again.problems] == ["-1"]
    bring_in("tax", refused.replace("wrong", "7").encode())
    assert set(TaxRate.objects.values_list("tax_set__name", "name")) == {("=1+1", "=cmd|' /C calc'!A0"), ("@sum", "-x")}
