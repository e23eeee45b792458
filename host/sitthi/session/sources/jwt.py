"""What a JWT says of itself. Decoded only: nobody here can check its signature, so nothing in it is a proof.

Pure; knows no file and no network.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MAX_CHARACTERS = 8 * 1024
_FORM = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)")
_SIGNATURE_CHARACTERS = {"HS256": 43, "HS384": 64, "HS512": 86}
"""RFC 7518 3.2, as base64url without padding. A token whose signature is shorter is only the beginning of one."""

_CID = re.compile(r"[0-9]{13}")


@dataclass(frozen=True, repr=False)
class Claims:
    """`issued_at` and `expires_at` are UTC; `content` is the whole payload."""

    content: dict[str, Any]
    expires_at: datetime
    issued_at: datetime | None

    def persons(self, claim: str = "") -> set[str]:
        """The citizen IDs in it: of that member, or of any at the top or one level below."""
        values = [self.content.get(claim)] if claim else [*self.content.values()]
        if not claim:
            values += [each for value in values if isinstance(value, dict) for each in value.values()]
        return {value for value in values if isinstance(value, str) and _CID.fullmatch(value)}


def read_jwt(text: str) -> Claims | None:
    """None for what is no whole JWT with an expiry."""
    found = _FORM.fullmatch(text) if len(text) <= MAX_CHARACTERS else None
    if found is None:
        return None
    header, content = _object(found[1]), _object(found[2])
    if header is None or content is None:
        return None
    if len(found[3]) != _SIGNATURE_CHARACTERS.get(str(header.get("alg")), len(found[3])):
        return None
    expires_at = _time(content.get("exp"))
    return None if expires_at is None else Claims(content, expires_at, _time(content.get("iat")))


def _object(part: str) -> dict[str, Any] | None:
    try:
        value = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _time(seconds: object) -> datetime | None:
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
