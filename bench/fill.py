"""From the press on "fill this page" to both fields filled, in real Chromium with the real host: first and later."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.result import Result
from sitthi_sandbox.browser import ExtensionBrowser, RealPopup, extension_browser
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card

_COLD_RUNS, _WARM_RUNS = 3, 25
_ALLOWED_MS = 100.0
_WATCH = """() => {
    window.filledAt = null;
    document.querySelector("#password").addEventListener("input", () => {
        window.filledAt = performance.timeOrigin + performance.now();
    });
}"""
_PRESS = """(() => {
    const now = performance.timeOrigin + performance.now();
    document.querySelector('[data-key="fill"]').click();
    return now;
})()"""


def measure(pcscd: PrivatePcscd) -> list[Result]:
    folder = Path(tempfile.mkdtemp(prefix="sitthi-bench-"))
    cold: list[float] = []
    warm: list[float] = []
    with Desktop() as desktop, World(folder, desktop, pcscd=pcscd) as world, sync_playwright() as playwright:
        world.insert("officer")
        with new_host(world) as host:
            wait_card(host)
            login(world, host)
        for run in range(_COLD_RUNS):
            profile = folder / f"profile{run}"
            world.register(profile)
            with extension_browser(playwright, profile, world.env) as browser:
                page = browser.context.pages[0]
                times = _fills(browser, page, f"{world.his}/login", _WARM_RUNS if run == 0 else 1)
                cold.append(times[0])
                warm += times[1:]
    against = "allowed"
    return [
        Result("press to both fields filled, first in a browser", statistics.median(cold), "ms", None, "-", len(cold)),
        Result("press to both fields filled, warm", statistics.median(warm), "ms", _ALLOWED_MS, against, len(warm)),
    ]


def _fills(browser: ExtensionBrowser, page: Page, url: str, count: int) -> list[float]:
    times = []
    for _ in range(count):
        page.goto(url)
        page.evaluate(_WATCH)
        browser.press_toolbar_button(page)
        times.append(_fill(browser.real_popup(), page))
    return times


def _fill(popup: RealPopup, page: Page) -> float:
    popup.wait_for("!!document.querySelector('[data-key=\"fill\"]')")
    pressed = popup.evaluate(_PRESS)
    expect(page.locator("#username")).to_have_value(PEOPLE["officer"].cid)
    page.wait_for_function("window.filledAt !== null")
    filled = page.evaluate("window.filledAt")
    return float(filled) - float(pressed)
