"""Selectors as a policy writes them: CSS, where ` >>> ` steps into an open shadow root or a same-origin frame.

Not a CSS parser: it finds what would make a selector match nothing, or everything, for want of a character. What is
left of the grammar the browser judges. Pure, no I/O.
"""

from __future__ import annotations

import re

DESCEND = " >>> "
_STEP = ">>>"
_PAIRS = {"(": ")", "[": "]"}
_COMBINATORS = ">+~"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BadSelector(ValueError):
    """The message says what is wrong, for the person who wrote the policy."""


def canonical_selector(text: str) -> str:
    """The selector with single spaces around each `>>>`. Raises BadSelector."""
    if _CONTROL.search(text):
        raise BadSelector("a line break or a control character in it")
    steps = [step.strip() for step in _split(text, _STEP)]
    for step in steps:
        if not step:
            raise BadSelector(f"nothing before or after {_STEP}")
        for alternative in _split(step, ","):
            _check_compound(alternative.strip())
    return DESCEND.join(steps)


def _check_compound(text: str) -> None:
    if not text:
        raise BadSelector("nothing before or after a comma")
    if text == "*":
        raise BadSelector("* alone means every element")
    if text[0] in _COMBINATORS or (text[-1] in _COMBINATORS and not text.endswith("\\" + text[-1])):
        raise BadSelector(f"a {text[0] if text[0] in _COMBINATORS else text[-1]} with nothing beside it")


def _split(text: str, mark: str) -> list[str]:
    """The parts between marks that stand outside quotes and brackets. Raises BadSelector where these do not balance."""
    parts, start, at = [], 0, 0
    closing: list[str] = []
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            if at + 1 == len(text):
                raise BadSelector("a \\ at its end")
            at += 2
        elif letter in "\"'":
            at = _after_quote(text, at)
        elif letter in _PAIRS:
            closing.append(_PAIRS[letter])
            at += 1
        elif letter in ")]":
            if not closing or closing.pop() != letter:
                raise BadSelector(f"a {letter} that closes nothing")
            at += 1
        elif letter in "{};":
            raise BadSelector(f"a {letter} outside quotes")
        elif closing and text.startswith(_STEP, at):
            raise BadSelector(f"{_STEP} inside brackets")
        elif not closing and text.startswith(mark, at):
            parts.append(text[start:at])
            at += len(mark)
            start = at
        else:
            at += 1
    if closing:
        raise BadSelector(f"a {closing[-1]} is missing")
    return [*parts, text[start:]]


def _after_quote(text: str, start: int) -> int:
    quote, at = text[start], start + 1
    while at < len(text) and text[at] != quote:
        at += 2 if text[at] == "\\" else 1
    if at >= len(text):
        raise BadSelector(f"a {quote} is missing")
    if _STEP in text[start:at]:
        raise BadSelector(f"{_STEP} inside quotes")
    return at + 1
