"""Dates as the card writes them: eight digits YYYYMMDD of the Buddhist era (CE + 543). Pure; never raises.

Month and day may be 00 (only the year is known), the year 0000 (nothing is known), and `99999999` is a
lifelong card (reference: thai-id-card 1.3 [A]). Everything else that is no calendar date is "unknown".
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

_BUDDHIST_ERA = 543
_LIFELONG = "99999999"
# Outside of this the digits are damage (or a Gregorian year): better unknown than a person born in 1451.
_PLAUSIBLE_YEARS = range(1800, 2300)


@dataclass(frozen=True, slots=True)
class CardDate:
    """Gregorian year, month and day, each None where the card does not know it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    lifelong: bool = False

    @property
    def iso(self) -> str:
        """`1994-12-31`, `1994-12-00`, `1994-00-00`; empty for unknown and for lifelong."""
        if self.year is None:
            return ""
        return f"{self.year:04d}-{self.month or 0:02d}-{self.day or 0:02d}"


UNKNOWN = CardDate()


def parse_date(raw: bytes) -> CardDate:
    """The date in a field of 8 bytes; any other bytes give an unknown date."""
    try:
        text = raw.strip(b" \x00\xff").decode("ascii")
    except UnicodeDecodeError:
        return UNKNOWN
    if len(text) != 8 or not text.isdigit():
        return UNKNOWN
    if text == _LIFELONG:
        return CardDate(lifelong=True)
    return _from_parts(int(text[:4]) - _BUDDHIST_ERA, int(text[4:6]), int(text[6:]))


def _from_parts(year: int, month: int, day: int) -> CardDate:
    if year not in _PLAUSIBLE_YEARS:
        return UNKNOWN
    # 99 in a single part is how the lifelong card says "none" (S1 clamps it), so it reads like 00.
    month, day = (0 if part == 99 else part for part in (month, day))
    if month == 0:
        return CardDate(year)
    try:
        datetime.date(year, month, day or 1)
    except ValueError:
        return UNKNOWN
    return CardDate(year, month, day or None)
