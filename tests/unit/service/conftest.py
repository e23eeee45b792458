"""A real App (vault, store, audit, policy) on a board whose card events the test itself fires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sitthi.card.dates import CardDate
from sitthi.card.monitor import CardInserted, CardTakenOut, Event, FirstLookDone, ReadersChanged, ServiceChanged
from sitthi.card.text import Name
from sitthi.card.thai_id import Identity
from sitthi.service import app as app_module
from sitthi.service import board
from sitthi.service.app import App
from sitthi.session.store import utc_now
from sitthi.session.token import Session
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.state import Sandbox
from unit.service.nhso import Nhso

OFFICER, SECOND, PATIENT = "1101500000008", "3149900123453", "1100800447899"
POLICY = """
[issuer]
url = "http://127.0.0.1:9/issuer"
[[site]]
name = "x"
match = ["https://his.example/*"]
fill = ["operator_cid", "token", "patient_cid", "patient_first_name"]
"""


def person(cid: str) -> Identity:
    name = Name("", cid[:3], "", "")
    return Identity(cid, name, name, CardDate(None, None, None), "unknown")


class FakeMonitor:
    def __init__(self, listener: Callable[[Event], None]) -> None:
        self.tell = listener

    def start(self) -> None:
        self.tell(ServiceChanged(True))
        self.tell(ReadersChanged(("one", "two")))
        self.tell(FirstLookDone())

    def stop(self) -> None:
        return None


class Counter:
    """The app, who is in which reader, and what was notified."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.policy_file = folder, folder / "policy.toml"
        self.policy_file.write_text(POLICY)
        for name, value in (("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "run")):
            (folder / value).mkdir(mode=0o700, exist_ok=True)
            monkeypatch.setenv(name, str(folder / value))
        monkeypatch.setenv("SITTHI_POLICY", str(self.policy_file))
        self.in_reader: dict[str, Identity | Exception] = {}
        self.notified: list[tuple[str, dict[str, Any]]] = []
        self._insertion = 0
        monkeypatch.setattr(app_module, "_identity_in", self._read)
        monkeypatch.setattr(
            app_module, "CardBoard", lambda read, change: board.CardBoard(self._read, change, FakeMonitor)
        )
        self.apps: list[App] = []

    def start(self, *, watching: bool = False) -> App:
        app = App(lambda method, params: self.notified.append((method, params)), watching=watching)
        self.apps.append(app)
        return app

    def insert(self, app: App, cid: str, reader: str = "one") -> None:
        self.in_reader[reader] = person(cid)
        self._insertion += 1
        app.board._monitor.tell(CardInserted(reader, b"", self._insertion))
        app.board.wait_started()

    def remove(self, app: App, reader: str = "one") -> None:
        self.in_reader.pop(reader, None)
        app.board._monitor.tell(CardTakenOut(reader))

    def log_in(self, app: App, cid: str = OFFICER, token: str = "a" * 16) -> Session:
        now = utc_now()
        session = Session(cid, "n", "n", token, "uc", "issuer", now, now + timedelta(hours=1), now)
        app.store.begin(session)
        return session

    def _read(self, reader: str) -> Identity:
        found = self.in_reader[reader]
        if isinstance(found, Exception):
            raise found
        return replace(found)


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    counter = Counter(tmp_path, monkeypatch)
    yield counter
    for app in counter.apps:
        app.close()


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, str]]:
    sandbox = open_sandbox(tmp_path_factory.mktemp("nhso") / "nhso.db")
    with nhso_server(sandbox) as server:
        yield sandbox, server.url


@pytest.fixture
def nhso(_running: tuple[Sandbox, str], counter: Counter) -> Nhso:
    sandbox, url = _running
    sandbox.reset()
    return Nhso(sandbox, url, counter, OFFICER)
