"""Claim types, claim codes, and the rules about them. Pure; knows no network (reference: nhso 4.1 [A])."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sitthi.errors_authen import AuthenInputInvalid

GENERAL = "PG0060001"
"""OPD, IPD and prevention: what almost every visit is."""

_CLAIM_TYPE = re.compile(r"PG[0-9]{7}")
_CLAIM_CODE = re.compile(r"(?:PP|EP)[0-9]{4,18}")
"""`PP…` or `EP…` and digits; how many is not published."""
_HCODE = re.compile(r"[0-9A-Z]{5}")
_MOBILE = re.compile(r"0[0-9]{8,9}")
_HN = re.compile(r"[0-9A-Za-z][0-9A-Za-z/.-]{0,19}")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BANGKOK = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class ClaimType:
    """One kind of service that a patient may be claimed for, with NHSO's name of it."""

    code: str
    name: str

    def to_message(self) -> dict[str, object]:
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True, repr=False)
class ClaimCode:
    """`at`: when it was made, with offset, or None where the agent did not say. `hcode`: by which hospital, "" unknown.

    `existing`: it was made before, today, and only looked up.
    """

    code: str
    claim_type: str
    at: datetime | None = None
    hcode: str = ""
    existing: bool = False

    def __repr__(self) -> str:
        return f"ClaimCode({self.claim_type})"  # a code belongs to a patient's visit, and a repr goes into logs

    def to_message(self) -> dict[str, object]:
        return {
            "code": self.code,
            "claim_type": self.claim_type,
            "at": self.at.astimezone(_BANGKOK).isoformat(timespec="seconds") if self.at else None,
            "hcode": self.hcode,
            "existing": self.existing,
        }


def is_claim_type(text: str) -> bool:
    return _CLAIM_TYPE.fullmatch(text) is not None


def is_claim_code(text: str) -> bool:
    return _CLAIM_CODE.fullmatch(text) is not None


def is_hcode(text: str) -> bool:
    return _HCODE.fullmatch(text) is not None


def moment(text: object) -> datetime | None:
    """The agent's ISO time; one without an offset is Bangkok's. None for everything that is no time."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=_BANGKOK)
        return found.astimezone(_BANGKOK)
    except (ValueError, OverflowError):
        return None


def code_of_today(codes: Iterable[ClaimCode], claim_type: str, now: datetime, hcode: str = "") -> ClaimCode | None:
    """The latest code of this type made on the day that `now` is in Bangkok; with `hcode` only that hospital's."""
    today = now.astimezone(_BANGKOK).date()
    found = [
        (code.at, code)
        for code in codes
        if code.claim_type == claim_type
        and code.at is not None
        and code.at.astimezone(_BANGKOK).date() == today
        and hcode in ("", code.hcode)
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


def parse_mobile(text: str) -> str:
    """Digits of a Thai telephone number as people type it; "" for none. Raises AuthenInputInvalid."""
    digits = re.sub(r"[\s-]", "", text.translate(_THAI_DIGITS))
    if digits and not _MOBILE.fullmatch(digits):
        raise AuthenInputInvalid(field="mobile")
    return digits


def parse_hn(text: str) -> str:
    """The hospital's number of the patient; "" for none. Raises AuthenInputInvalid."""
    number = text.strip()
    if number and not _HN.fullmatch(number):
        raise AuthenInputInvalid(field="hn")
    return number
