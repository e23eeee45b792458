"""The warning of a running host: to its browser, once each, without a secret; and what `status` says of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sitthi.messaging.messages import METHODS, NOTIFICATIONS
from sitthi.service.expiry_warning import ExpiryWarning
from sitthi.session.store import utc_now
from sitthi.session.token import Session
from unit.service.conftest import OFFICER, SECOND, Counter

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SESSION = Session(OFFICER, "n", "n", "a" * 16, "uc", "issuer", NOW, NOW + timedelta(hours=1), NOW)


class Heard(list[dict[str, Any]]):
    def notify(self, method: str, params: dict[str, Any]) -> None:
        assert NOTIFICATIONS[method][1].fault(params, "") is None
        self.append(params)


def test_thirty_and_five_minutes_before_each_once() -> None:
    heard = Heard()
    warning = ExpiryWarning(heard.notify)
    for second in range(3600):
        warning.look(SESSION, NOW + timedelta(seconds=second))
    warning.look(None, NOW + timedelta(hours=1))
    assert [(each["threshold"], each["minutes"]) for each in heard] == [(30, 30), (5, 5)]
    assert {each["expires_at"] for each in heard} == {"2026-03-02T10:00:00+07:00"}


def test_a_host_that_starts_late_says_what_is_left() -> None:
    heard = Heard()
    ExpiryWarning(heard.notify).look(SESSION, NOW + timedelta(minutes=48, seconds=30))
    late = ExpiryWarning(heard.notify)
    for _ in range(3):
        late.look(SESSION, NOW + timedelta(minutes=57, seconds=59))
    assert [(each["threshold"], each["minutes"]) for each in heard] == [(30, 12), (5, 3)]


def test_a_new_login_is_warned_of_anew() -> None:
    heard = Heard()
    warning = ExpiryWarning(heard.notify)
    warning.look(SESSION, NOW + timedelta(minutes=40))
    warning.look(replace(SESSION, cid=SECOND, id="another"), NOW + timedelta(minutes=41))
    assert [each["minutes"] for each in heard] == [20, 19]


def test_a_running_host_warns_by_itself(counter: Counter) -> None:
    app = counter.start(watching=True)
    session = counter.log_in(app)
    app.store.end("logout")
    app.store.begin(replace(session, id="soon over", expires_at=utc_now() + timedelta(minutes=4)))
    for _ in range(100):
        if any(method == "session.warning" for method, _ in counter.notified):
            break
        app._watch.look_now()
        app._watch._thread.join(0.05)
    (warned,) = [params for method, params in counter.notified if method == "session.warning"]
    assert (warned["kind"], warned["threshold"], warned["minutes"]) == ("expires_soon", 5, 4)


@pytest.mark.parametrize(("hours", "wrong"), [(7, True), (0, False)])
def test_status_tells_of_a_wrong_clock(counter: Counter, hours: int, wrong: bool) -> None:
    app = counter.start()
    app.store.hear_time(utc_now() + timedelta(hours=hours))
    status = app.call("status", {})
    assert METHODS["status"].result.fault(status, "") is None
    clock: Any = status["clock"]
    assert (abs(clock["offset_seconds"] - hours * 3600) <= 1, clock["wrong"]) == (True, wrong)


def test_an_operator_follows_another_without_a_trace_of_the_first(counter: Counter) -> None:
    """Two people at one counter, switching by card: each own session, own days, own audit name."""
    app, other_browser = counter.start(), counter.start()
    counter.log_in(app, OFFICER, "a" * 16)
    counter.log_in(other_browser, SECOND, "b" * 16)
    for each in (app, other_browser):
        assert each.store.current().token == "b" * 16
        shown = repr(each.call("status", {}))
        assert OFFICER not in shown and "aa••" not in shown and "1-1015" not in shown
    assert (counter.folder / "state/sitthi/vault.bin").stat().st_size < 2000
    app.store.end("logout")
    assert app.call("status", {})["inactivity"] is None  # nobody is logged in and no card is in: nobody's days
    counter.insert(app, OFFICER)
    assert app.call("status", {})["inactivity"] is not None
    counter.remove(app)
    counter.insert(app, "1234567890121")
    assert app.call("status", {})["inactivity"] is None
