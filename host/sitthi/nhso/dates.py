"""NHSO's dates: eight digits in the Buddhist era, parts may be unknown, and an end may be `NoExp`."""

from __future__ import annotations

import re

NO_EXPIRY = "NoExp"
_BUDDHIST_ERA = 543
_PLAUSIBLE_YEARS = range(2400, 2700)
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def iso_date(text: str) -> str:
    """`25600101` to `2017-01-01`; an unknown month or day stays 00; "" for everything that is no date.

    The year must be a plausible Buddhist one: a Gregorian year is not guessed at (reference: nhso 1.2).
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return ""
    year, month, day = (int(part) for part in found.groups())
    if year not in _PLAUSIBLE_YEARS or month > 12 or day > (_LONGEST[month - 1] if month else 0):
        return ""
    return f"{year - _BUDDHIST_ERA:04d}-{month:02d}-{day:02d}"
