"""The session as every process sees it: replaced, ended, expired, locked, with the reason kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from sitthi.errors import NotLoggedIn, SessionLocked, TokenExpired, TokenRevoked
from sitthi.policy.model import HostPolicy, Policy, SessionPolicy
from sitthi.session.rules import BANGKOK, next_midnight_bangkok
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault
from unit.session.conftest import CID, OTHER_CID, TOKEN, SetClock

OpenStore = Callable[[], SessionStore]
MakeSession = Callable[..., Session]


def no_idle(store: SessionStore) -> None:
    store.policy = replace(store.policy, session=replace(store.policy.session, idle_minutes=0))


def test_before_any_login_nobody_is_logged_in(store: SessionStore) -> None:
    with pytest.raises(NotLoggedIn):
        store.current()
    assert store.peek() is None and store.last_end() is None and store.inactivity() is None
    store.end("logout")
    store.lock()
    store.touch()


def test_one_login_shows_in_every_process(open_store: OpenStore, make_session: MakeSession) -> None:
    session = open_store().begin(make_session())
    assert open_store().current() == session == open_store().peek()
    assert open_store().last_end() is None


def test_a_new_login_replaces_the_old_session_in_every_process(
    open_store: OpenStore, make_session: MakeSession
) -> None:
    first, second = open_store(), open_store()
    old = first.begin(make_session())
    new = second.begin(make_session(OTHER_CID, "zzzzzzzzzzzzzzzz"))
    assert first.current() == new
    ended = first.last_end()
    assert ended is not None and (ended.reason, ended.session_id) == ("replaced", old.id)


@pytest.mark.parametrize(
    ("reason", "error"),
    [("logout", NotLoggedIn), ("revoked", TokenRevoked), ("expired", TokenExpired), ("replaced", NotLoggedIn)],
)
def test_an_end_is_seen_everywhere_with_its_reason(
    open_store: OpenStore, make_session: MakeSession, reason: str, error: type[Exception], clock: SetClock
) -> None:
    session = open_store().begin(make_session())
    open_store().end(reason)
    other = open_store()
    with pytest.raises(error):
        other.current()
    ended = other.last_end()
    assert ended is not None and (ended.reason, ended.at, ended.session_id) == (reason, clock(), session.id)


def test_an_unknown_reason_is_a_mistake_of_ours(store: SessionStore) -> None:
    with pytest.raises(ValueError, match="tired"):
        store.end("tired")


def test_what_kills_an_old_token_spares_a_new_login(store: SessionStore, make_session: MakeSession) -> None:
    old = store.begin(make_session())
    new = store.begin(make_session())
    store.end("revoked", old.id)
    assert store.current() == new
    store.end("revoked", new.id)
    with pytest.raises(TokenRevoked):
        store.current()


def test_at_midnight_the_session_is_over_and_its_token_leaves_the_disk(
    store: SessionStore, vault: Vault, make_session: MakeSession, clock: SetClock
) -> None:
    no_idle(store)
    session = store.begin(make_session())
    clock.time = session.expires_at - timedelta(microseconds=1)
    assert store.current() == session
    clock.time = session.expires_at
    assert store.peek() is None
    ended = store.last_end()
    assert ended is not None and (ended.reason, ended.at) == ("expired", session.expires_at)
    assert vault.load().session == session  # asking alone wrote nothing
    with pytest.raises(TokenExpired):
        store.current()
    assert vault.load().session is None and vault.load().ended == ended


def test_a_clock_set_back_ends_the_session_instead_of_stretching_it(
    store: SessionStore, make_session: MakeSession, clock: SetClock
) -> None:
    no_idle(store)
    store.begin(make_session())
    clock.advance(minutes=-4)
    store.current()
    clock.advance(minutes=-2)
    with pytest.raises(TokenExpired):
        store.current()


def test_expiry_is_judged_by_the_corrected_clock(
    store: SessionStore, make_session: MakeSession, clock: SetClock
) -> None:
    """The workstation is two days slow: midnight comes by the service's time."""
    no_idle(store)
    offset = timedelta(days=2)
    now = clock() + offset
    session = replace(make_session(), issued_at=now, touched_at=now, expires_at=next_midnight_bangkok(now))
    store.begin(session, offset)
    assert store.now() == now and store.clock_offset() == offset
    clock.time = session.expires_at - offset - timedelta(seconds=1)
    store.current()
    clock.advance(seconds=1)
    with pytest.raises(TokenExpired):
        store.current()


