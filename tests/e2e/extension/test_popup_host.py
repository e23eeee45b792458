"""The popup when the native host is missing, forbidden, broken, of another version, or dies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import Playwright, expect
from states import logged_in, status
from texts import text

from sitthi.registration.manifest import FIREFOX_EXTENSION_IDS
from support.extension_browser import EXTENSION_ID, IS_FIREFOX, ExtensionBrowser, extension_browser

# Firefox ends such a host without a word, and does not tell one that may not be used from one that is not there.
GARBLED, FORBIDDEN = (
    ("problem_host_exited", "problem_host_missing")
    if IS_FIREFOX
    else ("problem_host_garbled", "problem_host_forbidden")
)


@pytest.mark.parametrize(("behaviour", "problem"), [({"exit": 3}, "problem_host_exited"), ({"garble": True}, GARBLED)])
def test_broken_host_is_named(
    own_profile: Path,
    own_host: HostControl,
    playwright_driver: Playwright,
    behaviour: dict[str, Any],
    problem: str,
) -> None:
    own_host.set(**behaviour)
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text(problem))


def test_missing_host_is_named_and_found_again_by_the_button(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright
) -> None:
    own_host.set(replies={"status": status()})
    manifest = own_profile / "NativeMessagingHosts" / "th.sitthi.host.json"
    kept = manifest.read_bytes()
    manifest.unlink()
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text("problem_host_missing"))
        manifest.write_bytes(kept)
        popup.click("[data-key=retry]")
        popup.wait_for_selector("body[data-view=no_reader]")


def test_forbidden_host_is_named(own_profile: Path, playwright_driver: Playwright) -> None:
    manifest = own_profile / "NativeMessagingHosts" / "th.sitthi.host.json"
    ours = FIREFOX_EXTENSION_IDS[0] if IS_FIREFOX else EXTENSION_ID
    text_of_ours = manifest.read_text()
    assert ours in text_of_ours
    manifest.write_text(text_of_ours.replace(ours, "a" * 8 + ours[8:]))
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text(FORBIDDEN))


@pytest.mark.parametrize(
    "hello",
    [
        {"error": {"message": "protocol_mismatch"}},
        {"host": "9.0.0", "protocol": 2, "platform": "linux", "language": "th", "capabilities": []},
        {"unexpected": True},
    ],
)
def test_other_protocol_is_a_state_of_its_own(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright, hello: dict[str, Any]
) -> None:
    own_host.set(replies={"hello": hello})
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=mismatch]")


def test_host_that_dies_is_started_again(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in()})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=session]")
    hellos = len(host.asked("hello"))
    host.set(die=True)
    popup.wait_for_selector("body[data-view=no_host]")
    host.set(die=False)
    popup.wait_for_selector("body[data-view=session]")
    assert len(host.asked("hello")) > hellos
