"""The session as every host process of this user sees it: who is logged in, until when, locked or not.

Each answer comes from the vault on disk, so two browsers and a terminal never disagree. Time is judged by
the corrected clock. Knows nothing of cards, sources and browsers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sitthi.errors import NotLoggedIn, SessionLocked, SitthiError, TokenExpired, TokenRevoked
from sitthi.policy.model import Policy
from sitthi.session import rules
from sitthi.session.state import END_REASONS, Ended, VaultState
from sitthi.session.token import Session
from sitthi.session.vault import Vault

TOUCH_INTERVAL = timedelta(seconds=60)
"""Uses are written at most this often; another process may therefore lock up to this much early, never
late.
"""

_MAX_STAMPS = 64


def utc_now() -> datetime:
    return datetime.now(UTC)


class SessionStore:
    """`clock` is this machine's clock, timezone-aware. `policy` may be replaced when the policy file
    changes.
    """

    def __init__(self, vault: Vault, clock: Callable[[], datetime], policy: Policy) -> None:
        self.policy = policy
        self.clock = clock
        self._vault = vault
        self._touched: tuple[str, datetime] | None = None

    # ---- asking ----------------------------------------------------------------------------------

    def current(self) -> Session:
        """The session that may be used now. Raises NotLoggedIn, TokenExpired, TokenRevoked, SessionLocked."""
        state = self.sweep()
        if state.session is None:
            raise _why_not(state.ended)
        if state.session.locked:
            raise SessionLocked()
        return state.session

    def peek(self) -> Session | None:
        """The session, also a locked one, or None; writes nothing."""
        state = self._vault.load()
        return self._settled(state, self._corrected(state)).session

    def last_end(self) -> Ended | None:
        """How the newest session that ended did so; beside an active session it is the one before it."""
        state = self._vault.load()
        return self._settled(state, self._corrected(state)).ended

    def now(self) -> datetime:
        """The corrected time, UTC."""
        return self._corrected(self._vault.load())

    def clock_offset(self) -> timedelta:
        """What the last login found to be missing on this machine's clock; zero when it was right or
        unknown.
        """
        return self._vault.load().clock_offset

    def inactivity(self, cid: str | None = None) -> rules.Inactivity | None:
        """For this person; without one for the session's person, else for whoever logged in last."""
        state = self._vault.load()
        if cid is None and state.session is not None:
            cid = state.session.cid
        key = None if cid is None else self._vault.person_key(cid)
        last_used = max(state.stamps.values(), default=None) if cid is None else state.stamps.get(key or "")
        if last_used is None:
            return None
        limits = self.policy.session
        return rules.inactivity(
            last_used,
            self._corrected(state),
            limits.inactivity_days,
            limits.removal_time,
            self.policy.host.warn_days,
        )

    # ---- changing --------------------------------------------------------------------------------

    def begin(self, session: Session, clock_offset: timedelta = timedelta(0)) -> Session:
        """A new login: replaces what was there, in every process, and stamps the person's last use."""

        def change(state: VaultState) -> VaultState:
            old = self._settled(state, self.clock() + clock_offset)
            replaced = Ended("replaced", session.issued_at, old.session.id) if old.session else None
            key = self._vault.person_key(session.cid)
            stamps = {**state.stamps, key: session.issued_at} if key else state.stamps
            return replace(state, session=session, ended=replaced, stamps=_newest(stamps), clock_offset=clock_offset)

        self._vault.update(change)
        return session

    def end(self, reason: str, session_id: str | None = None) -> None:
        """Ends the session everywhere. With `session_id` only that one: what kills an old token spares a
        new login.
        """
        if reason not in END_REASONS:
            raise ValueError(reason)

        def change(state: VaultState) -> VaultState:
            state = self._settled(state, self._corrected(state))
            if state.session is None or session_id not in (None, state.session.id):
                return state
            ended = Ended(reason, self._corrected(state), state.session.id)
            return replace(state, session=None, ended=ended)

        self._vault.update(change)

    def lock(self) -> None:
        """The PIN again before the next use; the token stays."""

        def change(state: VaultState) -> VaultState:
            state = self._settled(state, self._corrected(state))
            return replace(state, session=state.session and replace(state.session, locked=True))

        self._vault.update(change)

    def unlock(self, cid: str) -> Session:
        """After this person's PIN was verified. Raises SessionLocked for another person, else as current."""

        def change(state: VaultState) -> VaultState:
            now = self._corrected(state)
            state = self._settled(state, now)
            if state.session is None or state.session.cid != cid:
                return state
            return replace(state, session=replace(state.session, locked=False, touched_at=now))

        state = self._vault.update(change)
        if state.session is None:
            raise _why_not(state.ended)
        if state.session.cid != cid:
            raise SessionLocked()
        return state.session

    def touch(self) -> None:
        """The session was used: the idle lock starts over. Cheap; writes at most once per TOUCH_INTERVAL."""
        state = self._vault.load()
        now = self._corrected(state)
        session = self._settled(state, now).session
        if session is None or session.locked:
            return
        self._touched = (session.id, now)
        if abs(now - session.touched_at) >= TOUCH_INTERVAL:
            self._vault.update(lambda newest: _touched(newest, session.id, now))

    def sweep(self) -> VaultState:
        """Writes down what time has done: an expired session leaves the disk, an idle one is locked.

        For timers; every `current` does it too. Writes only when something is due.
        """
        state = self._vault.load()
        if self._settled(state, self._corrected(state)) != state:
            state = self._vault.update(lambda newest: self._settled(newest, self._corrected(newest)))
        return state

    # ---- judging ---------------------------------------------------------------------------------

    def _corrected(self, state: VaultState) -> datetime:
        return self.clock().astimezone(UTC) + state.clock_offset

    def _settled(self, state: VaultState, now: datetime) -> VaultState:
        """The state as it is at `now`: without an expired session, and with an idle one locked."""
        session = state.session
        if session is None:
            return state
        if not rules.is_live(session.issued_at, session.expires_at, now):
            return replace(state, session=None, ended=Ended("expired", min(session.expires_at, now), session.id))
        if not session.locked and self._is_idle(session, now):
            return replace(state, session=replace(session, locked=True))
        return state

    def _is_idle(self, session: Session, now: datetime) -> bool:
        """A clock that was set back before the last use counts as idle: it cannot stretch the time."""
        limit = timedelta(minutes=self.policy.session.idle_minutes)
        last = session.touched_at
        if self._touched is not None and self._touched[0] == session.id:
            last = max(last, self._touched[1])
        return bool(limit) and not last - rules.CLOCK_SLACK <= now < last + limit


def _touched(state: VaultState, session_id: str, now: datetime) -> VaultState:
    session = state.session
    if session is None or session.id != session_id or session.locked:
        return state
    return replace(state, session=replace(session, touched_at=now))


def _newest(stamps: dict[str, datetime]) -> dict[str, datetime]:
    kept = sorted(stamps.items(), key=lambda item: item[1])[-_MAX_STAMPS:]
    return dict(kept)


def _why_not(ended: Ended | None) -> SitthiError:
    if ended is None:
        return NotLoggedIn()
    return {"expired": TokenExpired, "revoked": TokenRevoked}.get(ended.reason, NotLoggedIn)()
