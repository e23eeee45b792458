"""NHSO's dates, of both services: eras, unknown parts, and the ways in which an end may be no end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

NO_EXPIRY = "NoExp"
BANGKOK = timezone(timedelta(hours=7))

_BUDDHIST_ERA = 543
_BUDDHIST_YEARS = range(2400, 2700)
_GREGORIAN_YEARS = range(1800, 2200)
_NO_END_YEAR = 9999
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SRM_DATE = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})(?:[T ].{0,40})?")
_OFFSET = re.compile(r"(Z|[+-][0-9]{2}:?[0-9]{2})$")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso_date(text: str) -> str:
    """UCWS: `25600101` to `2017-01-01`; an unknown month or day stays 00; "" for everything that is no date.

    The year must be a plausible Buddhist one: a Gregorian year is not guessed at (reference: nhso 1.2).
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups())
    return _iso(year - _BUDDHIST_ERA, month, day) if year in _BUDDHIST_YEARS else ""


def srm_date(text: str) -> str:
    """SRM: a date or a time, in either era, to the day in Bangkok; "" for everything that is neither.

    The form is not published (reference: nhso 4.2); clients read ISO 8601 [C]. The eras' plausible years have none in
    common, so the year alone says which it is.
    """
    text = text.strip()
    found = _SRM_DATE.fullmatch(text)
    if found is None:
        return ""
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    if year in _BUDDHIST_YEARS:
        return _iso(year - _BUDDHIST_ERA, month, day)
    if year not in _GREGORIAN_YEARS:
        return ""
    if len(text) > len("2017-01-01") and _OFFSET.search(text):
        moment = parse_moment(text)
        return moment.astimezone(BANGKOK).date().isoformat() if moment else ""
    return _iso(year, month, day)


def is_no_expiry(text: str) -> bool:
    """`NoExp` [A]; and the last year that a date can name, as programs write "for ever" [C]."""
    text = text.strip()
    return text == NO_EXPIRY or (text.startswith(str(_NO_END_YEAR)) and _SRM_DATE.fullmatch(text) is not None)


def parse_moment(text: str) -> datetime | None:
    """ISO 8601; without an offset it is Bangkok's. None for what is no time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=BANGKOK)


def _iso(year: int, month: int, day: int) -> str:
    if month > 12 or day > (_LONGEST[month - 1] if month else 0):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"
