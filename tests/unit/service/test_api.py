"""`api.call`: one gate for all ways out, an entry in the audit for each call, nothing by a session that has gone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sitthi.api_methods import API_METHODS
from sitthi.errors import NotLoggedIn, RevealForbidden, RoleNotAllowed, SessionLocked, SitthiError
from sitthi.errors_api import ApiFrameRefused, ApiNotAllowed, ApiPressRequired, RateLimited
from sitthi.messaging.messages import METHODS
from sitthi.service.actions import api, rights
from sitthi.service.app import App
from sitthi.service.gate import Asker, Call, Fields, Reveal, may_release
from sitthi.service.rate import LIMITS
from unit.service.conftest import OFFICER, PATIENT, SECOND, Counter, person

HIS = {"origin": "https://his.example", "url": "https://his.example/x", "top_frame": True, "gesture": True}
LISTED = 'api = ["status", "login", "operator", "token", "read_patient", "rights"]\n'
TOKEN = "CANARYTOKEN12345"


@pytest.fixture
def app(counter: Counter) -> App:
    counter.policy_file.write_text(counter.policy_file.read_text() + LISTED)
    return counter.start()


def ask(app: App, method: str, **changes: Any) -> dict[str, Any]:
    answer = app.call("api.call", {**HIS, "method": method, **changes})
    assert METHODS["api.call"].result.fault(answer, "") is None
    assert list(answer) == [method]
    return answer[method]  # type: ignore[return-value]


def refused(app: App, error: type[SitthiError], method: str, **changes: Any) -> None:
    with pytest.raises(error):
        ask(app, method, **changes)


def audited(app: App) -> list[tuple[str, str, str]]:
    events = [(str(e["action"]), str(e["origin"]), str(e["outcome"])) for e in app.audit.events()]
    return list(reversed(events))


def test_status_says_who_nobody_is(app: App, counter: Counter) -> None:
    counter.insert(app, PATIENT)
    assert ask(app, "status") == {"session": "none", "expires_at": None, "patient": False, "login": False}
    counter.log_in(app, token=TOKEN)
    found = ask(app, "status")
    assert (found["session"], found["patient"]) == ("active", True)
    assert not {OFFICER, PATIENT, TOKEN}.intersection(map(str, found.values()))
    app.store.lock()
    assert ask(app, "status")["session"] == "locked"


def test_operator_and_token_of_the_session(app: App, counter: Counter) -> None:
    session = counter.log_in(app, token=TOKEN)
    assert ask(app, "operator")["cid"] == OFFICER
    assert ask(app, "token") == {"token": TOKEN, "kind": "uc", "expires_at": session.expires_at.isoformat()}


@pytest.mark.parametrize("method", ["operator", "token", "read_patient", "rights"])
def test_nothing_of_anybody_without_an_open_session(app: App, counter: Counter, method: str) -> None:
    counter.insert(app, PATIENT)
    refused(app, NotLoggedIn, method)
    counter.log_in(app)
    app.store.lock()
    refused(app, SessionLocked, method)


def test_each_call_is_audited_with_origin_and_outcome_and_without_what_was_given(app: App, counter: Counter) -> None:
    counter.log_in(app, token=TOKEN)
    ask(app, "token")
    refused(app, ApiPressRequired, "token", gesture=False)
    refused(app, ApiFrameRefused, "operator", top_frame=False)
    refused(app, SitthiError, "rights", cid="1234567890123")
    origin = HIS["origin"]
    assert audited(app) == [
        ("api_token", origin, "ok"),
        ("api_token", origin, "api_press_required"),
        ("api_operator", origin, "api_frame_refused"),
        ("api_rights", origin, "invalid_cid"),
    ]
    events = app.audit.events()
    assert events[-1]["who_masked"]
    assert TOKEN not in str(events)
    assert "1234567890123" not in str(events)


def test_what_cannot_be_audited_is_not_given(app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.log_in(app, token=TOKEN)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(app.audit, "record", full)
    with pytest.raises(OSError, match="no space"):
        ask(app, "token")


def test_a_status_that_is_asked_again_and_again_is_written_down_once(app: App) -> None:
    for _ in range(5):
        ask(app, "status", gesture=False)
    assert audited(app) == [("api_status", HIS["origin"], "ok")]


def test_a_page_in_a_loop_is_stopped_before_anything_is_done(app: App, counter: Counter) -> None:
    counter.log_in(app)
    most = LIMITS["token"][0]
    for _ in range(most):
        ask(app, "token")
    for _ in range(5):
        refused(app, RateLimited, "token")
    assert audited(app)[most:] == [("api_token", HIS["origin"], "rate_limited")]


def test_calls_that_are_refused_count_as_well(app: App) -> None:
    for _ in range(LIMITS["token"][0]):
        refused(app, ApiPressRequired, "token", gesture=False)
    refused(app, RateLimited, "token")


def test_a_method_that_is_not_listed(counter: Counter) -> None:
    app = counter.start()
    counter.log_in(app, token=TOKEN)
    for method in API_METHODS:
        refused(app, ApiNotAllowed, method)


def card_of(cid: str) -> Any:
    identity = person(cid)
    message = {"cid": cid, "laser_id": "JT0000000000", "chip_id": "ABCD"}
    return SimpleNamespace(cid=identity.cid, to_message=lambda: message)


def test_what_identifies_the_card_itself_stays_here(
    app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.log_in(app)
    counter.insert(app, PATIENT)
    monkeypatch.setattr(api, "read", lambda *_, **__: card_of(PATIENT))
    answer = app.call("api.call", {**HIS, "method": "read_patient"})
    assert answer == {"read_patient": {"cid": PATIENT}}


@pytest.mark.parametrize(
    ("happens", "error"),
    [
        (lambda counter, app: app.store.end("logout"), NotLoggedIn),
        (lambda counter, app: app.store.lock(), SessionLocked),
        (lambda counter, app: counter.log_in(app, SECOND, "b" * 16), NotLoggedIn),
        (lambda counter, app: forbid(counter, app), ApiNotAllowed),
    ],
    ids=["logout", "lock", "another person", "policy"],
)
def test_what_ends_while_the_card_is_read_is_not_given(
    app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch, happens: Any, error: type[SitthiError]
) -> None:
    counter.log_in(app)
    counter.insert(app, PATIENT)

    def read(*_: object, **__: object) -> Any:
        happens(counter, app)
        return card_of(PATIENT)

    monkeypatch.setattr(api, "read", read)
    refused(app, error, "read_patient")


def forbid(counter: Counter, app: App) -> None:
    counter.policy_file.write_text(counter.policy_file.read_text().replace(LISTED, ""))
    app.reload_policy()


def test_a_page_that_asks_by_itself_keeps_no_session_awake(
    app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.log_in(app)
    touched: list[bool] = []
    monkeypatch.setattr(app.store, "touch", lambda: touched.append(True))
    asked = SimpleNamespace(look_up=lambda _cid: SimpleNamespace(to_message=dict))
    monkeypatch.setattr(rights, "rights_service", lambda *_: asked)
    app.call("api.call", {**HIS, "method": "rights", "cid": PATIENT, "gesture": False})
    assert touched == []
    app.call("api.call", {**HIS, "method": "rights", "cid": PATIENT})
    assert touched == [True]


def test_a_login_is_shown_with_the_origin_of_the_page(
    app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(api.login, "run", lambda app, params: asked.append(params) or counter.log_in(app))
    assert ask(app, "login")["session"] == "active"
    assert asked == [{"origin": HIS["origin"]}]
    refused(app, ApiPressRequired, "login", gesture=False)
    assert len(asked) == 1


def test_one_gate_for_fields_calls_and_the_popup(app: App, counter: Counter) -> None:
    page = Asker.of(HIS)
    may_release(app.policy, Fields(("token",)), page)
    may_release(app.policy, Call("token"), page)
    may_release(app.policy, Reveal())
    with pytest.raises(RoleNotAllowed):
        may_release(app.policy, Fields(("patient_sex",)), page)
    with pytest.raises(TypeError):
        may_release(app.policy, Call("token"))
    counter.policy_file.write_text("[host]\nallow_reveal = false\n")
    app.reload_policy()
    with pytest.raises(RevealForbidden):
        may_release(app.policy, Reveal())


def test_every_method_of_the_api_has_an_answer() -> None:
    assert {*api._WITH_SESSION, *api._WITHOUT} == set(API_METHODS) == set(LIMITS)
