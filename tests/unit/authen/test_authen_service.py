"""`authen.types`, `authen.claim` and the role `claim_code` in the service: whose code, for how long, and the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

from sitthi.card.monitor import CardInserted
from sitthi.errors import SitthiError
from sitthi.service.actions import card_read
from sitthi_sandbox.agent.app import agent_server
from sitthi_sandbox.agent.desk import AgentDesk
from unit.service.conftest import OFFICER, PATIENT, Counter

GENERAL = "PG0060001"
ELDER = "3100101000018"
PAGE = {"origin": "https://his.example", "url": "https://his.example/x", "top_frame": True, "gesture": True}
POLICY = """
[session]
lock_on_removal = false
[authen]
on = true
address = "{url}"
timeout_seconds = 5
{more}
[[site]]
name = "his"
match = ["https://his.example/*"]
fill = ["patient_cid", "claim_code"]
"""


class Desk:
    """The counter's app with the agent's double beside it; both look into the same reader until a test parts them."""

    def __init__(self, counter: Counter, double: AgentDesk, url: str) -> None:
        self.counter, self.double, self._url = counter, double, url
        double.card = self._card
        self.write()
        self.app = counter.start()
        self.session = counter.log_in(self.app)

    def write(self, more: str = "", on: bool = True) -> None:
        text = POLICY.format(url=self._url, more=more)
        self.counter.policy_file.write_text(text if on else text.replace("on = true", "on = false"))

    def insert(self, cid: str = PATIENT) -> None:
        self.counter.insert(self.app, cid)

    def call(self, method: str, **params: object) -> Any:
        return self.app.call(method, params)

    def claim(self, **params: object) -> Any:
        return self.call("authen.claim", claim_type=GENERAL, **params)["code"]

    def fill(self, *roles: str) -> Any:
        return self.call("fill.values", roles=list(roles), **PAGE)["values"]

    def refused(self, ask: Callable[[], object]) -> str:
        with pytest.raises(SitthiError) as caught:
            ask()
        return caught.value.name

    def audited(self) -> list[tuple[object, object]]:
        found = [each for each in self.app.audit.events() if str(each["action"]).startswith("authen")]
        return [(each["action"], each["outcome"]) for each in reversed(found)]

    def _card(self) -> str | None:
        found = self.counter.in_reader.get("one")
        return found.cid if found is not None and not isinstance(found, Exception) else None


@pytest.fixture
def desk(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    class Connection:
        def __init__(self, reader: str) -> None:
            self._reader = reader

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def read(self, operation: object) -> Any:
            return counter._read(self._reader)

    monkeypatch.setattr(card_read, "open_card", Connection)
    double = AgentDesk()
    with agent_server(double) as server:
        yield Desk(counter, double, f"{server.url}/")


def test_types_claim_and_fill(desk: Desk) -> None:
    desk.insert()
    found = desk.call("authen.types")
    assert found["cid_masked"] == "1-1008-xxxxx-xx-x"
    assert [each["code"] for each in found["types"]] == [GENERAL, "PG0110001", "PG0120001", "PG0130001"]
    assert (found["default_type"], found["code"]) == (GENERAL, None)
    assert desk.call("status")["authen"] == {"on": True, "code": False}
    assert desk.refused(lambda: desk.fill("claim_code")) == "authen_code_missing"
    code = desk.claim(mobile="081-234-5678", hn="12/69")
    assert code["existing"] is False
    assert desk.fill("patient_cid", "claim_code") == {"patient_cid": PATIENT, "claim_code": code["code"]}
    assert desk.call("authen.types")["code"] == code
    assert desk.call("status")["authen"] == {"on": True, "code": True}
    (asked,) = desk.double.confirmed
    assert (asked["mobile"], asked["hn"]) == ("0812345678", "12/69")


def test_the_second_time_today_it_is_the_same_code(desk: Desk) -> None:
    desk.insert()
    first = desk.claim()
    again = desk.claim()
    assert (again["code"], again["existing"]) == (first["code"], True)
    desk.double.clock.advance(24 * 3600)
    assert desk.claim()["code"] != first["code"]
    desk.double.forgetful = True
    assert desk.refused(desk.claim) == "authen_no_code"
    assert desk.audited() == [
        ("authen.claim_asked", "asked"), ("authen.claim", "made"), ("authen.claim_asked", "asked"),
        ("authen.claim", "found"), ("authen.claim_asked", "asked"), ("authen.claim", "made"),
        ("authen.claim_asked", "asked"), ("authen.claim", "authen_no_code"),
    ]  # fmt: skip


def test_the_audit_knows_the_operator_and_neither_patient_nor_code(desk: Desk) -> None:
    desk.insert()
    code = desk.claim(mobile="0812345678")["code"]
    desk.double.card = lambda: ELDER
    assert desk.refused(desk.claim) == "authen_other_person"
    events = desk.app.audit.events()
    assert {each["who_masked"] for each in events} == {"1-1015-xxxxx-xx-x"}
    for secret in (PATIENT, ELDER, code, "0812345678", desk.session.token):
        assert secret not in repr(events)


def test_an_audit_that_cannot_be_written_stops_the_claim(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.insert()

    def full(*args: object, **named: object) -> None:
        raise OSError

    monkeypatch.setattr(desk.app.audit, "record", full)
    with pytest.raises(OSError):
        desk.claim()
    assert desk.double.confirmed == []


@pytest.mark.parametrize(
    ("happens", "name"),
    [
        (lambda desk: desk.counter.remove(desk.app), "no_card"),
        (lambda desk: desk.app.store.lock(), "session_locked"),
        (lambda desk: desk.app.store.end("logout"), "not_logged_in"),
        (lambda desk: (desk.write(on=False), desk.app.reload_policy()), "authen_off"),
        (lambda desk: (desk.counter.remove(desk.app), desk.insert()), "authen_code_missing"),
        (lambda desk: desk.app.board._monitor.tell(CardInserted("one", b"", 99)), "authen_code_missing"),
        (lambda desk: (desk.counter.remove(desk.app), desk.insert(ELDER)), "authen_code_missing"),
        (lambda desk: desk.counter.log_in(desk.app, OFFICER, "b" * 16), "authen_code_missing"),
    ],
    ids=["card out", "locked", "logged out", "switched off", "card again", "reset unseen", "next patient", "new login"],
)
def test_the_code_goes_with_the_card_and_the_session(desk: Desk, happens: Callable[[Desk], object], name: str) -> None:
    desk.insert()
    desk.claim()
    desk.fill("claim_code")
    happens(desk)
    assert desk.refused(lambda: desk.fill("claim_code")) == name


def test_lock_and_removal_clear_the_memory_itself(desk: Desk) -> None:
    desk.insert()
    desk.claim()
    desk.app.store.lock()
    desk.app.session_changed()
    assert desk.app.visit._code is None
    desk.counter.log_in(desk.app)
    desk.claim()
    desk.counter.remove(desk.app)
    assert desk.app.visit._code is None
    assert desk.app.visit._stay is None


@pytest.mark.parametrize(
    ("happens", "name"),
    [
        (lambda desk: desk.counter.remove(desk.app), "card_removed"),
        (lambda desk: (desk.counter.remove(desk.app), desk.insert(ELDER)), "card_removed"),
        (lambda desk: desk.app.store.lock(), "session_locked"),
        (lambda desk: desk.counter.log_in(desk.app, OFFICER, "b" * 16), "not_logged_in"),
        (lambda desk: (desk.write(on=False), desk.app.reload_policy()), "authen_off"),
    ],
    ids=["card out", "next patient", "locked", "new login", "switched off"],
)
def test_what_changes_while_the_agent_works_keeps_the_code_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Desk], object], name: str
) -> None:
    desk.insert()
    confirm = desk.double.confirm

    def confirm_and(asked: dict[str, object]) -> dict[str, object]:
        answer = confirm(asked)
        happens(desk)
        return answer

    monkeypatch.setattr(desk.double, "confirm", confirm_and)
    assert desk.refused(desk.claim) == name
    assert not desk.app.visit.has_code(desk.session.id)
    assert desk.audited()[-1] == ("authen.claim", name)


def test_the_policys_types_are_the_only_ones(desk: Desk) -> None:
    desk.write('claim_types = ["PG0130001", "PG0010001"]')
    desk.app.reload_policy()
    desk.insert()
    found = desk.call("authen.types")
    assert [each["code"] for each in found["types"]] == ["PG0130001"]
    assert found["default_type"] is None
    for claim_type in (GENERAL, "PG0010001", "x"):
        assert desk.refused(lambda asked=claim_type: desk.call("authen.claim", claim_type=asked)) == (
            "authen_type_not_allowed"
        )
    assert desk.double.confirmed == []


def test_off_or_without_a_session_or_for_the_operator_nobody_is_asked(desk: Desk) -> None:
    desk.insert(OFFICER)
    assert desk.refused(desk.claim) == "no_patient_card"
    desk.app.store.lock()
    assert desk.refused(desk.claim) == "session_locked"
    desk.app.store.end("logout")
    assert desk.refused(lambda: desk.call("authen.types")) == "not_logged_in"
    desk.write(on=False)
    desk.app.reload_policy()
    assert desk.refused(lambda: desk.call("authen.types")) == "authen_off"
    assert desk.audited() == []


def test_wrong_input_is_refused_before_anything_is_sent(desk: Desk) -> None:
    desk.insert()
    for params in ({"mobile": "12345"}, {"hn": "a b"}):
        assert desk.refused(lambda asked=params: desk.claim(**asked)) == "authen_input_invalid"
    assert desk.double.confirmed == []
