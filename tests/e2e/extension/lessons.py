"""A person teaching a page: the popup or the options page, the pointer and the keyboard in the page, the result."""

from __future__ import annotations

import tomllib
from typing import Any

from playwright.sync_api import Locator, Page

from support.extension_browser import ORIGIN, ExtensionBrowser

_OPTIONS = f"{ORIGIN}/options/options.html"
OVERLAY = "[popover=manual]"


def open_options(browser: ExtensionBrowser, query: str = "") -> Page:
    """The options page, once somebody listens to what is pressed in it."""
    options = browser.open(_OPTIONS + query)
    options.wait_for_selector("main:not([inert])")
    return options


class Lesson:
    def __init__(self, browser: ExtensionBrowser, page: Page) -> None:
        """As by "teach" in the popup: a press on the toolbar button lets the extension at the page."""
        self.page = page
        tab = browser.tab_id(page)
        browser.press_toolbar_button(page)
        self.options = open_options(browser, f"?teach={tab}")
        self._tab = tab

    def start(self, purpose: str = "login") -> None:
        self.options.check(f"[name=purpose][value={purpose}]")
        self.options.click(f"[data-tab='{self._tab}']")
        self.wait_until_asked()

    def wait_until_asked(self) -> None:
        self.page.wait_for_selector(OVERLAY, state="attached")

    def click(self, field: str | Locator) -> None:
        """The pointer goes to the field and presses, whatever lies over it."""
        box = (self.page.locator(field) if isinstance(field, str) else field).bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait_until_over(self) -> None:
        self.page.wait_for_selector(OVERLAY, state="detached")

    def rows(self) -> dict[str, str]:
        """Role → selector."""
        self.options.wait_for_selector("#teach-toml")
        return {
            str(row.get_attribute("data-role")): row.locator("code").inner_text()
            for row in self.options.locator("#teach-result tbody tr").all()
        }

    def site(self) -> dict[str, Any]:
        """The entry for the policy file, as TOML readers read it."""
        (site,) = tomllib.loads(self.options.inner_text("#teach-toml"))["site"]
        return dict(site)
