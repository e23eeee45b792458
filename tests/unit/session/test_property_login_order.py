"""Logins at once: whatever order they arrive in, what holds is the token that NHSO issued last."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from unit.session.conftest import CID, OTHER_CID, SetClock

OpenStore = Callable[[], SessionStore]
MakeSession = Callable[..., Session]
TOKENS = {second: f"{second:02}" * 8 for second in range(12)}


def issued(make_session: MakeSession, second: int, cid: str = CID) -> Session:
    """A token that was issued so many seconds before now; issuing it ended the person's earlier ones."""
    session = make_session(cid, TOKENS[second])
    return replace(session, issued_at=session.issued_at - timedelta(seconds=second))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(5)))
def test_of_one_persons_logins_the_last_issued_holds(
    open_store: OpenStore, make_session: MakeSession, order: list[int]
) -> None:
    first, second = open_store(), open_store()
    first.end("logout")
    for number, age in enumerate(order):
        held = (first, second)[number % 2].begin(issued(make_session, age))
        newest = min(order[: number + 1])
        assert held.token == TOKENS[newest]
        assert first.current().token == second.current().token == TOKENS[newest]


def test_in_threads_too(open_store: OpenStore, make_session: MakeSession) -> None:
    gate = threading.Barrier(12)
    held: list[str] = []

    def log_in(age: int) -> None:
        store = open_store()
        gate.wait()
        held.append(store.begin(issued(make_session, age)).token)

    threads = [threading.Thread(target=log_in, args=(age,)) for age in TOKENS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert open_store().current().token == TOKENS[0]
    assert len(held) == 12


def test_another_person_always_replaces(store: SessionStore, make_session: MakeSession) -> None:
    store.begin(issued(make_session, 0, OTHER_CID))
    assert store.begin(issued(make_session, 9)).cid == CID
    assert store.current().cid == CID


def test_a_session_of_a_clock_that_ran_ahead_is_no_later_login(
    store: SessionStore, make_session: MakeSession, clock: SetClock
) -> None:
    store.begin(issued(make_session, 0))
    clock.advance(minutes=-3)
    new = make_session(CID, TOKENS[1])
    assert store.begin(new) == new
    assert store.current() == new


def test_an_older_token_stamps_no_earlier_use(store: SessionStore, make_session: MakeSession, clock: SetClock) -> None:
    store.begin(issued(make_session, 0))
    store.begin(issued(make_session, 9))
    assert store.inactivity().last_used_at == clock().replace(microsecond=0)  # type: ignore[union-attr]
