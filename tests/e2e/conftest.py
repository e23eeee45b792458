"""The whole product in a real browser on a private desktop: real host, real pcscd, real PIN window."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from sitthi_sandbox.browser import ExtensionBrowser
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.extension_browser import shown_browser


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    with Desktop() as desktop:
        yield desktop


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def world(tmp_path: Path, desktop: Desktop) -> Iterator[World]:
    with World(tmp_path, desktop) as world:
        yield world


@pytest.fixture
def chromium(world: World, playwright_driver: Playwright) -> Iterator[ExtensionBrowser]:
    profile = world.folder / "profile"
    world.register(profile)
    with shown_browser(playwright_driver, profile, world.env) as browser:
        yield browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A picture of the desktop as it was when a test failed, in build/failures."""
    report = yield
    desktop = getattr(item, "funcargs", {}).get("desktop")
    if report.when == "call" and report.failed and desktop is not None:
        desktop.picture(Path("build") / "failures" / f"{item.name}.png")
    return report
