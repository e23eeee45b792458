"""What the host asks of the PIN process: one msgpack map on its stdin. Pure; knows no window, card or
process.

The values are shown to a person who is about to type a PIN, so everything is checked here once: an origin
is plain ASCII (no look-alike or right-to-left characters), texts have limits and no control characters.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields

import msgpack

MAX_BYTES = 16 * 1024
_ORIGIN = re.compile(r"[\x21-\x7e]{0,300}")
_CID = re.compile(r"[0-9]{13}")
_MASKED = re.compile(r"[0-9xX*•-]{0,24}")
LANGUAGES = ("th", "en")


class InvalidRequest(ValueError):
    """The request is not what this module packs; `field` names the first member at fault, never its value."""

    def __init__(self, field: str) -> None:
        super().__init__(f"invalid PIN request: {field}")
        self.field = field


@dataclass(frozen=True, repr=False)
class PinRequest:
    """Who asks for which card's PIN. `origin` is empty when Sitthi itself asks; `timeout_s` is in seconds."""

    reader: str
    expected_cid: str
    name: str
    cid_masked: str
    origin: str = ""
    language: str = "th"
    allow_last_try: bool = False
    timeout_s: int = 60
    profile: str | None = None

    def __post_init__(self) -> None:
        _check("reader", isinstance(self.reader, str) and _is_text(self.reader, 1, 200))
        _check("expected_cid", isinstance(self.expected_cid, str) and bool(_CID.fullmatch(self.expected_cid)))
        _check("name", isinstance(self.name, str) and _is_text(self.name, 0, 200))
        _check("cid_masked", isinstance(self.cid_masked, str) and bool(_MASKED.fullmatch(self.cid_masked)))
        _check("origin", isinstance(self.origin, str) and bool(_ORIGIN.fullmatch(self.origin)))
        _check("language", self.language in LANGUAGES)
        _check("allow_last_try", isinstance(self.allow_last_try, bool))
        _check("timeout_s", type(self.timeout_s) is int and 1 <= self.timeout_s <= 600)
        _check(
            "profile",
            self.profile is None or (isinstance(self.profile, str) and _is_text(self.profile, 1, 40)),
        )

    def __repr__(self) -> str:
        return f"PinRequest(origin={self.origin!r}, language={self.language!r}, timeout_s={self.timeout_s})"

    def pack(self) -> bytes:
        """The request as bytes for the pipe."""
        packed: bytes = msgpack.packb(asdict(self))
        return packed


def unpack_request(packed: bytes) -> PinRequest:
    """Bytes from the pipe -> request. Raises InvalidRequest for anything but exactly the known members."""
    if len(packed) > MAX_BYTES:
        raise InvalidRequest("length")
    try:
        members = msgpack.unpackb(packed)
    except (ValueError, msgpack.UnpackException):
        raise InvalidRequest("msgpack") from None
    if not isinstance(members, dict):
        raise InvalidRequest("map")
    known = {field.name for field in fields(PinRequest)}
    for member in members:
        _check(f"unknown member {member!r:.40}", member in known)
    for member in sorted(known):
        _check(member, member in members)
    return PinRequest(**members)


def _check(field: str, good: bool) -> None:
    if not good:
        raise InvalidRequest(field)


def _is_text(value: str, shortest: int, longest: int) -> bool:
    return shortest <= len(value) <= longest and all(char.isprintable() for char in value)
