"""What the window is told: one msgpack map on its stdin. Pure; knows no window and no process."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields

import msgpack

MAX_BYTES = 4 * 1024
LANGUAGES = ("th", "en")
_MASKED = re.compile(r"[0-9xX*•-]{0,24}")


class InvalidRequest(ValueError):
    """The request is not what this module packs; the text names the member at fault, never its value."""


@dataclass(frozen=True, repr=False)
class TokenRequest:
    """Whose token is asked for; `timeout_s` is in seconds."""

    name: str
    cid_masked: str
    language: str = "th"
    timeout_s: int = 180

    def __post_init__(self) -> None:
        _check("name", isinstance(self.name, str) and len(self.name) <= 200 and self.name.isprintable())
        _check("cid_masked", isinstance(self.cid_masked, str) and bool(_MASKED.fullmatch(self.cid_masked)))
        _check("language", self.language in LANGUAGES)
        _check("timeout_s", type(self.timeout_s) is int and 1 <= self.timeout_s <= 600)

    def __repr__(self) -> str:
        return f"TokenRequest(language={self.language!r}, timeout_s={self.timeout_s})"

    def pack(self) -> bytes:
        """The request as bytes for the pipe."""
        packed: bytes = msgpack.packb(asdict(self))
        return packed


def unpack_request(packed: bytes) -> TokenRequest:
    """Bytes from the pipe -> request. Raises InvalidRequest for anything but exactly the known members."""
    try:
        members = msgpack.unpackb(packed[: MAX_BYTES + 1])
    except (ValueError, msgpack.UnpackException):
        raise InvalidRequest("msgpack") from None
    _check("members", isinstance(members, dict) and set(members) == {each.name for each in fields(TokenRequest)})
    return TokenRequest(**members)


def _check(member: str, good: bool) -> None:
    if not good:
        raise InvalidRequest(member)
