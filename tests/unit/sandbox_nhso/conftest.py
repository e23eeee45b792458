"""Real sandbox servers on free ports."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from unit.sandbox_nhso.nhso_client import Client


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nhso_server(open_sandbox(tmp_path_factory.mktemp("nhso") / "nhso.db")) as server:
        yield server.url


@pytest.fixture
def nhso(_server: str) -> Client:
    """A sandbox in its starting state, at the real time."""
    client = Client(_server)
    client.control("reset")
    return client


@pytest.fixture
def nhso_with_key(tmp_path: Path) -> Iterator[Callable[[str], Client]]:
    """Starts a sandbox that asks workstations for a key."""
    with ExitStack() as running:

        def start(key: str) -> Client:
            server = running.enter_context(nhso_server(open_sandbox(tmp_path / "nhso.db", key)))
            return Client(server.url)

        yield start
