"""The 13-digit Thai citizen ID: checksum, masking, parsing. Pure; knows no card."""

from __future__ import annotations

from sitthi.errors import InvalidCid

CID_DIGITS = 13
_UNKNOWN_MASK = "x-xxxx-xxxxx-xx-x"
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SEPARATORS = " -\t\r\n\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\u200b\u200c\u200d\u2060\ufeff"
"""Blanks, dashes and minus signs; what a scanner sends at the end; and what is not seen at all when it is pasted."""

_LONGEST = 64
"""Characters: with a separator between all digits, and some to spare."""

_READ_AS = {**_THAI_DIGITS, **dict.fromkeys(map(ord, _SEPARATORS))}


def _is_13_digits(cid: str) -> bool:
    return len(cid) == CID_DIGITS and cid.isascii() and cid.isdigit()


def check_digit(first_twelve: str) -> int:
    """(11 - sum(d[i] * (13 - i)) mod 11) mod 10 (reference: thai-id-card 1.3)."""
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(first_twelve))
    return (11 - total % 11) % 10


def valid_cid(cid: str) -> bool:
    """True for exactly 13 ASCII digits with the right check digit."""
    return _is_13_digits(cid) and check_digit(cid[:12]) == int(cid[12])


def parse_cid(text: str) -> str:
    """13 digits from what people type, paste or scan: dashes, blanks and Thai digits are accepted.

    Raises InvalidCid, without the text in it.
    """
    digits = text.translate(_READ_AS) if len(text) <= _LONGEST else ""
    if not valid_cid(digits):
        raise InvalidCid()
    return digits


def mask_cid(cid: str) -> str:
    """`1-2345-xxxxx-xx-x`: enough to tell two people apart, not enough to log in with."""
    if not _is_13_digits(cid):
        return _UNKNOWN_MASK
    return f"{cid[0]}-{cid[1:5]}-xxxxx-xx-x"
