"""Breaking an origin into lines that fit, without ever leaving a part of it out. Pure.

A truncated host name is how a look-alike site hides ("https://his.example.go.th.attacker…"): all of it is
shown.
"""

from __future__ import annotations

from collections.abc import Callable

_BREAK_AFTER = "./:"  # not after "-": it would read as hyphenation


def wrap_origin(origin: str, fits: Callable[[str], bool]) -> list[str]:
    """Lines that together are exactly `origin`, each passing `fits`; broken after a dot where one is near."""
    lines: list[str] = []
    rest = origin
    while rest:
        length = len(rest)
        while length > 1 and not fits(rest[:length]):
            length -= 1
        if length < len(rest):
            length = _at_a_break(rest, length)
        lines.append(rest[:length])
        rest = rest[length:]
    return lines


def _at_a_break(text: str, length: int) -> int:
    """The last position within the final half of the line that follows a separator."""
    for cut in range(length, length // 2, -1):
        if text[cut - 1] in _BREAK_AFTER:
            return cut
    return length
