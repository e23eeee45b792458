"""What must hold at the seams: swapped cards, sessions that end meanwhile, locks, broken files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from sitthi import paths
from sitthi.card.address import Address
from sitthi.card.monitor import CardInserted
from sitthi.errors import (
    CardBusy,
    CardChanged,
    NotLoggedIn,
    PinWrong,
    PolicyInvalid,
    SessionLocked,
    SeveralCards,
    VaultUnavailable,
)
from sitthi.service.actions import card_read, fill, login
from sitthi.service.app import App
from unit.service.conftest import OFFICER, PATIENT, SECOND, Counter, person

ASKED = {"origin": "https://his.example", "url": "https://his.example/x", "top_frame": True, "gesture": True}


def ask(app: App, *roles: str) -> dict[str, Any]:
    return app.call("fill.values", {**ASKED, "roles": list(roles)})["values"]  # type: ignore[return-value]


def reads(monkeypatch: pytest.MonkeyPatch, cid: str, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Whatever card is meant, this person's is read, after something else has happened."""

    def read(app: App, reader: str, photo: bool = False) -> Any:
        meanwhile()
        identity = person(cid)
        return SimpleNamespace(**{name: getattr(identity, name) for name in identity.__slots__}, address=Address())

    monkeypatch.setattr(fill, "read", read)


