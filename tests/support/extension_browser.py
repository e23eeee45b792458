"""A real Chromium with the real extension, and the real toolbar gesture.

The popup of a toolbar button is not a tab, so Playwright does not see it: `press_toolbar_button` makes the browser
do what a click does (it opens the popup and grants activeTab), `RealPopup` speaks to that popup over CDP,
and `open_popup_page` shows the same popup as a tab of its own, which Playwright can drive and photograph.
"""

from __future__ import annotations

import json
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "extension"
EXTENSION_ID = "jnlnfiibnlpedjlcjicmldbldilekomn"
HOST_NAME = "th.sitthi.host"
CHROMIUM = "/usr/bin/chromium"
PATIENCE_SECONDS = 10.0


def register_host(profile: Path, command: list[str]) -> None:
    """Makes `command` the native host of the browser profile in `profile`, through a script of two lines."""
    script = profile / "host.sh"
    script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
    script.chmod(0o755)
    folder = profile / "NativeMessagingHosts"
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "name": HOST_NAME,
        "description": "Sitthi",
        "path": str(script),
        "type": "stdio",
        "allowed_origins": [f"chrome-extension://{EXTENSION_ID}/"],
    }
    (folder / f"{HOST_NAME}.json").write_text(json.dumps(manifest), "utf-8")


class ExtensionBrowser:
    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        browser = context.browser
        assert browser is not None
        self._cdp: CDPSession = browser.new_browser_cdp_session()
        workers = context.service_workers
        self.worker: Worker = workers[0] if workers else context.wait_for_event("serviceworker")

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.goto(url)
        return page

    def forget_everything(self) -> None:
        """As a browser that has just been started: one empty tab, default settings, the host's status of now."""
        page = self.context.new_page()
        for other in self.context.pages:
            if other is not page:
                other.close()
        self.worker.evaluate("chrome.storage.local.clear()")
        page.goto(f"chrome-extension://{EXTENSION_ID}/options/options.html")
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

    def press_toolbar_button(self, page: Page) -> None:
        page.bring_to_front()
        tabs = self._cdp.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        active = next(tab for tab in tabs if tab["url"] == page.url and tab["embedderData"]["tabActive"])
        self._cdp.send("Extensions.triggerAction", {"id": EXTENSION_ID, "targetId": active["targetId"]})

    def open_popup_page(self, page: Page | None = None) -> Page:
        """The popup as a tab; with `page`, for that tab, after a real press of the toolbar button there."""
        query = ""
        if page is not None:
            query = f"?tabId={self.tab_id(page)}"
            self.press_toolbar_button(page)
        popup = self.context.new_page()
        popup.set_viewport_size({"width": 360, "height": 600})
        popup.goto(f"chrome-extension://{EXTENSION_ID}/popup/popup.html{query}")
        popup.wait_for_selector("body[data-view]")
        return popup

    def real_popup(self) -> RealPopup:
        """The popup that is open now under the toolbar button."""
        prefix = f"chrome-extension://{EXTENSION_ID}/popup/popup.html"
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for target in self._cdp.send("Target.getTargets", {})["targetInfos"]:
                if target["url"] == prefix:
                    return RealPopup(self._cdp, target["targetId"])
            self.context.pages[0].wait_for_timeout(20)
        raise AssertionError("no popup opened")


class RealPopup:
    """Runs JavaScript in the toolbar popup."""

    def __init__(self, cdp: CDPSession, target_id: str) -> None:
        self._cdp = cdp
        self._last = 0
        self._answers: dict[int, dict[str, Any]] = {}
        cdp.on("Target.receivedMessageFromTarget", self._receive)
        attached = cdp.send("Target.attachToTarget", {"targetId": target_id, "flatten": False})
        self._session: str = attached["sessionId"]

    def _receive(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event["sessionId"] == self._session and "id" in message:
            self._answers[message["id"]] = message

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the popup; a promise is awaited."""
        self._last += 1
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        message = json.dumps({"id": self._last, "method": "Runtime.evaluate", "params": params})
        self._cdp.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._last not in self._answers:
            assert time.monotonic() < deadline, "the popup does not answer"
            self._cdp.send("Target.getTargets", {})  # lets Playwright deliver what has arrived
        answer = self._answers.pop(self._last)["result"]
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if value := self.evaluate(expression):
                return value
        raise AssertionError(f"never true in the popup: {expression}")

    def press(self, selector: str) -> None:
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")


@contextmanager
def extension_browser(
    profile: Path, *, scale: float = 1.0, dark: bool = False, playwright: Playwright | None = None
) -> Iterator[ExtensionBrowser]:
    """Chromium on `profile`, in which a host may have been registered. Closed at the end."""
    with sync_playwright() if playwright is None else _given(playwright) as driver:
        context = driver.chromium.launch_persistent_context(
            str(profile),
            executable_path=CHROMIUM,
            headless=False,
            ignore_default_args=["--disable-extensions"],
            color_scheme="dark" if dark else "light",
            device_scale_factor=scale,
            args=[
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-unsafe-extension-debugging",
                f"--load-extension={EXTENSION}",
                f"--disable-extensions-except={EXTENSION}",
            ],
        )
        try:
            yield ExtensionBrowser(context)
        finally:
            context.close()


@contextmanager
def _given(playwright: Playwright) -> Iterator[Playwright]:
    yield playwright
