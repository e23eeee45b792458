"""One browser for all framework pages, and the sample HIS that serves them and receives what they send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from e2e.frameworks.his_client import HisClient
from sitthi_sandbox.his.app import create_app
from sitthi_sandbox.his.web import His
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.loopback import LoopbackServer
from sitthi_sandbox.nhso.seed import OFFICER
from support.extension_browser import plain_browser
from unit.sandbox_nhso.nhso_client import Client

BUILT = Path(__file__).parents[3] / "build" / "frameworks"
PATIENCE_MS = 5_000


@pytest.fixture(scope="session")
def _his(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HisClient]:
    assert BUILT.is_dir(), "the pages are not built: make build/frameworks"
    database = tmp_path_factory.mktemp("frameworks") / "nhso.db"
    with (
        nhso_server(open_sandbox(database)) as nhso,
        LoopbackServer(create_app(His(nhso.url), BUILT)) as running,
    ):
        yield HisClient(running.url, Client(nhso.url).login(OFFICER))


@pytest.fixture
def his(_his: HisClient) -> HisClient:
    """A HIS that nothing has been sent to yet."""
    _his.forget()
    return _his


@pytest.fixture(scope="session")
def _browser(playwright_driver: Playwright) -> Iterator[Browser]:
    with plain_browser(playwright_driver) as browser:
        yield browser


@pytest.fixture
def page(_browser: Browser) -> Iterator[Page]:
    """A new page without cookies; what its scripts throw fails the test."""
    context = _browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert thrown == []
