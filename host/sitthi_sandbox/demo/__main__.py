"""`python -m sitthi_sandbox.demo` (make demo): with a display for a person to try, without one by itself under Xvfb."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from sitthi_sandbox.browser import extension_browser
from sitthi_sandbox.card.pcscd import PcscdUnavailable
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.demo import journey
from sitthi_sandbox.demo.steps import Steps
from sitthi_sandbox.desktop import Desktop, DesktopError
from sitthi_sandbox.world import World

_FAILURES = (DesktopError, PcscdUnavailable, PlaywrightError, TimeoutError, RuntimeError, AssertionError)


def main() -> int:
    """0 when every step worked."""
    parser = argparse.ArgumentParser(prog="sitthi sandbox demo", description=__doc__)
    parser.add_argument("--pictures", type=Path, default=Path("build/demo"), help="where the pictures go")
    parser.add_argument("--alone", action="store_true", help="under Xvfb even where there is a display")
    parser.add_argument("--language", choices=("th", "en"), default="th", help="of the PIN window")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="sitthi-demo-"))
    try:
        if os.environ.get("DISPLAY") and not options.alone:
            return _for_a_person(folder, options.language)
        return _alone(folder, options.pictures, options.language)
    except _FAILURES as failure:
        print(f"demo failed: {failure}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alone(folder: Path, pictures: Path, language: str) -> int:
    with Desktop() as desktop, World(folder, desktop, language=language) as world, sync_playwright() as playwright:
        steps = Steps(desktop, pictures)
        profile = folder / "profile"
        world.register(profile)
        with extension_browser(playwright, profile, world.env, shown=True) as browser:
            with steps.step("card readers, NHSO sandbox, sample HIS and Chromium with the extension are up"):
                page = browser.context.pages[0]
                page.goto(f"{world.his}/login")
            journey.run(world, browser, desktop, steps, page)
        print(f"  done in {steps.seconds:.1f} s; pictures in {pictures}/")
    return 0


def _for_a_person(folder: Path, language: str) -> int:
    with (
        Desktop(own=True) as desktop,
        World(folder, desktop, language=language) as world,
        sync_playwright() as playwright,
    ):
        profile = folder / "profile"
        world.register(profile)
        world.insert("officer")
        with extension_browser(playwright, profile, world.env, shown=True) as browser:
            page = browser.context.pages[0]
            page.goto(f"{world.his}/login")
            world.insert("patient", reader=1)
            print(
                f"Press the Sitthi button (or Alt+Shift+U) and log in. The PIN of the officer's card is "
                f"{PEOPLE['officer'].pin}.\nThe patient's card is in the second reader. Close the browser to end."
            )
            page.wait_for_event("close", timeout=0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
