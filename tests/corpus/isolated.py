"""The content scripts in an isolated world of a page, by CDP: the page's own scripts neither see nor disturb them.

As the browser does for the product: the same files in the same order, beside the page and not in it. Knows nothing of
corpora and scores.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, Playwright

from e2e.extension.finder import content_scripts
from support.extension_browser import CHROMIUM, EXTENSION

_WORLD = "sitthi"
_ONLY_LOOPBACK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


def all_scripts() -> str:
    """The content scripts as one."""
    return "\n".join((EXTENSION / name).read_text("utf-8") for name in content_scripts())


class IsolatedWorld:
    """One page's isolated world; `enter` makes a new one after each load, as a fresh injection does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self._scripts = [(name, (EXTENSION / name).read_text("utf-8")) for name in content_scripts()]
        self._context = 0

    def enter(self, *, scripts: bool = True) -> None:
        frame = self.cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = self.cdp.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": _WORLD})
        self._context = world["executionContextId"]
        if scripts:
            # In one message: a page is entered some thousand times.
            texts = "\n".join(text for _, text in self._scripts)
            self._run(f"{texts}\nundefined;\n//# sourceURL={_WORLD}")

    def call(self, function: str, *arguments: Any) -> Any:
        """`function`, as JavaScript text, called with JSON `arguments`; its (awaited) answer, which must be JSON."""
        return self._run(f"({function})({', '.join(json.dumps(each) for each in arguments)})")

    def _run(self, text: str) -> Any:
        answer = self.cdp.send(
            "Runtime.evaluate",
            {"expression": text, "contextId": self._context, "returnByValue": True, "awaitPromise": True},
        )
        failure = answer.get("exceptionDetails")
        if failure:
            stack = failure.get("exception", {}).get("description") or failure["text"]
            raise ContentScriptError(re.sub(rf"\b{_WORLD}:(\d+)", self._place, stack))
        return answer["result"].get("value")

    def _place(self, line: re.Match[str]) -> str:
        """The file and its own line, for a line of all the scripts together."""
        left = int(line[1])
        for name, text in self._scripts:
            lines = text.count("\n") + 1
            if left <= lines:
                return f"{name}:{left}"
            left -= lines
        return line[0]


class ContentScriptError(Exception):
    """What a content script threw, with its stack."""


@contextmanager
def corpus_page(playwright: Playwright) -> Iterator[Page]:
    """One page of a plain headless browser, 1280 × 800 as on a counter, which reaches nothing but this machine."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", _ONLY_LOOPBACK])
    try:
        yield browser.new_page(viewport={"width": 1280, "height": 800})
    finally:
        browser.close()