def test_a_swapped_card_fills_nothing(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    app = counter.start()
    counter.log_in(app)
    counter.insert(app, PATIENT)
    reads(monkeypatch, PATIENT)
    assert ask(app, "patient_first_name") == {"patient_first_name": PATIENT[:3]}
    reads(monkeypatch, OFFICER)
    with pytest.raises(CardChanged):
        ask(app, "patient_cid", "patient_first_name")


def test_patient_cid_alone_is_read_again(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    app = counter.start()
    counter.log_in(app)
    counter.insert(app, PATIENT)

    class Connection:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def read(self, operation: object) -> Any:
            return person(SECOND)

    monkeypatch.setattr(card_read, "open_card", lambda reader: Connection())
    with pytest.raises(CardChanged):
        ask(app, "patient_cid")


@pytest.mark.parametrize(
    ("happens", "error"),
    [
        (lambda counter, app: app.store.end("logout"), NotLoggedIn),
        (lambda counter, app: app.store.lock(), SessionLocked),
        (lambda counter, app: counter.log_in(app, SECOND, "b" * 16), NotLoggedIn),
    ],
    ids=["logout", "lock", "another person"],
)
def test_a_session_that_ends_while_the_card_is_read_releases_nothing(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, happens: Any, error: type[Exception]
) -> None:
    app = counter.start()
    counter.log_in(app)
    counter.insert(app, PATIENT)
    reads(monkeypatch, PATIENT, lambda: happens(counter, app))
    with pytest.raises(error):
        ask(app, "token", "patient_first_name")


def test_a_policy_that_is_broken_from_the_start_allows_nothing(counter: Counter) -> None:
    app = counter.start()
    counter.log_in(app)
    counter.policy_file.write_text("x = = 1")
    broken = counter.start()
    for method in ("session.reveal", "fill.values", "rights.check", "card.read", "session.login"):
        with pytest.raises(PolicyInvalid):
            broken.call(method, {**ASKED, "roles": ["token"]})
    assert broken.call("status", {})["policy"]["ok"] is False  # type: ignore[index]
    counter.policy_file.write_text("[host]\nlanguage = 'th'\n")
    broken.reload_policy()
    assert broken.call("session.reveal", {}) == {"token": "a" * 16}


def test_a_host_that_starts_with_the_operators_card_gone_locks(counter: Counter) -> None:
    counter.log_in(counter.start())
    later = counter.start()
    later.lock_if_operator_left()
    session = later.store.peek()
    assert session
    assert session.locked


def test_an_unread_card_counts_as_the_operators_and_its_removal_locks(counter: Counter) -> None:
    app = counter.start()
    counter.log_in(app)
    counter.in_reader["one"] = CardBusy()
    app.board._monitor.tell(CardInserted("one", b"", 99))  # type: ignore[attr-defined]
    app.board.wait_started()
    app.lock_if_operator_left()
    assert not app.store.peek().locked  # type: ignore[union-attr]
    counter.remove(app)
    app.lock_if_operator_left()
    assert app.store.peek().locked  # type: ignore[union-attr]


def test_a_busy_card_is_read_again_by_itself(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitthi.service.board._AGAIN_AFTER", (0.02, 0.02, 0.02))
    app = counter.start()
    counter.in_reader["one"] = CardBusy()
    app.board._monitor.tell(CardInserted("one", b"", 99))  # type: ignore[attr-defined]
    app.board.wait_started()
    with pytest.raises(CardBusy):
        app.board.pick()
    counter.in_reader["one"] = person(PATIENT)
    with app.board._changed:
        assert app.board._changed.wait_for(lambda: app.board._slots["one"].identity is not None, 5)
    assert app.board.pick().identity.cid == PATIENT


def test_between_two_people_nobody_is_guessed(counter: Counter) -> None:
    app = counter.start()
    counter.insert(app, OFFICER, "one")
    counter.insert(app, PATIENT, "two")
    with pytest.raises(SeveralCards):
        app.board.pick()
    assert app.board.pick("two").identity.cid == PATIENT
    assert app.board.pick(prefer=OFFICER).identity.cid == OFFICER
    assert app.board.pick(avoid=OFFICER).identity.cid == PATIENT
    counter.log_in(app)
    assert login._expected(app) == OFFICER
    app.store.end("logout")
    assert login._expected(app) == OFFICER  # the one person who has logged in here before


def test_removal_is_told_and_locked_even_when_the_vault_is_busy(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = counter.start(watching=True)
    counter.log_in(app)
    counter.insert(app, OFFICER)
    lock, tries = app.store.lock, []

    def busy_at_first() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise VaultUnavailable(reason="locked")
        lock()

    monkeypatch.setattr(app.store, "lock", busy_at_first)
    counter.remove(app)
    assert ("card.removed", {"reader": "one"}) in counter.notified
    for _ in range(100):
        if app.store.peek().locked:  # type: ignore[union-attr]
            break
        app._watch.look_now()
        app._watch._thread.join(0.05)
    assert app.store.peek().locked  # type: ignore[union-attr]


def test_the_watch_survives_a_folder_that_is_closed_for_a_moment(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = counter.start(watching=True)
    real, calls = paths.policy_files, []

    def closed_once() -> list[Path]:
        calls.append(1)
        if len(calls) == 1:
            raise PermissionError
        return real()

    monkeypatch.setattr(paths, "policy_files", closed_once)
    while len(calls) < 3:
        app._watch.look_now()
        app._watch._thread.join(0.02)
    assert app._watch._thread.is_alive()


def test_the_pin_result_is_told_even_when_the_audit_breaks(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    app = counter.start()
    counter.insert(app, OFFICER)
    reads(monkeypatch, OFFICER)
    identity = person(OFFICER)
    monkeypatch.setattr(
        login,
        "read",
        lambda *_: SimpleNamespace(cid=OFFICER, name_th=identity.name_th, name_en=identity.name_en, chip_id=None),
    )

    def wrong_and_disk_full(request: object) -> None:
        monkeypatch.setattr(app.audit, "record", _no_space)
        raise PinWrong(attempts_left=2)

    with pytest.raises(PinWrong):
        login.with_verification(app, None, "", wrong_and_disk_full)
    assert app.login_running is False


def test_a_login_that_cannot_be_audited_asks_for_no_pin(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    app = counter.start()
    counter.insert(app, OFFICER)
    identity = person(OFFICER)
    monkeypatch.setattr(login, "read", lambda *_: SimpleNamespace(cid=OFFICER, name_th=identity.name_th))
    monkeypatch.setattr(app.audit, "record", _no_space)
    with pytest.raises(OSError, match="no space"):
        login.with_verification(app, None, "", lambda request: pytest.fail("the PIN was asked"))


def test_a_corrupt_audit_is_set_aside_and_goes_on(counter: Counter) -> None:
    app = counter.start()
    app.audit.record("a", outcome="ok")
    (paths.state_dir() / "audit.db").write_bytes(b"rubbish" * 1000)
    for leftover in paths.state_dir().glob("audit.db-*"):
        leftover.unlink()
    app.audit.record("b", outcome="ok")
    assert [event["action"] for event in app.audit.events()] == ["b"]
    assert len(list(paths.state_dir().glob("audit.corrupt-*"))) == 1


def _no_space(*_: object, **__: object) -> None:
    raise OSError("no space")
