"""The sandbox's browser, plus what only the popup's own tests need: a host of their choice, the popup as a tab."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import manifest_text
from sitthi_sandbox import browser as sandbox
from sitthi_sandbox.browser import CHROMIUM, EXTENSION, EXTENSION_ID, POPUP

__all__ = ["CHROMIUM", "EXTENSION", "EXTENSION_ID", "ExtensionBrowser", "extension_browser", "register_host"]


def register_host(profile: Path, command: list[str]) -> None:
    """Makes `command` the native host of the browser profile in `profile`, through a script of two lines."""
    script = profile / "host.sh"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
    script.chmod(0o755)
    folder = profile / "NativeMessagingHosts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{HOST_NAME}.json").write_text(manifest_text("chromium", script), "utf-8")


class ExtensionBrowser(sandbox.ExtensionBrowser):
    def forget_everything(self) -> None:
        """As a browser that has just been started: one empty tab, default settings, the host's status of now."""
        self._close_popups()
        page, *others = self.context.pages or [self.context.new_page()]
        for other in others:
            other.close()
        self.worker.evaluate("chrome.storage.local.clear()")
        page.goto(f"chrome-extension://{EXTENSION_ID}/manifest.json")  # a page of ours that loads nothing else
        page.evaluate(
            """() => new Promise(resolve => {
                 const port = chrome.runtime.connect({name: "sitthi-pages"});
                 port.onMessage.addListener(({id}) => id === 2 && resolve());
                 port.postMessage({id: 1, action: "forget"});
                 port.postMessage({id: 2, action: "status"});
               })"""
        )
        page.goto("about:blank")

    def tab_id(self, page: Page) -> int:
        """The browser's own number for the tab. The page is brought to the front."""
        page.bring_to_front()
        found: int = self.worker.evaluate(
            "chrome.tabs.query({active: true, lastFocusedWindow: true}).then(([tab]) => tab.id)"
        )
        return found

    def open_popup_page(self, page: Page | None = None) -> Page:
        """The popup as a tab; with `page`, for that tab, after a real press of the toolbar button there."""
        query = ""
        if page is not None:
            query = f"?tabId={self.tab_id(page)}"
            self.press_toolbar_button(page)
        popup = self.context.new_page()
        popup.set_viewport_size({"width": 360, "height": 600})
        popup.goto(f"{POPUP}{query}")
        popup.wait_for_selector("body[data-view]")
        return popup


@contextmanager
def extension_browser(
    profile: Path, *, playwright: Playwright, scale: float = 1.0, dark: bool = False, extension: Path = EXTENSION
) -> Iterator[ExtensionBrowser]:
    """Headless Chromium on `profile`, in which a host may have been registered. Closed at the end."""
    with sandbox.extension_browser(playwright, profile, scale=scale, dark=dark, extension=extension) as plain:
        yield ExtensionBrowser(plain.context)
