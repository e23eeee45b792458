"""The session as every host process of this user sees it: who is logged in, until when, locked or not.

Each answer comes from the vault on disk, so two browsers and a terminal never disagree. Time is judged by
the corrected clock (clock.py). Knows nothing of cards, sources and browsers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sitthi.errors import NotLoggedIn, SessionLocked, SitthiError, TokenExpired, TokenRevoked
from sitthi.policy.model import Policy
from sitthi.session import clock as clocks
from sitthi.session import rules
from sitthi.session.clock import Anchor, ClockHealth, LastGoodTime, Ticks, no_ticks
from sitthi.session.last_use import LastUse
from sitthi.session.state import END_REASONS, Ended, VaultState
from sitthi.session.token import Session
from sitthi.session.vault import Vault

TOUCH_INTERVAL = timedelta(seconds=60)
"""Uses are written at most this often; another process may therefore lock up to this much early, never
late.
"""


def utc_now() -> datetime:
    return datetime.now(UTC)


class SessionStore:
    """`clock` is this machine's clock, timezone-aware; `ticks` its counter that nobody can set. `policy` may be
    replaced when the policy file changes.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        policy: Policy,
        ticks: Callable[[], Ticks | None] = no_ticks,
    ) -> None:
        self.policy = policy
        self.clock: Callable[[], datetime] = lambda: clock().astimezone(
            UTC
        )  # sums and differences go wrong over a change to summer time
        self._ticks = ticks
        self._vault = vault
        self._last_use = LastUse(vault.folder)
        self._good_time = LastGoodTime(vault.folder / "clock.good")
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
        """What is missing on this machine's clock; zero when it is right or unknown."""
        local = self.clock()
        return rules.clock_offset(self._corrected(self._vault.load(), local), local)

    def clock_health(self) -> ClockHealth:
        """What a person should know of this machine's clock."""
        local, offset = self.clock(), self.clock_offset()
        good = self._good_time.read()
        if good is not None and good - (local + offset) > rules.CLOCK_SLACK:
            offset = good - local  # at least: what is past cannot be ahead
        return ClockHealth(offset, abs(offset) >= clocks.WRONG_FROM)

    def inactivity(self, cid: str | None = None) -> rules.Inactivity | None:
        """For this person; without one for the session's person, else for whoever logged in last."""
        state = self._vault.load()
        if cid is None and state.session is not None:
            cid = state.session.cid
        last_used = self._last_use.newest() if cid is None else self._last_use.of(cid)
        if last_used is None:
            return None
        limits = self.policy.session
        now, good = self._corrected(state), self._good_time.read()
        return rules.inactivity(
            last_used,
            now if good is None else max(now, good),  # what is past cannot be ahead
            limits.inactivity_days,
            limits.removal_time,
            self.policy.host.warn_days,
        )

    # ---- changing --------------------------------------------------------------------------------

    def begin(self, session: Session, clock_offset: timedelta = timedelta(0), heard: datetime | None = None) -> Session:
        """A new login: replaces what was there, in every process, and stamps the person's last use.

        `heard`: the time that the source told, UTC. Returns the session that holds: of two logins of one person at
        once the one whose token was issued last, whichever arrives last, because its issuing ended the other.
        """

        def change(state: VaultState) -> VaultState:
            now = self.clock() + clock_offset
            old = self._settled(state, now).session
            if old is not None and old.cid == session.cid and session.issued_at < old.issued_at <= now:
                return state
            return replace(
                state,
                session=session,
                ended=Ended("replaced", session.issued_at, old.id) if old else None,
                clock_offset=clock_offset,
                clock_heard=heard is not None or state.clock_heard,
                anchor=self._anchor(now),
            )

        self._last_use.stamp(session.cid, session.issued_at)  # first: it is true whatever becomes of this process
        held = self._vault.update(change).session or session
        if held.id != session.id:
            self._last_use.stamp(held.cid, held.issued_at)
        if heard is not None and rules.believable(heard, self.clock()):
            self._good_time.keep(heard, at_once=True)  # never before a last use that it has to be compared with
        return held

    def hear_time(self, server_time: datetime) -> None:
        """A service told the time (UTC): this clock is compared with it, and corrected for from now on.

        A session that began by a clock that nobody had compared is moved by what that clock was wrong.
        """
        local = self.clock()
        if not rules.believable(server_time, local):
            return
        offset = rules.clock_offset(server_time, local)

        def change(state: VaultState) -> VaultState:
            error = server_time - self._corrected(state, local)
            noise = abs(error) < rules.CLOCK_NOISE
            if noise and state.clock_heard and abs(offset - state.clock_offset) < rules.CLOCK_NOISE:
                return state
            session = state.session
            if session is not None and not noise and not state.clock_heard:
                issued_at, expires_at = rules.moved(session.issued_at, session.expires_at, error)
                touched_at = session.touched_at + error
                session = replace(session, issued_at=issued_at, expires_at=expires_at, touched_at=touched_at)
            anchor = self._anchor(server_time)
            return replace(state, session=session, clock_offset=offset, clock_heard=True, anchor=anchor)

        before = self._vault.load()
        after = self._vault.update(change)
        if after.session is not None and after.session != before.session:
            self._last_use.stamp(after.session.cid, after.session.issued_at)
        self._good_time.keep(server_time)

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
        """Writes down what time has done: an expired session leaves the disk, an idle one is locked; and what was done
        to this machine's clock.

        For timers; every `current` does it too. Writes only when something is due.
        """
        state = self._vault.load()
        if self._swept(state) != state:
            state = self._vault.update(self._swept)
        return state

    # ---- judging ---------------------------------------------------------------------------------

    def _corrected(self, state: VaultState, local: datetime | None = None) -> datetime:
        return clocks.true_time(local or self.clock(), self._ticks(), state.clock_offset, state.anchor)

    def _anchor(self, now: datetime) -> Anchor | None:
        ticks = self._ticks()
        return None if ticks is None else Anchor(ticks, now)

    def _swept(self, state: VaultState) -> VaultState:
        """A clock that was set meanwhile is compared with the counter at once: its next setting is a new matter."""
        local = self.clock()
        now = self._corrected(state, local)
        offset = rules.clock_offset(now, local)
        if abs(offset - state.clock_offset) >= rules.CLOCK_NOISE:
            state = replace(state, clock_offset=offset)
        return self._settled(state, now)

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


def _why_not(ended: Ended | None) -> SitthiError:
    if ended is None:
        return NotLoggedIn()
    return {"expired": TokenExpired, "revoked": TokenRevoked}.get(ended.reason, NotLoggedIn)()
