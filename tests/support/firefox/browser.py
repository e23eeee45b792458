"""A browser with the extension: for Firefox the words that sitthi_sandbox.browser has for Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from sitthi_sandbox import browser as sandbox
from sitthi_sandbox.browser import EXTENSION, PATIENCE_SECONDS, RealPopup
from support.firefox import view
from support.firefox.launch import HOSTNAME, firefox
from support.firefox.side import Side

ORIGIN = f"moz-extension://{HOSTNAME}"
_FIND_ACTION = (
    view.EXTENSION
    + """
const action = extension.apiManager.global.browserActionFor(extension);
const { CustomizableUI } = ChromeUtils.importESModule("moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs");
if (CustomizableUI.getPlacementOfWidget(action.id)?.area !== "nav-bar")
  CustomizableUI.addWidgetToArea(action.id, "nav-bar");  // as by "Pin to Toolbar"
const button = document.getElementById(action.id).querySelector(".unified-extensions-item-action-button");
"""
)
_POPUPS = view.EXTENSION + "const popups = [...extension.views].filter(each => each.viewType === 'popup');"


class FirefoxBrowser(sandbox.ExtensionBrowser):
    """`worker` is the event page; where Firefox has put it to sleep it is woken first."""

    window = "Mozilla Firefox"

    def __init__(self, context: BrowserContext, side: Side) -> None:
        self.context = context
        self.side = side
        self.worker = view.View(side, "background")  # type: ignore[assignment]

    def press_toolbar_button(self, page: Page) -> None:
        page.bring_to_front()
        self._close_popups()
        self.side.run(_FIND_ACTION + "button.click();")

    def toolbar_point(self, page: Page) -> tuple[int, int]:
        """Where the toolbar button of a shown browser is on the screen."""
        page.bring_to_front()
        return self._point(_FIND_ACTION + "const found = button;")

    def _point(self, find: str) -> tuple[int, int]:
        x, y = self.side.run(
            find
            + """
            await window.promiseDocumentFlushed(() => {});
            const box = found.getBoundingClientRect();
            return [window.mozInnerScreenX + box.x + box.width / 2, window.mozInnerScreenY + box.y + box.height / 2];"""
        )
        return round(x), round(y)

    def menu_point(self) -> tuple[int, int]:
        """Where our entry of the context menu that is open is on the screen."""
        return self._point(
            view.EXTENSION + "const id = `${extension.id.replace(/[^a-z0-9]/gi, '_')}-menuitem-`;"
            "const found = document.querySelector(`#contentAreaContextMenu [id^='${id}']`);"
        )

    def press_shortcut(self, page: Page) -> None:
        """The browser's own key for the command "fill" is pressed, as far as its window sees keys."""
        page.bring_to_front()
        self.side.run(
            view.EXTENSION
            + """
            const id = extension.id.replace(/[^a-z0-9]/gi, "_");
            const keys = [...document.querySelectorAll(`keyset#ext-keyset-id-${id} key`)];
            keys.find(key => key.getAttribute("key").toUpperCase() === "L").doCommand();"""
        )

    def real_popup(self) -> RealPopup:
        return self._view("popup", _POPUPS + "return popups.some(each => each.xulBrowser?.isConnected)")

    def side_panel(self) -> RealPopup:
        look = view.EXTENSION + "return [...extension.views].some(each => each.viewType === 'sidebar')"
        return self._view("sidebar", look)

    def popup_is_open(self) -> bool:
        return bool(self.side.run(_POPUPS + "return popups.length > 0"))

    def allow_access(self) -> None:
        """Presses "Allow" in Firefox's own question whether the extension may have access to a site."""
        self.side.run(
            """for (let tries = 0; tries < 500; tries += 1) {
              const shown = window.PopupNotifications.getNotification("addon-webext-permissions");
              if (shown && window.PopupNotifications.panel.state === "open") {
                // Firefox ignores a press that comes too soon after the question.
                const delay = Services.prefs.getIntPref("security.notification_enable_delay");
                await new Promise(done => setTimeout(done, delay));
                return window.PopupNotifications.panel.firstElementChild.button.click();
              }
              await new Promise(done => setTimeout(done, 20));
            }
            throw new Error("Firefox asks nothing");"""
        )

    def set_lasting_access(self, origins: list[str], *, given: bool) -> None:
        """Access for good to what these match patterns name, as by the switch in Firefox's page about the add-on."""
        self.side.run(
            view.EXTENSION
            + """
            const [origins, allow] = given;
            const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
            const access = { permissions: [], origins };
            await ExtensionPermissions[allow ? "add" : "remove"](extension.id, access, extension);""",
            origins,
            given,
        )

    def press_notification(self, notification: str) -> None:
        self.side.run(
            view.EXTENSION
            + """
            const { notificationsMap } = extension.apiManager.getAPI("notifications", extension, "addon_parent");
            notificationsMap.emit("clicked", given[0]);""",
            notification,
        )

    def press_key(self, page: Page, key: str, code: str) -> None:
        page.bring_to_front()
        self.side.run(
            """const keyboard = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
            if (!keyboard.beginInputTransactionForTests(window)) throw new Error("no keyboard");
            const [key, code] = given;
            keyboard.keydown(new window.KeyboardEvent("", { key, code }));
            keyboard.keyup(new window.KeyboardEvent("", { key, code }));""",
            key,
            code,
        )

    def last_download(self) -> bytes:
        """The newest file that was saved; Playwright hears nothing of what an extension's page saves."""
        path = self.side.run(
            """const { Downloads } = ChromeUtils.importESModule("resource://gre/modules/Downloads.sys.mjs");
            const list = await Downloads.getList(Downloads.ALL);
            for (;;) {
              const last = (await list.getAll()).at(-1);
              if (last?.succeeded && !last.sitthiSeen) { last.sitthiSeen = true; return last.target.path; }
              await new Promise(done => setTimeout(done, 20));
            }"""
        )
        return Path(path).read_bytes()

    def suspend_background(self) -> None:
        """As Firefox does with an event page that has nothing to do; here it must, open port to the host or not."""
        self.side.run(
            view.EXTENSION
            + "await extension.terminateBackground({ disableResetIdleForTest: true, ignoreDevToolsAttached: true });"
        )

    def background_state(self) -> str:
        """running, suspending, stopped, ..."""
        return str(self.side.run(view.EXTENSION + "return extension.backgroundState"))

    def _view(self, kind: str, look: str) -> RealPopup:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.side.run(look):
            if time.monotonic() > deadline:
                raise TimeoutError(f"did not open: {kind}")
            self.context.pages[0].wait_for_timeout(20)
        return view.View(self.side, kind)

    def _close_popups(self) -> None:
        self.side.run(
            _POPUPS
            + """for (const each of popups) {
              const panel = each.xulBrowser?.closest("panel");
              if (!panel || panel.state === "closed") continue;
              const hidden = new Promise(done => panel.addEventListener("popuphidden", done, { once: true }));
              panel.hidePopup();
              await hidden;
            }"""
        )


@contextmanager
def firefox_browser(
    playwright: Playwright,
    profile: Path,
    env: dict[str, str] | None = None,
    *,
    shown: bool = False,
    size: tuple[int, int] = (1280, 900),
    dark: bool = False,
    extension: Path = EXTENSION,
    kind: type[FirefoxBrowser] = FirefoxBrowser,
) -> Iterator[FirefoxBrowser]:
    """Firefox on `profile` with the extension from its folder, as about:debugging loads one."""
    with firefox(playwright, profile, env, shown=shown, size=size, dark=dark) as (context, path):
        side = Side(path)
        try:
            if shown:
                side.run("window.moveTo(0, 0); window.resizeTo(...given);", *size)
            side.command("webExtension.install", extensionData={"type": "path", "path": str(extension)})
            yield kind(context, side)
        finally:
            side.close()
