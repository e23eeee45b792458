"""Pages of the extension that are no tabs in Firefox: the popup, the sidebar, the event page behind all."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

from sitthi.registration.manifest import FIREFOX_EXTENSION_IDS
from sitthi_sandbox.browser import PATIENCE_SECONDS, PopupException, RealPopup
from support.firefox.side import FirefoxRefused, Side

EXTENSION = f"const extension = WebExtensionPolicy.getByID({json.dumps(FIREFOX_EXTENSION_IDS[0])}).extension;"
"""Defines `extension` for the scripts of Side.run."""

_LISTEN = """
const { addDebuggerToGlobal } = ChromeUtils.importESModule("resource://gre/modules/jsdebugger.sys.mjs");
const tools = Cu.Sandbox(Services.scriptSecurityManager.getSystemPrincipal(), { freshCompartment: true });
addDebuggerToGlobal(tools);
addMessageListener("sitthi:run", async ({ data: { id, code, gesture } }) => {
  try {
    if (gesture) content.document.notifyUserGestureActivation();
    const page = new tools.Debugger().makeGlobalObjectReference(content);
    const done = page.executeInGlobal(code);
    if (!done || "throw" in done) throw String(done?.throw?.unsafeDereference?.() ?? done?.throw);
    sendAsyncMessage("sitthi:done", { id, value: await done.return.unsafeDereference() });
  } catch (error) {
    sendAsyncMessage("sitthi:done", { id, error: String(error) });
  }
});
"""
_RUN = (
    EXTENSION
    + """
const [kind, code, gesture, listen, patience] = given;
if (kind === "background") await extension.wakeupBackground?.();
const view = [...extension.views].find(each => each.viewType === kind && each.xulBrowser?.isConnected);
if (!view) return { gone: true };
const manager = view.xulBrowser.messageManager;
const known = (extension.sitthiKnown ??= new WeakSet());
if (!known.has(manager)) {
  known.add(manager);
  manager.loadFrameScript("data:," + encodeURIComponent(`{${listen}}`), false);
}
return new Promise(done => {
  const id = `${Math.random()}`;
  const end = answer => { manager.removeMessageListener("sitthi:done", hear); clearTimeout(late); done(answer); };
  const hear = ({ data }) => data.id === id && end(data);
  // A page that is still being loaded may have lost our script and the question with it.
  const unheard = () => { known.delete(manager); end({ error: "no answer" }); };
  const late = setTimeout(unheard, patience * 1000);
  manager.addMessageListener("sitthi:done", hear);
  manager.sendAsyncMessage("sitthi:run", { id, code, gesture });
});
"""
)


class View(RealPopup):
    """`kind`: popup, sidebar or background. One that is gone answers with TimeoutError, as Chromium's do."""

    def __init__(self, side: Side, kind: str) -> None:
        self._side = side
        self._kind = kind

    def evaluate(self, expression: str, argument: Any = None, *, within_seconds: float = PATIENCE_SECONDS) -> Any:
        """The value of an expression; a promise is awaited, a function called with the argument."""
        code = (
            f"(async () => {{ let found = ({expression}\n);"
            f"if (typeof found === 'function') found = found({json.dumps(argument)});"
            "return JSON.stringify(await found); })()"
        )
        try:
            answer = self._side.run(_RUN, self._kind, code, self._kind != "background", _LISTEN, within_seconds)
        except FirefoxRefused as refused:
            raise PopupException(str(refused)) from None
        if answer.get("gone"):
            raise TimeoutError(f"no {self._kind}")
        if "error" in answer:
            raise PopupException(answer["error"])
        return json.loads(answer["value"]) if answer.get("value") is not None else None

    def wait_for(self, expression: str) -> Any:
        """As there; but one question that is lost is not all that is asked."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(PopupException):
                if value := self.evaluate(expression, within_seconds=2):
                    return value
        raise TimeoutError(f"never true in the {self._kind}: {expression}")

    def point(self, selector: str) -> tuple[int, int]:
        """The middle of the element on the screen, once it stands still."""
        self.wait_for(f"!!document.querySelector({json.dumps(selector)})")
        expression = (
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect();"
            "return [mozInnerScreenX + r.x + r.width / 2, mozInnerScreenY + r.y + r.height / 2]; })()"
        )
        before, deadline = None, time.monotonic() + PATIENCE_SECONDS
        while (now := self.evaluate(expression)) != before and time.monotonic() < deadline:
            before = now
            time.sleep(0.1)
        return round(now[0]), round(now[1])
