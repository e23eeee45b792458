"""The content scripts in a sandbox of a Firefox page: it sees the page through Xray vision, as an extension's does."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from playwright.sync_api import Page

from support.firefox.launch import side_door


class FirefoxWorld:
    """What corpus.isolated.IsolatedWorld is in Chromium. `enter` makes a new one after each load."""

    def __init__(self, page: Page, scripts: str) -> None:
        if page.context.browser is None:
            raise RuntimeError("a page without its browser")
        self.page = page
        self._side = side_door(page.context.browser)
        self._scripts = scripts
        self._names = count()
        self._target: dict[str, str] = {}

    def enter(self) -> None:
        tabs = self._side.command("browsingContext.getTree", maxDepth=0)["contexts"]
        tab = next(each["context"] for each in tabs if each["url"] == self.page.url)
        self._target = {"context": tab, "sandbox": f"sitthi-{next(self._names)}"}
        self._run(f"{self._scripts}\nundefined;")

    def call(self, function: str, *arguments: Any) -> Any:
        """`function`, as JavaScript text, called with JSON `arguments`; its (awaited) answer, which must be JSON."""
        call = f"({function})({', '.join(json.dumps(each) for each in arguments)})"
        text = self._run(f"(async () => JSON.stringify(await {call}))()")
        return None if text is None else json.loads(text)

    def _run(self, text: str) -> Any:
        answer = self._side.command("script.evaluate", expression=text, target=self._target, awaitPromise=True)
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"].get("value")
