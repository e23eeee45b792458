"""`session.login` of the real service with sources in the policy's order: files, the typed token, and NHSO's answer."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitthi.errors import SourceTimeout, SourceTokenRefused, TokenRevoked
from sitthi.manual import client
from sitthi.manual.request import TokenRequest
from sitthi.service.actions import login as login_action
from sitthi.service.actions.login import with_verification
from sitthi.service.app import App
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.state import Sandbox
from unit.service.conftest import OFFICER, Counter, person

POLICY = """
[session]
sources = ["ucauth_file", "manual"]
[ucauth]
folders = ["{folder}"]
wait_seconds = 5
[manual]
test_query = true
[nhso]
endpoint = "{nhso}/ucwstokenp1/UCWSTokenP1"
"""


class Place:
    """A counter with UC Authentication's folder, NHSO's sandbox behind it, and a person at the Token ID window."""

    def __init__(self, counter: Counter, sandbox: Sandbox, nhso: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counter, self.sandbox = counter, sandbox
        self.folder = counter.folder / "UCAuthenticationMX"
        counter.policy_file.write_text(POLICY.format(folder=self.folder, nhso=nhso))
        self.typed: str | None = None
        self.asked: list[TokenRequest] = []
        officer = person(OFFICER)
        person_in = SimpleNamespace(cid=OFFICER, name_th=officer.name_th, name_en=officer.name_en, chip_id=None)
        monkeypatch.setattr(login_action, "read", lambda app, reader: person_in)
        monkeypatch.setattr(client, "ask_in_window", self._ask)
        monkeypatch.setattr("sitthi.manual.ask._in_a_terminal", lambda: False)

    def uc_authentication(self) -> str:
        """A PIN login in UC Authentication: NHSO issues a token, the program writes its file."""
        token = self.sandbox.registry.login(OFFICER, datetime.now(UTC)).token
        self.folder.mkdir(exist_ok=True)
        (self.folder / "nhso_token.txt").write_text(f"{OFFICER}#{token}")
        return token

    def log_in(self) -> App:
        app = self.counter.apps[-1] if self.counter.apps else self.counter.start()
        if not self.counter.in_reader:
            self.counter.insert(app, OFFICER)
        with_verification(app, None, "", lambda request: None)
        return app

    def _ask(self, request: TokenRequest) -> str:
        self.asked.append(request)
        if self.typed is None:
            raise SourceTimeout(source="manual", reason="window")
        return self.typed


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    sandbox = open_sandbox(tmp_path / "nhso.db")
    counter = Counter(tmp_path, monkeypatch)
    with nhso_server(sandbox) as server:
        yield Place(counter, sandbox, server.url, monkeypatch)
    for app in counter.apps:
        app.close()


def test_the_file_of_todays_login_in_uc_authentication_is_the_session(place: Place) -> None:
    token = place.uc_authentication()
    session = place.log_in().store.current()
    assert (session.token, session.source, session.cid) == (token, "ucauth_file", OFFICER)
    assert place.asked == []


def test_without_uc_authentication_the_person_is_asked_and_nhso_confirms(place: Place) -> None:
    place.typed = place.uc_authentication()
    (place.folder / "nhso_token.txt").unlink()
    place.folder.rmdir()
    session = place.log_in().store.current()
    assert (session.token, session.source) == (place.typed, "manual")
    assert OFFICER not in repr(place.asked) + place.asked[0].cid_masked


def test_a_mistyped_token_begins_nothing(place: Place) -> None:
    place.typed = "a" * 16
    with pytest.raises(SourceTokenRefused):
        place.log_in()
    assert place.counter.apps[0].store.peek() is None


def test_after_nhso_refused_the_files_token_it_is_not_used_again(place: Place) -> None:
    dead = place.uc_authentication()
    app = place.log_in()
    place.typed = place.sandbox.registry.login(OFFICER, datetime.now(UTC)).token  # a login on another computer
    with pytest.raises(TokenRevoked):
        app.call("rights.check", {"cid": OFFICER})
    session = place.log_in().store.current()
    assert session.token == place.typed != dead
    assert session.source == "manual"


def test_nothing_secret_is_in_audit_or_notifications(place: Place) -> None:
    token = place.uc_authentication()
    place.log_in()
    audit = b"".join(path.read_bytes() for path in place.counter.folder.rglob("audit*"))
    assert audit
    assert token.encode() not in audit and OFFICER.encode() not in audit
    assert token not in repr(place.counter.notified)
