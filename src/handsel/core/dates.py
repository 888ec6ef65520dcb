"""Days become instants: a date without a time counts as a whole day in its zone (SHOW-10, TIME-2)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from handsel.core.errors import InvalidValue

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}.*")


def start_of_day(day: date, zone: str) -> datetime:
    """The instant at which `day` begins in the time zone, in UTC."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def period_begin(value: date | datetime, *, zone: str) -> datetime:
    """The first instant of a period given by a day or a time; a time without an offset is read in the zone."""
    if isinstance(value, datetime):
        return _instant(value, zone)
    return start_of_day(value, zone)


def period_end(value: date | datetime, *, zone: str) -> datetime:
    """The instant before which a period ends: of a day its whole length belongs, a time is the end itself (SHOW-10)."""
    if isinstance(value, datetime):
        return _instant(value, zone)
    return start_of_day(value + timedelta(days=1), zone)


def parse_begin(text: str, *, zone: str, field: str) -> datetime | None:
    """The begin of a period from what somebody typed; nothing typed is an open bound. Raises InvalidValue."""
    return _parse(text, zone=zone, field=field, is_end=False)


def parse_end(text: str, *, zone: str, field: str) -> datetime | None:
    """The end of a period from what somebody typed; nothing typed is an open bound. Raises InvalidValue."""
    return _parse(text, zone=zone, field=field, is_end=True)


def _parse(text: str, *, zone: str, field: str, is_end: bool) -> datetime | None:
    text = text.strip()
    if not text:
        return None
    try:
        value = _day_or_time(text)
        return period_end(value, zone=zone) if is_end else period_begin(value, zone=zone)
    except ValueError:
        raise InvalidValue(field=field, reason=_("write a date as 2026-05-31 or a time as 2026-05-31 14:00")) from None
    except OverflowError:
        raise InvalidValue(field=field, reason=_("too far away; leave it empty for an open end")) from None


def _day_or_time(text: str) -> date | datetime:
    if DAY.fullmatch(text):
        return date.fromisoformat(text)
    if TIME.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def _instant(value: datetime, zone: str) -> datetime:
    aware = value if value.tzinfo is not None else value.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)
