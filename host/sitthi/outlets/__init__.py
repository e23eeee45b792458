"""Outlets: how the token reaches programs outside the browser, and how it is taken back from them.

Each outlet is one class that delivers a session's token to one place and withdraws it from there. It knows neither
threads nor other processes of ours: service/outlets.py decides when, one process at a time. It knows a session as a
value only. Before the first effect outside it hands over a Trace, which is kept on disk, so that whatever happens to
this process the next one can take the token back.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sitthi.session.token import Session


@dataclass(frozen=True)
class Trace:
    """What was written where, enough to know it again. `plain` holds no token and nothing of a person; `sealed` may
    hold what was there before, and is empty when it was kept under a key that is gone.
    """

    plain: dict[str, object]
    sealed: dict[str, object] = field(default_factory=dict, repr=False)


Note = Callable[[Trace], None]
"""Keeps the trace on disk; when it raises, the outlet must not go on."""


class Outlet(Protocol):
    def deliver(self, session: Session, note: Note) -> None:
        """Gives the token, whole or not at all. Raises the errors named outlet_*; a failure leaves nothing behind."""

    def withdraw(self, trace: Trace) -> None:
        """Takes back what is still ours of what the trace tells, and leaves anything else. May be called again.

        Raises the errors named outlet_*: then the token may still be there.
        """


def fingerprint(value: str | bytes) -> dict[str, object]:
    """A salted hash by which a value is known again, and from which it cannot be had.

    The salt is a key of its own for each value, so that two fingerprints of one token have nothing in common.
    """
    salt = secrets.token_hex(16)
    return {"salt": salt, "hash": _digest(salt, value)}


def is_the_same(value: str | bytes, known: object) -> bool:
    """Whether this value has that fingerprint; False for anything that is none."""
    if not isinstance(known, dict):
        return False
    salt, digest = known.get("salt"), known.get("hash")
    if not isinstance(salt, str) or not isinstance(digest, str):
        return False
    return hmac.compare_digest(_digest(salt, value), digest)


def _digest(salt: str, value: str | bytes) -> str:
    content = value.encode() if isinstance(value, str) else value
    return hmac.digest(salt.encode(), content, "sha256").hex()
