"""A day counts as a whole day of its zone; a time is the instant itself (SHOW-10, TIME rules)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handsel.core.dates import parse_begin, parse_end, period_begin, period_end, start_of_day
from handsel.core.errors import InvalidValue


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_valid_to_31_may_includes_31_may_where_the_store_is() -> None:
    end = parse_end("2026-05-31", zone="Europe/Berlin", field="valid_to")
    assert end == utc("2026-05-31 22:00")


@pytest.mark.parametrize(
    ("text", "zone", "begin", "end"),
    [
        ("2026-05-31", "UTC", "2026-05-31 00:00", "2026-06-01 00:00"),
        ("2026-05-31", "America/New_York", "2026-05-31 04:00", "2026-06-01 04:00"),
        ("2026-03-29", "Europe/Berlin", "2026-03-28 23:00", "2026-03-29 22:00"),
        ("2026-10-25", "Europe/Berlin", "2026-10-24 22:00", "2026-10-25 23:00"),
        ("2026-05-31 14:00", "Europe/Berlin", "2026-05-31 12:00", "2026-05-31 12:00"),
        ("2026-05-31 14:00:30.500000", "UTC", "2026-05-31 14:00:30.5", "2026-05-31 14:00:30.5"),
        ("2026-05-31T14:00:00+05:30", "Europe/Berlin", "2026-05-31 08:30", "2026-05-31 08:30"),
        ("2026-05-31T14:00:00Z", "Europe/Berlin", "2026-05-31 14:00", "2026-05-31 14:00"),
        (" 2026-05-31 ", "UTC", "2026-05-31 00:00", "2026-06-01 00:00"),
    ],
)
def test_a_day_is_whole_and_a_time_is_an_instant(text: str, zone: str, begin: str, end: str) -> None:
    assert parse_begin(text, zone=zone, field="valid_from") == utc(begin)
    assert parse_end(text, zone=zone, field="valid_to") == utc(end)


def test_the_day_the_clocks_change_is_23_or_25_hours_long() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        length = period_end(day, zone="Europe/Berlin") - period_begin(day, zone="Europe/Berlin")
        assert length == timedelta(hours=hours)


def test_nothing_typed_is_an_open_bound() -> None:
    assert parse_begin("  ", zone="UTC", field="valid_from") is None
    assert parse_end("", zone="UTC", field="valid_to") is None


@pytest.mark.parametrize("text", ["31.05.2026", "2026-02-30", "2026-05-31 25:00", "tomorrow", "2026-W22-7", "20260531"])
def test_what_is_no_date_is_refused_with_the_field_and_the_way_to_write_it(text: str) -> None:
    with pytest.raises(InvalidValue, match="valid_to: write a date as 2026-05-31"):
        parse_end(text, zone="Europe/Berlin", field="valid_to")


@pytest.mark.parametrize(("text", "zone"), [("9999-12-31", "UTC"), ("9999-12-31 23:59:59", "America/New_York")])
def test_a_date_beyond_the_calendar_is_refused_in_words(text: str, zone: str) -> None:
    with pytest.raises(InvalidValue, match="leave it empty"):
        parse_end(text, zone=zone, field="valid_to")


def test_a_day_begins_at_its_zones_midnight() -> None:
    assert start_of_day(date(2026, 1, 1), "Asia/Kathmandu") == utc("2025-12-31 18:15")
