"""`python -m installer.extension.pictures`: the stores' pictures, 1280 x 800, from real runs with made-up people.

Real Chromium, extension, host, pcscd and PIN window on a private display; the sandbox plays card, NHSO and HIS.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from installer import ROOT
from sitthi_sandbox.browser import ExtensionBrowser, extension_browser, screen_point
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World

OUT = ROOT / "docs" / "store" / "pictures"
_SIZE = (1280, 800)
_PIN_WINDOW = "^Sitthi$"


def main() -> int:
    for language in ("th", "en"):
        with (
            tempfile.TemporaryDirectory(prefix="sitthi-pictures-") as folder,
            Desktop(width=_SIZE[0], height=_SIZE[1]) as desktop,
            World(Path(folder), desktop, language=language) as world,
            sync_playwright() as playwright,
        ):
            profile = world.folder / "profile"
            world.register(profile)
            _without_translation(profile / "Default" / "Preferences")
            with extension_browser(playwright, profile, world.env, shown=True, size=_SIZE) as browser:
                browser.worker.evaluate(f"chrome.storage.local.set({{ language: '{language}' }})")
                _take(world, browser, desktop, OUT / language)
    return 0


def _without_translation(preferences: Path) -> None:
    """The HIS is Thai in both sets; the browser shall not offer to translate it."""
    known = json.loads(preferences.read_text(encoding="utf-8")) if preferences.exists() else {}
    preferences.parent.mkdir(parents=True, exist_ok=True)
    preferences.write_text(json.dumps(known | {"translate": {"enabled": False}}), encoding="utf-8")


def _take(world: World, browser: ExtensionBrowser, desktop: Desktop, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    officer = PEOPLE["officer"]

    def picture(name: str) -> None:
        desktop.wait_still()
        desktop.picture(out / f"{name}.png")

    world.insert("officer")
    page = browser.context.pages[0]
    page.goto(f"{world.his}/login")
    browser.press_toolbar_button(page)
    popup = browser.real_popup()
    point = popup.point('[data-key="login"]')
    picture("1-login")
    desktop.click(*point)
    desktop.focus(desktop.window(_PIN_WINDOW))
    desktop.press(*officer.pin)
    picture("2-pin")
    desktop.press("Return")
    expect(page.locator("#username")).to_have_value(officer.cid, timeout=15_000)
    desktop.wait_gone(_PIN_WINDOW)
    desktop.click(*screen_point(page, "button.primary"))
    page.wait_for_url("**/eligibility*", timeout=15_000)
    browser.press_toolbar_button(page)
    desktop.click(*browser.real_popup().point("#panel"))
    panel = browser.side_panel()
    world.insert("patient", 1)
    panel.wait_for("!!document.querySelector('article.patient')")
    panel.press("[data-key=rights]")
    panel.wait_for("!!document.querySelector('article.rights')")
    picture("3-panel")


if __name__ == "__main__":
    sys.exit(main())
