"""What is known of one outlet between two looks, and over the end of a process: a value and its JSON form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sitthi.outlets import Trace

VERSION = 1


@dataclass(frozen=True)
class Entry:
    """`settings`: the policy's values with which the outlet was last used, no secret among them.

    `session` names the session that `trace` and `done` belong to, `expires_at` is its end; `tried_for` names what was
    tried last ("" = to take back). All times are seconds since the epoch.
    """

    kind: str
    name: str
    settings: dict[str, object] = field(default_factory=dict)
    session: str = ""
    expires_at: float = 0.0
    done: bool = False
    trace: Trace | None = None
    problem: dict[str, object] | None = None
    tried_for: str = ""
    attempts: int = 0
    next_try: float = 0.0
    at: float = 0.0

    def serves(self, session_id: str | None, settings: dict[str, object]) -> bool:
        """Whether the token of this session is where these settings want it."""
        return self.done and session_id == self.session and self.settings == settings

    def without_trace(self) -> Entry:
        return replace(self, trace=None, done=False)


def to_json(entry: Entry, seal: Callable[[dict[str, object]], str]) -> dict[str, object]:
    """`seal` makes a text of what of the trace must not be readable."""
    values = {**vars(entry), "version": VERSION}
    if entry.trace is not None:
        sealed = seal(entry.trace.sealed) if entry.trace.sealed else ""
        values["trace"] = {"plain": entry.trace.plain, "sealed": sealed}
    return values


def from_json(raw: Any, unseal: Callable[[str], dict[str, object]]) -> Entry | None:
    """None for what this version does not know. `unseal` gives {} for what the present key does not open."""
    try:
        values = dict(raw)
        if values.pop("version") != VERSION:
            return None
        trace = values.pop("trace")
        if trace is not None:
            sealed = str(trace["sealed"])
            trace = Trace(dict(trace["plain"]), unseal(sealed) if sealed else {})
        entry = Entry(**values, trace=trace)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    numbers = (entry.expires_at, entry.next_try, entry.at, entry.attempts)
    right = isinstance(entry.settings, dict) and all(isinstance(each, int | float) for each in numbers)
    return entry if right else None
