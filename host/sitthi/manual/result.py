"""What the window answers: one msgpack map on its result pipe. Pure; knows no window and no process.

`{"token": "<16 characters>"}` or `{"error": "<name of sitthi.errors>", "data": {…}}`.
"""

from __future__ import annotations

import msgpack

from sitthi.errors import SitthiError, by_name
from sitthi.manual.entry import is_token

MAX_BYTES = 4 * 1024


class InvalidResult(ValueError):
    """The bytes are not a result of the window."""


def pack_result(outcome: str | SitthiError) -> bytes:
    """The token, or why there is none, as bytes."""
    answer = {"token": outcome} if isinstance(outcome, str) else {"error": outcome.name, "data": outcome.data}
    packed: bytes = msgpack.packb(answer)
    return packed


def unpack_result(packed: bytes) -> str | SitthiError:
    """Bytes from the pipe -> the token or the typed error. Raises InvalidResult."""
    try:
        answer = msgpack.unpackb(packed) if len(packed) <= MAX_BYTES else None
    except (ValueError, msgpack.UnpackException):
        answer = None
    if not isinstance(answer, dict):
        raise InvalidResult("not a map")
    if set(answer) == {"token"} and isinstance(answer["token"], str) and is_token(answer["token"]):
        return str(answer["token"])
    name, data = answer.get("error"), answer.get("data")
    if set(answer) != {"error", "data"} or not isinstance(name, str) or not isinstance(data, dict):
        raise InvalidResult("members")
    if not all(isinstance(key, str) and (value is None or isinstance(value, str | int)) for key, value in data.items()):
        raise InvalidResult("data")
    return by_name(name, data)
