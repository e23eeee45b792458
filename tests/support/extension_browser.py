"""The sandbox's browser, plus what only the popup's own tests need: a host of their choice, the popup as a tab.

With SITTHI_BROWSER=firefox in the environment it is Firefox ESR for all tests (`make test-firefox`), else Chromium.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import manifest_text
from sitthi_sandbox import browser as sandbox
from sitthi_sandbox.browser import CHROMIUM, EXTENSION, EXTENSION_ID
from support.firefox.browser import ORIGIN as FIREFOX_ORIGIN
from support.firefox.browser import FirefoxBrowser, firefox_browser
from support.firefox.launch import plain_firefox

__all__ = [
    "CHROMIUM", "EXTENSION", "EXTENSION_ID", "IS_FIREFOX", "ORIGIN", "ExtensionBrowser", "extension_browser",
    "plain_browser", "register_host", "shown_browser",
]  # fmt: skip
IS_FIREFOX = os.environ.get("SITTHI_BROWSER") == "firefox"
ORIGIN = FIREFOX_ORIGIN if IS_FIREFOX else f"chrome-extension://{EXTENSION_ID}"
"""Of the extension's own pages."""
_QUIET_PAGE = f"{ORIGIN}/manifest.json"
"""One of ours that loads nothing else: the tab that stays open between tests."""


def register_host(profile: Path, command: list[str]) -> None:
    """Makes `command` the native host of the browser profile in `profile`, through a script of two lines."""
    script = profile / "host.sh"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
    script.chmod(0o755)
    folder = profile / "NativeMessagingHosts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{HOST_NAME}.json").write_text(manifest_text("firefox" if IS_FIREFOX else "chromium", script), "utf-8")


class ExtensionBrowser(sandbox.ExtensionBrowser):
    def forget_everything(self) -> None:
        """As a browser just started: one tab with nothing in it, default settings, the host's status of now."""
        self._close_popups()
        page, *others = self.context.pages or [self.context.new_page()]
        for other in others:
            other.close()
        self.worker.evaluate("chrome.storage.local.clear()")
        if page.url != _QUIET_PAGE:
            page.goto(_QUIET_PAGE)
        page.evaluate(
            """() => new Promise(resolve => {
                 const port = chrome.runtime.connect({name: "sitthi-pages"});
                 port.onMessage.addListener(({id}) => {
                   if (id !== 2) return;
                   port.disconnect();
                   resolve();
                 });
                 port.postMessage({id: 1, action: "forget"});
                 port.postMessage({id: 2, action: "status"});
               })"""
        )

    def tab_id(self, page: Page) -> int:
        """The browser's own number for the tab. The page is brought to the front."""
        page.bring_to_front()
        found: int = self.worker.evaluate(
            "chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => tab.id)"
        )
        return found

    def press_shortcut(self, page: Page) -> None:
        """The shortcut "fill": its event is raised in the worker, after a real grant of activeTab."""
        tab = self.tab_id(page)
        self.press_toolbar_button(page)
        self.worker.evaluate("tab => chrome.commands.onCommand.dispatch('fill', {id: tab})", tab)

    def press_notification(self, notification: str) -> None:
        """The event of a press on one of ours is raised."""
        self.worker.evaluate("id => chrome.notifications.onClicked.dispatch(id, true)", notification)

    def press_key(self, page: Page, key: str, code: str) -> None:
        """A key by what it writes and where it is (KeyboardEvent's words)."""
        keyboard = page.context.new_cdp_session(page)
        for half in ("keyDown", "keyUp"):
            keyboard.send("Input.dispatchKeyEvent", {"type": half, "key": key, "code": code})

    def saved(self, page: Page, selector: str) -> bytes:
        """What a press on the element saves to a file."""
        with page.expect_download() as download:
            page.click(selector)
        return download.value.path().read_bytes()

    def open_popup_page(self, page: Page | None = None) -> Page:
        """The popup as a tab; with `page`, for that tab, after a real press of the toolbar button there."""
        query = ""
        if page is not None:
            query = f"?tabId={self.tab_id(page)}"
            self.press_toolbar_button(page)
        popup = self.context.new_page()
        popup.set_viewport_size({"width": 360, "height": 600})
        popup.goto(f"{ORIGIN}/popup/popup.html{query}")
        popup.wait_for_selector("body[data-view]")
        return popup


class FirefoxExtensionBrowser(FirefoxBrowser, ExtensionBrowser):
    """Both: the words for Firefox, and those of the popup's own tests."""

    def open_popup_page(self, page: Page | None = None) -> Page:
        popup = super().open_popup_page(page)
        self._close_popups()  # the real one of the press, which would keep the keyboard
        return popup

    def saved(self, page: Page, selector: str) -> bytes:
        page.click(selector)
        return self.last_download()


@contextmanager
def extension_browser(
    profile: Path, *, playwright: Playwright, scale: float = 1.0, dark: bool = False, extension: Path = EXTENSION
) -> Iterator[ExtensionBrowser]:
    """A headless browser on `profile`, in which a host may have been registered. Closed at the end."""
    if IS_FIREFOX:
        kind = FirefoxExtensionBrowser
        with firefox_browser(playwright, profile, dark=dark, extension=extension, kind=kind) as running:
            yield running  # type: ignore[misc]
        return
    with sandbox.extension_browser(playwright, profile, scale=scale, dark=dark, extension=extension) as plain:
        yield ExtensionBrowser(plain.context)


@contextmanager
def shown_browser(
    playwright: Playwright, profile: Path, env: dict[str, str], *, shown: bool = True, extension: Path = EXTENSION
) -> Iterator[sandbox.ExtensionBrowser]:
    """A browser of the account that `env` describes, on its display or (not `shown`) headless. Closed at the end."""
    start = firefox_browser if IS_FIREFOX else sandbox.extension_browser
    with start(playwright, profile, env, shown=shown, extension=extension) as running:
        yield running


@contextmanager
def plain_browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless browser without the extension, for what runs in any page. Closed at the end."""
    if IS_FIREFOX:
        with plain_firefox(playwright) as firefox:
            yield firefox
        return
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    try:
        yield browser
    finally:
        browser.close()
