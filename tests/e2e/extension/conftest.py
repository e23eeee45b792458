"""A browser with the extension and a host that says what the test wants; a web server for the sample pages."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, sync_playwright
from states import sites, status

from support.extension_browser import ExtensionBrowser, extension_browser, register_host

FAKE_HOST = Path(__file__).parents[2] / "support" / "fake_host.py"
PAGES = Path(__file__).parent / "pages"


class HostControl:
    """What the fake host is told, and what it was asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = Path(f"{path}.log")
        self._read_from = 0
        self.reset()

    def reset(self) -> None:
        """No reader, no site, and nothing asked so far."""
        self._behaviour: dict[str, Any] = {"replies": {"status": status(), "sites.list": sites()}}
        self._read_from = self._log.stat().st_size if self._log.exists() else 0
        self.set()

    def set(self, notify: list[Any] | None = None, **changes: Any) -> None:
        """`replies` are merged into the earlier ones; anything else replaces what was there."""
        replies = {**self._behaviour["replies"], **changes.pop("replies", {})}
        self._behaviour = {**self._behaviour, **changes, "replies": replies}
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({**self._behaviour, "notify": notify or []}), "utf-8")
        os.replace(fresh, self._path)

    def change_status(self, now: dict[str, Any]) -> None:
        """The status of now, and a notification that makes the extension ask for it."""
        self.set(replies={"status": now}, notify=[["policy.changed", {"revision": now["sites_revision"]}]])

    def asked(self, method: str) -> list[dict[str, Any]]:
        log = self._log.read_bytes()[self._read_from :].decode() if self._log.exists() else ""
        return [entry["params"] for entry in map(json.loads, log.splitlines()) if entry["method"] == method]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


def _profile(folder: Path) -> Path:
    """A browser profile whose host is the fake one, told by `folder/behaviour.json`."""
    profile = folder / "profile"
    profile.mkdir()
    register_host(profile, [sys.executable, str(FAKE_HOST), str(folder / "behaviour.json")])
    return profile


@pytest.fixture
def own_host(tmp_path: Path) -> HostControl:
    """For tests about how the host starts: they open a browser of their own on `own_profile`."""
    return HostControl(tmp_path / "behaviour.json")


@pytest.fixture
def own_profile(tmp_path: Path, own_host: HostControl) -> Path:
    return _profile(tmp_path)


@pytest.fixture(scope="session")
def shared(
    tmp_path_factory: pytest.TempPathFactory, playwright_driver: Playwright
) -> Iterator[tuple[ExtensionBrowser, HostControl]]:
    folder = tmp_path_factory.mktemp("shared")
    control = HostControl(folder / "behaviour.json")
    with extension_browser(_profile(folder), playwright=playwright_driver) as running:
        yield running, control


@pytest.fixture
def host(shared: tuple[ExtensionBrowser, HostControl]) -> HostControl:
    browser, control = shared
    control.reset()
    browser.forget_everything()
    return control


@pytest.fixture
def browser(shared: tuple[ExtensionBrowser, HostControl], host: HostControl) -> ExtensionBrowser:
    """One browser for all tests; before each, nothing is open, stored or logged in."""
    return shared[0]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def pages_url() -> Iterator[str]:
    """`http://127.0.0.1:PORT`, the root of pages/."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(PAGES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@pytest.fixture
def page_url(pages_url: str) -> Callable[[str], str]:
    return lambda name: f"{pages_url}/{name}.html"
