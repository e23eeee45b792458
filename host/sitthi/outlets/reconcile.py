"""One look at one outlet: bring what is outside to what it should be, and say how that went.

What should be is a session, or none. Nothing here waits, starts a thread or asks a clock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from sitthi.errors import SitthiError, UnexpectedFailure
from sitthi.errors_outlets import OutletTokenKind
from sitthi.outlets import Outlet, Trace
from sitthi.outlets.entry import Entry
from sitthi.session.token import TOKEN_FORMAT, Session

PAUSES_S = (2.0, 5.0, 15.0, 60.0, 300.0)
"""Until a failed outlet is tried again; the last one repeats."""
FORGOTTEN_AFTER_S = 86_400.0
"""A token that has been dead for a day is not chased any longer at a place that cannot be reached."""


class AuditLog(Protocol):
    def record(self, action: str, *, cid: str | None, outlet: str, outcome: str) -> None: ...


@dataclass(frozen=True)
class Desk:
    """What one look needs besides the outlet: where entries are kept, the audit, and the time (seconds, epoch)."""

    keep: Callable[[Entry], None]
    audit: AuditLog
    now: float


def reconcile(
    entry: Entry,
    outlet: Outlet,
    settings: dict[str, object],
    wanted: Session | None,
    desk: Desk,
    *,
    hurry: bool = False,
) -> Entry:
    """The entry after this look; it is also kept. Failures of the outlet are in it, not raised.

    `hurry`: also when the pause after a failure is not over.
    """
    wanted_id = wanted.id if wanted else None
    if entry.serves(wanted_id, settings) or (wanted is None and entry.trace is None and not entry.problem):
        return entry
    if not hurry and not due(entry, wanted_id or "", desk.now):
        return entry
    try:
        entry = _take_back(entry, outlet, desk)
        if wanted is not None:
            entry = _give(entry, outlet, settings, wanted, desk)
    except _Failed as failed:
        entry = _with_problem(failed.entry, failed.problem, wanted_id or "", desk.now)
    else:
        entry = replace(entry, problem=None, attempts=0, next_try=0.0, tried_for=wanted_id or "", at=desk.now)
    desk.keep(entry)
    return entry


def due(entry: Entry, wanted_id: str, now: float) -> bool:
    """Whether to try now: a new session is not made to wait for the failures of the one before it."""
    if entry.problem is None or entry.tried_for != wanted_id:
        return True
    return not now < entry.next_try <= now + PAUSES_S[-1]  # farther away: a clock that was set back


class _Failed(Exception):
    def __init__(self, entry: Entry, problem: SitthiError) -> None:
        super().__init__(problem.name)
        self.entry, self.problem = entry, problem


def _take_back(entry: Entry, outlet: Outlet, desk: Desk) -> Entry:
    if entry.trace is None:
        return entry.without_trace()
    outcome, cid = "ok", _cid(entry.trace)
    try:
        outlet.withdraw(entry.trace)
    except Exception as fault:  # noqa: BLE001 - a bug in one outlet must not keep the others from working
        if desk.now < entry.expires_at + FORGOTTEN_AFTER_S:
            _audit_failure(desk, "outlet.withdraw", cid, entry, _named(fault))
            raise _Failed(entry, _named(fault)) from None
        outcome = "given_up"
    entry = entry.without_trace()
    desk.keep(entry)
    _audit(desk, "outlet.withdraw", cid, entry.name, outcome)
    return entry


def _give(entry: Entry, outlet: Outlet, settings: dict[str, object], session: Session, desk: Desk) -> Entry:
    entry = replace(entry, settings=settings, session=session.id, expires_at=session.expires_at.timestamp())
    noted: list[Trace] = []

    def note(trace: Trace) -> None:
        trace = replace(trace, sealed={**trace.sealed, "cid": session.cid})
        desk.keep(replace(entry, trace=trace))
        noted.append(trace)

    try:
        if not TOKEN_FORMAT.fullmatch(session.token):
            raise OutletTokenKind()
        outlet.deliver(session, note)
    except Exception as fault:  # noqa: BLE001 - as above
        _audit_failure(desk, "outlet.deliver", session.cid, entry, _named(fault))
        kept = replace(entry, trace=noted[-1]) if noted else entry  # whether anything was written is looked at again
        raise _Failed(kept, _named(fault)) from None
    entry = replace(entry, trace=noted[-1] if noted else None, done=True)
    try:
        desk.audit.record("outlet.deliver", cid=session.cid, outlet=entry.name, outcome="ok")
    except Exception as fault:  # noqa: BLE001 - whatever kept it from being written
        raise _Failed(_take_back(entry, outlet, desk), UnexpectedFailure(kind=type(fault).__name__)) from None
    return entry


def _with_problem(entry: Entry, problem: SitthiError, tried_for: str, now: float) -> Entry:
    attempts = entry.attempts if entry.tried_for == tried_for else 0
    return replace(
        entry,
        done=False,
        problem={"name": problem.name, "data": dict(problem.data)},
        tried_for=tried_for,
        attempts=attempts + 1,
        next_try=now + PAUSES_S[min(attempts, len(PAUSES_S) - 1)],
        at=now,
    )


def _named(fault: Exception) -> SitthiError:
    return fault if isinstance(fault, SitthiError) else UnexpectedFailure(kind=type(fault).__name__)


def _cid(trace: Trace) -> str | None:
    cid = trace.sealed.get("cid")
    return cid if isinstance(cid, str) else None


def _audit_failure(desk: Desk, action: str, cid: str | None, entry: Entry, problem: SitthiError) -> None:
    """Once, not at each try."""
    if entry.problem is None or entry.problem.get("name") != problem.name:
        _audit(desk, action, cid, entry.name, problem.name)


def _audit(desk: Desk, action: str, cid: str | None, outlet: str, outcome: str) -> None:
    """Taking a token back is not left undone because the audit cannot be written."""
    try:
        desk.audit.record(action, cid=cid, outlet=outlet, outcome=outcome)
    except Exception as fault:  # noqa: BLE001
        logging.getLogger(__name__).error("audit of an outlet: %s", type(fault).__name__)
