"""A browser with the extension and a host that says what the test wants; a web server for the sample pages."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fill_steps import outcome
from host_control import HostControl
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright
from writing import Desk

from support.extension_browser import ExtensionBrowser, extension_browser, plain_browser, register_host
from support.firefox.browser import FirefoxBrowser

FAKE_HOST = Path(__file__).parents[2] / "support" / "fake_host.py"
PAGES = Path(__file__).parent / "pages"


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


@pytest.fixture
def lasting_access(browser: ExtensionBrowser) -> Iterator[None]:
    """Access to the next page too, for tests that go there. In Chromium a press gives it for the whole origin; in
    Firefox for one document only, so there the person has given it for good.
    """
    pages = ["http://127.0.0.1/*"]
    if isinstance(browser, FirefoxBrowser):
        browser.set_lasting_access(pages, given=True)
    yield
    if isinstance(browser, FirefoxBrowser):
        browser.set_lasting_access(pages, given=False)


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


@pytest.fixture(scope="module")
def _plain_page(playwright_driver: Playwright) -> Iterator[Page]:
    with plain_browser(playwright_driver) as browser:
        yield browser.new_page()


@pytest.fixture
def desk(_plain_page: Page, pages_url: str) -> Desk:
    """A page without the extension, in which the filler alone is run."""
    return Desk(_plain_page, pages_url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What extension and host knew when a test failed: most tests wait for what they expect, and only say that it did
    not come."""
    report = yield
    used = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed:
        browsers = [each for each in used.values() if isinstance(each, ExtensionBrowser)]
        hosts = [each for each in used.values() if isinstance(each, HostControl)]
        report.sections.append(("extension and host", "\n".join([*map(_knowledge, browsers), *map(_asked, hosts)])))
    return report


def _knowledge(browser: ExtensionBrowser) -> str:
    try:
        pages = [f"page: {page.url}" for page in browser.context.pages]
        return "\n".join([f"last outcome: {json.dumps(outcome(browser))}", *pages])
    except PlaywrightError as reason:
        return f"not to be had: {reason.message}"


def _asked(host: HostControl) -> str:
    return f"asked of the host:\n{host.log()}"
