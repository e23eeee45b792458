"""Firefox ESR on the private desktop, whichever browser the other tests run in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from sitthi_sandbox.world import World
from support.firefox.browser import FirefoxBrowser, firefox_browser


@pytest.fixture
def firefox(world: World, playwright_driver: Playwright) -> Iterator[FirefoxBrowser]:
    profile = world.folder / "profile"
    world.register(profile)
    with firefox_browser(playwright_driver, profile, world.env, shown=True) as browser:
        yield browser
