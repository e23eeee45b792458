"""A real Chromium with the real extension, its real toolbar popup, and points on the screen to click at.

The popup of a toolbar button is not a tab, so Playwright does not see it; `RealPopup` speaks to it over the DevTools
protocol. Used by demo, tests and benchmarks. Knows the extension's id and nothing of its inside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker
from playwright.sync_api import Error as PlaywrightError

from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS

EXTENSION = Path(__file__).resolve().parents[2] / "extension"
EXTENSION_ID = CHROMIUM_EXTENSION_IDS[0]
CHROMIUM = "/usr/bin/chromium"
POPUP = f"chrome-extension://{EXTENSION_ID}/popup/popup.html"
PANEL = f"chrome-extension://{EXTENSION_ID}/panel/panel.html"
PATIENCE_SECONDS = 15.0
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=Translate",
    "--no-first-run",
    "--test-type",
    "--enable-unsafe-extension-debugging",
)


class ExtensionBrowser:
    """A running browser; `press_toolbar_button` does what a click there does: opens the popup, grants activeTab."""

    window = "Chromium"
    """What is in the title of its windows."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        if context.browser is None:
            raise RuntimeError("a persistent context without its browser")
        self._cdp: CDPSession = context.browser.new_browser_cdp_session()
        workers = context.service_workers
        self.worker: Worker = workers[0] if workers else context.wait_for_event("serviceworker")

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.goto(url)
        return page

    def press_toolbar_button(self, page: Page) -> None:
        page.bring_to_front()
        self._close_popups()
        tabs = self._cdp.send("Target.getTargets", {"filter": [{"type": "tab"}]})["targetInfos"]
        active = next(tab for tab in tabs if tab["url"] == page.url and tab["embedderData"]["tabActive"])
        self._cdp.send("Extensions.triggerAction", {"id": EXTENSION_ID, "targetId": active["targetId"]})

    def real_popup(self) -> RealPopup:
        """The popup that is open now under the toolbar button. Raises TimeoutError."""
        return self._opened(POPUP)

    def side_panel(self) -> RealPopup:
        """The page in the browser's own side panel. Raises TimeoutError."""
        return self._opened(PANEL)

    def popup_is_open(self) -> bool:
        return bool(self._popups())

    def _close_popups(self) -> None:
        """An open popup would be closed by the press, instead of a new one being opened."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while popups := self._popups():
            for target in popups:
                with suppress(PlaywrightError):  # a popup closes by itself as soon as it loses the focus
                    self._cdp.send("Target.closeTarget", {"targetId": target["targetId"]})
            if time.monotonic() > deadline:
                raise TimeoutError("a popup does not close")
            self.context.pages[0].wait_for_timeout(20)

    def _popups(self) -> list[dict[str, Any]]:
        return self._targets(POPUP)

    def _opened(self, url: str) -> RealPopup:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for target in self._targets(url):
                return RealPopup(self._cdp, target["targetId"])
            self.context.pages[0].wait_for_timeout(20)
        raise TimeoutError(f"did not open: {url}")

    def _targets(self, url: str) -> list[dict[str, Any]]:
        targets = self._cdp.send("Target.getTargets", {})["targetInfos"]
        return [target for target in targets if target["url"] == url]


class PopupException(RuntimeError):
    """The expression threw in the popup."""


class RealPopup:
    """Runs JavaScript in a page that is no tab: the toolbar popup, or the side panel."""

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
            if time.monotonic() > deadline:
                raise TimeoutError("the popup does not answer")
            self._cdp.send("Target.getTargets", {})  # lets Playwright deliver what has arrived
        answer = self._answers.pop(self._last)["result"]
        if "exceptionDetails" in answer:
            raise PopupException(answer["exceptionDetails"].get("text", "exception in the popup"))
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """The first true value of the expression; it may throw while the popup loads. Raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(PopupException):
                if value := self.evaluate(expression):
                    return value
        raise TimeoutError(f"never true in the popup: {expression}")

    def press(self, selector: str) -> None:
        """What a press on the element does, without the pointer."""
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def point(self, selector: str) -> tuple[int, int]:
        """The middle of the element on the screen, once it stands still."""
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        expression = (
            f"(async () => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'nearest'});"
            "await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));"
            "const r = e.getBoundingClientRect();"
            "return [window.screenX + r.x + r.width / 2, window.screenY + r.y + r.height / 2]; })()"
        )
        before = None
        while (now := self.evaluate(expression)) != before:
            before = now
        return round(now[0]), round(now[1])


def screen_point(page: Page, selector: str) -> tuple[int, int]:
    """The middle of an element of a page on the screen."""
    box = page.locator(selector).first.bounding_box()
    if box is None:
        raise RuntimeError(f"not visible: {selector}")
    left, top = page.evaluate(  # Firefox says where its page begins; in Chromium only the window's frame is known
        "[window.mozInnerScreenX ?? window.screenX + (outerWidth - innerWidth) / 2,"
        " window.mozInnerScreenY ?? window.screenY + outerHeight - innerHeight]"
    )
    return round(left + box["x"] + box["width"] / 2), round(top + box["y"] + box["height"] / 2)


@contextmanager
def extension_browser(
    playwright: Playwright,
    profile: Path,
    env: dict[str, str] | None = None,
    *,
    shown: bool = False,
    size: tuple[int, int] = (1280, 900),
    dark: bool = False,
    scale: float | None = None,
    extension: Path = EXTENSION,
) -> Iterator[ExtensionBrowser]:
    """Chromium on `profile`, with `env` as its environment; `shown` on the display that env names, else headless."""
    looks: dict[str, Any] = {} if shown else {"device_scale_factor": scale or 1.0}
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        headless=False,
        ignore_default_args=["--disable-extensions", "--enable-automation"],
        no_viewport=shown,
        color_scheme="dark" if dark else "light",
        env=dict(env) if env else None,
        args=[
            *_ARGUMENTS,
            *(() if shown else ("--headless=new",)),
            f"--window-size={size[0]},{size[1]}",
            "--window-position=0,0",
            f"--load-extension={extension}",
            f"--disable-extensions-except={extension}",
        ],
        **looks,
    )
    try:
        yield ExtensionBrowser(context)
    finally:
        context.close()
