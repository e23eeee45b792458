"""What the PIN process answers: one msgpack map on its result pipe. Pure; knows no window, card or process.

`{"ok": true, "attempts_left": None}` or `{"ok": false, "error": "<name of sitthi.errors>", "data": {...}}`.
"""

from __future__ import annotations

import re

import msgpack

from sitthi.errors import SitthiError, by_name

MAX_BYTES = 4 * 1024
_NAME = re.compile(r"[a-z][a-z_]{1,40}")


class InvalidResult(ValueError):
    """The bytes are not a result of the PIN process."""


def pack_result(failure: SitthiError | None) -> bytes:
    """The outcome as bytes; None means that the card accepted the PIN."""
    if failure is None:
        answer: dict[str, object] = {"ok": True, "attempts_left": None}
    else:
        data = {key: value for key, value in failure.data.items() if _is_plain(value)}
        answer = {"ok": False, "error": failure.name, "data": data}
    packed: bytes = msgpack.packb(answer)
    return packed


def unpack_result(packed: bytes) -> SitthiError | None:
    """Bytes from the pipe -> None (accepted) or the typed error. Raises InvalidResult."""
    if len(packed) > MAX_BYTES:
        raise InvalidResult("too long")
    try:
        answer = msgpack.unpackb(packed)
    except (ValueError, msgpack.UnpackException):
        raise InvalidResult("not msgpack") from None
    if not isinstance(answer, dict):
        raise InvalidResult("not a map")
    if answer == {"ok": True, "attempts_left": None} and answer["ok"] is True:
        return None
    if set(answer) != {"ok", "error", "data"} or answer["ok"] is not False:
        raise InvalidResult("members")
    name, data = answer["error"], answer["data"]
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(data, dict):
        raise InvalidResult("types")
    if not all(isinstance(key, str) and _is_plain(value) for key, value in data.items()):
        raise InvalidResult("data")
    return by_name(name, data)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= 100)
