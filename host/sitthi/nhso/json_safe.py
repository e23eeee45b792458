"""JSON of a stranger to plain values, or a refusal: UTF-8, bounded, no name twice, nothing that JSON does not have."""

from __future__ import annotations

import json
from typing import NoReturn

MAX_BYTES = 256 * 1024
_MAX_DEPTH = 16


class JsonRefused(ValueError):
    """`reason`: size, charset, malformed, twice, depth, shape. Never a part of the document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_object(content: bytes) -> dict[str, object]:
    """The members of the one object that it is; a byte order mark is passed over. Raises JsonRefused."""
    if len(content) > MAX_BYTES:
        raise JsonRefused("size")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JsonRefused("charset") from None
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_constant)
    except JsonRefused:
        raise
    except RecursionError:
        raise JsonRefused("depth") from None
    except ValueError:
        raise JsonRefused("malformed") from None
    if not isinstance(value, dict):
        raise JsonRefused("shape")
    _check(value, _MAX_DEPTH)
    return value


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A name that stands twice could be read either way."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonRefused("twice")
    return members


def _constant(name: str) -> NoReturn:
    raise JsonRefused("malformed")  # NaN and Infinity are Python's, not JSON's


def _check(value: object, levels: int) -> None:
    """JSON can write half a character (a lone surrogate) that no message of ours could carry on."""
    if levels == 0:
        raise JsonRefused("depth")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise JsonRefused("charset") from None
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check(each, levels - 1)
