"""What both services of NHSO share around one question: failures by their name, and words that repeat no secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from sitthi.errors import NhsoBadAnswer, NhsoUnreachable
from sitthi.nhso.http import Answer, Unreachable

_BUSY_STATUSES = (429, 502, 503, 504)
_MAX_WORDS = 200
_LONG_DIGITS = re.compile(r"[0-9]{13,}")
_JWT = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")

Heard = Callable[[datetime], None]
"""Is told the service's time (UTC), whatever it answers."""


def exchange(ask: Callable[[], Answer], heard: Heard) -> Answer:
    """The answer of `ask`, which may raise Unreachable. Raises NhsoUnreachable (also for a gateway that is busy) and
    NhsoBadAnswer, both with a reason and without a cause that could quote the question.
    """
    try:
        answer = ask()
    except Unreachable as failure:
        reason = failure.reason
    else:
        if answer.date is not None:
            heard(answer.date)
        if answer.status in _BUSY_STATUSES:
            raise NhsoUnreachable(reason=f"http_{answer.status}")
        return answer
    if reason in ("protocol", "too_large"):
        raise NhsoBadAnswer(reason=reason)
    raise NhsoUnreachable(reason=reason)


def check_person(asked: str, answered: str, first_name: str) -> None:
    """Raises NhsoBadAnswer for a name that does not come with the citizen ID that was asked for."""
    if answered != asked and (answered or first_name):
        raise NhsoBadAnswer(reason="other_person")


def harmless(text: str, secrets: tuple[str, ...]) -> str:
    """The service's own words, without what was sent to it and without anything that looks like a citizen
    ID or a JWT.
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    text = _JWT.sub("…", _LONG_DIGITS.sub("…", text))
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:_MAX_WORDS]
