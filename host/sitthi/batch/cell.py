"""A citizen ID as it stands in a cell of a list."""

from __future__ import annotations

import re

from sitthi.card.cid import parse_cid
from sitthi.errors import InvalidCid

_ROUNDED = re.compile(r"[0-9]([.,][0-9]+)?E\+?1[12]", re.IGNORECASE)


def read_cid(text: str) -> tuple[str | None, str]:
    """The citizen ID in a cell, or None and why not: empty, rounded, invalid_cid."""
    text = text.strip().lstrip("='\"").rstrip('"').strip()  # ="1100800447899" keeps Excel from rounding
    if not text:
        return None, "empty"
    if _ROUNDED.fullmatch(text):
        return None, "rounded"
    try:
        return parse_cid(text), ""
    except InvalidCid:
        return None, "invalid_cid"
