"""Dates as people here write them: day/month/Buddhist year. Pure functions."""

from datetime import date

_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_BUDDHIST_ERA = 543


def show_date(compact: str) -> str:
    """`25300901` as `1 ก.ย. 2530`; `00` months or days are left out; `NoExp` and the unreadable in words."""
    if compact == "NoExp":
        return "ไม่มีวันหมดอายุ"
    if len(compact) != 8 or not (compact.isascii() and compact.isdigit()):
        return "ไม่ทราบ"
    year, month, day = compact[:4], int(compact[4:6]), int(compact[6:])
    if not 1 <= month <= 12:
        return f"พ.ศ. {year}"
    return f"{day} {_MONTHS[month - 1]} {year}" if day else f"{_MONTHS[month - 1]} {year}"


def is_birth_date(text: str) -> bool:
    """True for `dd/mm/yyyy` in the Buddhist era; `00` stands for a day or month that nobody knows."""
    parts = text.split("/")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[2]) != 4:
        return False
    day, month, year = (int(part) for part in parts)
    if month == 0:
        return day == 0
    try:
        date(year - _BUDDHIST_ERA, month, day or 1)
    except ValueError:
        return False
    return True
