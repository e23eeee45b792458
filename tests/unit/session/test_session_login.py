"""A login step by step, with sources that the test scripts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from sitthi.errors import (
    NotLoggedIn,
    PinWrong,
    SitthiError,
    SourceOtherPerson,
    SourceRejected,
    SourceUnavailable,
    UserRemoved,
)
from sitthi.session.login import login, logout
from sitthi.session.rules import next_midnight_bangkok
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from unit.session.conftest import CID, OTHER_CID, TOKEN, SetClock

NEW_TOKEN = "n" * 16


class ScriptedSource:
    """Gives a token, or raises; notes what it was asked for."""

    def __init__(self, answer: IssuedToken | SitthiError, name: str = "issuer") -> None:
        self.name = name
        self._answer = answer
        self.obtained = 0
        self.revoked: list[tuple[str, str]] = []

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        self.obtained += 1
        if isinstance(self._answer, SitthiError):
            raise self._answer
        return self._answer

    def revoke(self, cid: str, token: str) -> None:
        self.revoked.append((cid, token))
        if isinstance(self._answer, SitthiError):
            raise self._answer


def right_pin() -> None:
    pass


@pytest.fixture
def issued(clock: SetClock) -> Callable[..., IssuedToken]:
    def make(**changes: object) -> IssuedToken:
        values: dict[str, object] = {"token": NEW_TOKEN, "cid": CID, "kind": "uc", "issued_at": clock()}
        return IssuedToken(**(values | changes))  # type: ignore[arg-type]

    return make


Issued = Callable[..., IssuedToken]


def test_pin_then_token_then_session(store: SessionStore, holder: CardHolder, issued: Issued, clock: SetClock) -> None:
    session = login(holder, right_pin, [ScriptedSource(issued())], store)
    assert store.current() == session
    assert (session.cid, session.token, session.source) == (CID, NEW_TOKEN, "issuer")
    assert session.expires_at == next_midnight_bangkok(clock())
    assert (session.name_th, session.name_en) == (holder.name_th, holder.name_en)


def test_without_the_right_pin_nothing_is_asked_replaced_or_unlocked(
    store: SessionStore, holder: CardHolder, issued: Issued, make_session: Callable[..., Session]
) -> None:
    store.begin(make_session())
    store.lock()
    before, source = store.peek(), ScriptedSource(issued())

    def wrong_pin() -> None:
        raise PinWrong(attempts_left=2)

    with pytest.raises(PinWrong):
        login(holder, wrong_pin, [source], store)
    assert source.obtained == 0
    assert store.peek() == before


def test_a_token_of_another_person_is_refused_and_the_old_session_stays(
    store: SessionStore, holder: CardHolder, issued: Issued, make_session: Callable[..., Session]
) -> None:
    old = store.begin(make_session())
    with pytest.raises(SourceOtherPerson):
        login(holder, right_pin, [ScriptedSource(issued(cid=OTHER_CID))], store)
    assert store.current() == old


def test_the_first_source_that_works(store: SessionStore, holder: CardHolder, issued: Issued) -> None:
    down = ScriptedSource(SourceUnavailable(reason="connect"), "down")
    closed = ScriptedSource(SourceRejected(reason="workstation_not_allowed"), "closed")
    works, spare = ScriptedSource(issued(), "works"), ScriptedSource(issued(), "spare")
    assert login(holder, right_pin, [down, closed, works, spare], store).source == "works"
    assert (down.obtained, closed.obtained, works.obtained, spare.obtained) == (1, 1, 1, 0)


def test_when_none_works_the_first_reason_is_told(store: SessionStore, holder: CardHolder) -> None:
    sources = [ScriptedSource(SourceUnavailable(reason=reason)) for reason in ("timeout", "connect")]
    with pytest.raises(SourceUnavailable) as failure:
        login(holder, right_pin, sources, store)
    assert failure.value.data == {"reason": "timeout"}
    with pytest.raises(SourceUnavailable) as failure:
        login(holder, right_pin, [], store)
    assert failure.value.data == {"reason": "not_configured"}


def test_what_nhso_says_of_the_person_is_final(store: SessionStore, holder: CardHolder, issued: Issued) -> None:
    spare = ScriptedSource(issued())
    with pytest.raises(UserRemoved):
        login(holder, right_pin, [ScriptedSource(UserRemoved()), spare], store)
    assert spare.obtained == 0


def test_a_locked_session_is_unlocked_without_a_new_token(
    store: SessionStore, holder: CardHolder, issued: Issued, make_session: Callable[..., Session]
) -> None:
    store.begin(make_session())
    store.lock()
    source = ScriptedSource(issued())
    assert login(holder, right_pin, [source], store).token == TOKEN
    assert source.obtained == 0
    assert store.current().token == TOKEN


def test_a_session_that_ends_while_the_pin_is_typed_gets_a_new_token(
    store: SessionStore,
    holder: CardHolder,
    issued: Issued,
    make_session: Callable[..., Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = store.begin(make_session())
    store.lock()
    locked = store.peek()
    store.end("revoked", session.id)
    monkeypatch.setattr(store, "peek", lambda: locked)  # what was seen just before it ended
    assert login(holder, right_pin, [ScriptedSource(issued())], store).token == NEW_TOKEN


@pytest.mark.parametrize("lock", [False, True])
def test_another_persons_login_replaces(
    store: SessionStore, holder: CardHolder, issued: Issued, make_session: Callable[..., Session], lock: bool
) -> None:
    old = store.begin(make_session(OTHER_CID))
    if lock:
        store.lock()
    login(holder, right_pin, [ScriptedSource(issued())], store)
    assert store.current().token == NEW_TOKEN
    ended = store.last_end()
    assert ended is not None and (ended.reason, ended.session_id) == ("replaced", old.id)


def test_an_active_session_of_the_same_person_gets_a_new_token(
    store: SessionStore, holder: CardHolder, issued: Issued, make_session: Callable[..., Session]
) -> None:
    store.begin(make_session())
    assert login(holder, right_pin, [ScriptedSource(issued())], store).token == NEW_TOKEN


def test_a_wrong_clock_is_corrected_by_the_services(
    store: SessionStore, holder: CardHolder, issued: Issued, clock: SetClock
) -> None:
    server = clock() + timedelta(days=3, hours=1)
    answer = issued(server_time=server, issued_at=server)
    session = login(holder, right_pin, [ScriptedSource(answer)], store)
    assert store.clock_offset() == timedelta(days=3, hours=1)
    assert session.expires_at == next_midnight_bangkok(server)
    assert store.current() == session


def test_no_source_can_lengthen_a_life(
    store: SessionStore, holder: CardHolder, issued: Issued, clock: SetClock
) -> None:
    future = issued(issued_at=clock() + timedelta(days=9), expires_at=clock() + timedelta(days=30))
    session = login(holder, right_pin, [ScriptedSource(future)], store)
    assert session.expires_at == next_midnight_bangkok(clock())


def test_a_token_that_is_over_already_begins_nothing(
    store: SessionStore, holder: CardHolder, issued: Issued, clock: SetClock
) -> None:
    for changes in ({"issued_at": clock() - timedelta(days=1)}, {"expires_at": clock()}):
        with pytest.raises(SourceUnavailable) as failure:
            login(holder, right_pin, [ScriptedSource(issued(**changes))], store)
        assert failure.value.data["reason"] == "expired_token"
    with pytest.raises(NotLoggedIn):
        store.current()


@pytest.mark.parametrize("lock", [False, True])
def test_logout_ends_here_and_tells_the_source(
    store: SessionStore, issued: Issued, make_session: Callable[..., Session], lock: bool
) -> None:
    store.begin(make_session())
    if lock:
        store.lock()
    source, other = ScriptedSource(issued()), ScriptedSource(issued(), "other")
    logout(store, [other, source])
    assert source.revoked == [(CID, TOKEN)] and other.revoked == []
    with pytest.raises(NotLoggedIn):
        store.current()
    logout(store, [source])
    assert len(source.revoked) == 1


def test_logout_needs_no_network(store: SessionStore, make_session: Callable[..., Session]) -> None:
    store.begin(make_session())
    logout(store, [ScriptedSource(SourceUnavailable(reason="connect"))])
    with pytest.raises(NotLoggedIn):
        store.current()
