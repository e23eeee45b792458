"""What browsers are told while a login waits for its token: which source is being asked."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sitthi.errors import SourceNotHere, SourceUnavailable
from sitthi.service.actions import login
from sitthi.service.app import App
from sitthi.session.sources import CardHolder, IssuedToken
from unit.service.conftest import OFFICER, Counter, person


class Asked:
    """A source that notes what `status` says while it is asked."""

    def __init__(self, app: App, name: str, *, token: bool = False, failure: Exception | None = None) -> None:
        self.name, self._app, self._token = name, app, token
        self._failure = failure or SourceNotHere()
        self.seen: list[object] = []

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        self.seen.append(self._app.call("status", {})["login_source"])
        if not self._token:
            raise self._failure
        return IssuedToken("n" * 16, holder.cid, "uc", now)

    def revoke(self, cid: str, token: str) -> None: ...


@pytest.fixture
def app(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> App:
    app = counter.start()
    counter.insert(app, OFFICER)
    identity = person(OFFICER)
    card = SimpleNamespace(cid=OFFICER, name_th=identity.name_th, name_en=identity.name_en, chip_id=None)
    monkeypatch.setattr(login, "read", lambda *_: card)
    return app


def source_now(app: App) -> Any:
    return app.call("status", {})["login_source"]


def test_status_names_the_source_that_is_asked_and_none_before_and_after(
    app: App, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [Asked(app, "ucauth_file"), Asked(app, "manual", token=True)]
    monkeypatch.setattr(login, "make_sources", lambda policy: sources)
    told_at_pin: list[tuple[object, int]] = []
    login.with_verification(app, None, "", lambda request: told_at_pin.append((source_now(app), len(counter.notified))))
    assert [each.seen for each in sources] == [["ucauth_file"], ["manual"]]
    assert (told_at_pin[0][0], source_now(app)) == (None, None)
    # One for each source and one for the end: without them an open popup would not ask again.
    after_pin = counter.notified[told_at_pin[0][1] :]
    assert [method for method, _ in after_pin].count("session.changed") >= 3


def test_failed_login_leaves_no_source_behind(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "make_sources", lambda policy: [Asked(app, "issuer", failure=SourceUnavailable())])
    with pytest.raises(SourceUnavailable):
        login.with_verification(app, None, "", lambda request: None)
    assert source_now(app) is None
