"""A real sample HIS in front of a real NHSO sandbox, both on free ports."""

from collections.abc import Iterator

import pytest
import requests

from sitthi_sandbox.his.app import create_app
from sitthi_sandbox.his.web import His
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.loopback import LoopbackServer
from unit.sandbox_his.browser import Browser
from unit.sandbox_nhso.nhso_client import Client


@pytest.fixture(scope="session")
def _servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    db = tmp_path_factory.mktemp("his") / "nhso.db"
    with (
        nhso_server(open_sandbox(db)) as nhso_running,
        LoopbackServer(create_app(His(nhso_running.url))) as his_running,
    ):
        yield nhso_running.url, his_running.url


@pytest.fixture
def nhso(_servers: tuple[str, str]) -> Client:
    """The sandbox behind the HIS, in its starting state."""
    client = Client(_servers[0])
    client.control("reset")
    return client


@pytest.fixture
def browser(_servers: tuple[str, str], nhso: Client) -> Browser:
    """A browser without cookies; what the forms got before is forgotten."""
    requests.delete(f"{_servers[1]}/api/last", timeout=5)
    return Browser(_servers[1])