def test_locked_means_the_pin_again_and_the_same_token(open_store: OpenStore, make_session: MakeSession) -> None:
    session = open_store().begin(make_session())
    open_store().lock()
    other = open_store()
    with pytest.raises(SessionLocked):
        other.current()
    assert other.peek() == replace(session, locked=True)
    with pytest.raises(SessionLocked):
        other.unlock(OTHER_CID)
    assert other.peek() == replace(session, locked=True)
    assert other.unlock(CID).token == TOKEN
    assert open_store().current().token == TOKEN


def test_unlocking_what_is_over_says_why(store: SessionStore, make_session: MakeSession, clock: SetClock) -> None:
    session = store.begin(make_session())
    store.lock()
    clock.time = session.expires_at
    with pytest.raises(TokenExpired):
        store.unlock(CID)


def test_idle_minutes_lock_and_touches_postpone(
    open_store: OpenStore, make_session: MakeSession, clock: SetClock
) -> None:
    store = open_store()
    store.begin(make_session())
    clock.advance(minutes=14)
    store.touch()
    clock.advance(minutes=14)
    store.current()
    assert open_store().current().token == TOKEN
    clock.advance(minutes=1)
    assert store.peek() is not None and store.peek().locked  # type: ignore[union-attr]
    with pytest.raises(SessionLocked):
        store.current()
    store.touch()  # a touch does not unlock
    with pytest.raises(SessionLocked):
        open_store().current()
    assert store.unlock(CID).locked is False


def test_zero_idle_minutes_never_lock(store: SessionStore, make_session: MakeSession, clock: SetClock) -> None:
    no_idle(store)
    store.begin(make_session())
    clock.advance(hours=10)
    store.current()


def test_touches_write_at_most_once_a_minute_and_still_count(
    store: SessionStore, vault: Vault, make_session: MakeSession, clock: SetClock
) -> None:
    store.begin(make_session())
    written = vault.load().generation
    for _ in range(59):
        clock.advance(seconds=1)
        store.touch()
    assert vault.load().generation == written
    clock.advance(seconds=1)
    store.touch()
    assert vault.load().generation == written + 1
    clock.advance(seconds=59)
    store.touch()
    clock.advance(minutes=14, seconds=59)
    store.current()  # the unwritten touch counts in this process
    assert vault.load().generation == written + 1


def test_sweep_writes_only_what_is_due(
    store: SessionStore, vault: Vault, make_session: MakeSession, clock: SetClock
) -> None:
    session = store.begin(make_session())
    stamp = vault.stamp()
    store.sweep()
    assert not vault.changed_since(stamp)
    clock.advance(minutes=15)
    assert store.sweep().session == replace(session, locked=True)
    clock.time = session.expires_at
    assert store.sweep().session is None


def test_last_use_survives_logout_and_is_kept_per_person(
    store: SessionStore, make_session: MakeSession, clock: SetClock
) -> None:
    store.begin(make_session())
    clock.advance(days=1)
    store.begin(make_session(OTHER_CID))
    store.end("logout")
    clock.advance(days=99)
    mine, others, latest = store.inactivity(CID), store.inactivity(OTHER_CID), store.inactivity()
    assert mine is not None and others is not None
    assert (mine.days_left, others.days_left) == (80, 81)
    assert latest == others
    assert store.inactivity("1101500000008") is None


def test_inactivity_follows_the_policy(store: SessionStore, make_session: MakeSession, clock: SetClock) -> None:
    store.policy = Policy(
        host=HostPolicy(warn_days=61), session=SessionPolicy(inactivity_days=60, removal_time=time(6, 0))
    )
    store.begin(make_session())
    found = store.inactivity()
    assert found is not None and found.warn and found.limit_days == 60
    assert found.removal_at == datetime(2026, 5, 2, 6, 0, tzinfo=BANGKOK)


def test_a_new_key_means_logged_out(store: SessionStore, make_session: MakeSession, tmp_path: Path) -> None:
    store.begin(make_session())
    (tmp_path / "vault.key").unlink()
    with pytest.raises(NotLoggedIn):
        store.current()
    store.begin(make_session())
    assert store.current().issued_at.tzinfo is UTC
