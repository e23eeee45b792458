"""JavaScript with the rights of Firefox itself, through the second client's door of bidi_proxy."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any


class FirefoxRefused(RuntimeError):
    """Firefox answered a command with an error, or the script threw."""


class Side:
    """One command at a time. The browser needs `--remote-allow-system-access`."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._socket.settimeout(30)
        self._lines = self._socket.makefile("rb")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """A command of WebDriver BiDi; its result. Raises FirefoxRefused."""
        self._socket.sendall(json.dumps({"method": method, "params": params}).encode() + b"\n")
        answer = json.loads(self._lines.readline())
        if answer["type"] == "error":
            raise FirefoxRefused(f"{method}: {answer['error']}: {answer['message']}")
        found: dict[str, Any] = answer["result"]
        return found

    def run(self, body: str, *arguments: Any) -> Any:
        """What the body of an async function returns, run in a browser window. `window` is the window in front."""
        answer = self.command(
            "script.callFunction",
            functionDeclaration=_FRAME % body,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target={"context": self._window()},
        )
        if answer["type"] != "success":
            raise FirefoxRefused(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def _window(self) -> str:
        windows = self.command("browsingContext.getTree", **{"moz:scope": "chrome", "maxDepth": 0})["contexts"]
        found: str = next(window["context"] for window in windows if window["url"].endswith("/browser.xhtml"))
        return found


_FRAME = """async given => {
  const front = Services.wm.getMostRecentWindow("navigator:browser");
  return JSON.stringify(await (async (window, document, given) => { %s })(front, front.document, JSON.parse(given)));
}"""
