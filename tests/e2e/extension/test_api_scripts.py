"""The scripts of `window.sitthi` follow the policy's `api` lists, also where the host was too busy at first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from api_pages import admitted_extension, wait_for_scripts
from host_control import HELD, HostControl
from playwright.sync_api import Playwright
from states import site, sites

from support.extension_browser import ExtensionBrowser, extension_browser

ADDRESS = "https://his.example.go.th/*"
POLICY_CHANGED: list[Any] = [["policy.changed", {"revision": "r2"}]]
WAIT_FOR = """async (count) => {
    for (let left = 100; left > 0; left--) {
        const found = await chrome.scripting.getRegisteredContentScripts();
        if (found.length === count) return found.flatMap((each) => each.matches);
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("never so many");
}"""


def test_a_host_that_is_too_busy_is_asked_again(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"sites.list": {"error": {"message": "host_busy"}}}, notify=POLICY_CHANGED)
    while len(host.asked("sites.list")) < 2:  # one of them may be the question of every start
        browser.context.pages[0].wait_for_timeout(20)
    host.set(replies={"sites.list": sites(site(ADDRESS, api=["status"]))})  # and nothing tells that it is better now
    assert browser.worker.evaluate(WAIT_FOR, 2) == [ADDRESS, ADDRESS]
    host.set(replies={"sites.list": sites()}, notify=POLICY_CHANGED)
    assert browser.worker.evaluate(WAIT_FOR, 0) == []


def test_what_happens_while_a_page_is_being_admitted_to_events_is_not_lost(
    own_host: HostControl,
    own_profile: Path,
    tmp_path: Path,
    playwright_driver: Playwright,
    page_url: Callable[..., str],
) -> None:
    url = page_url("empty")
    page_status = {"status": {"session": "none", "expires_at": None, "patient": False, "login": True}}
    listed = sites(site(url, api=["status"], allow_http=True))
    own_host.set(replies={"sites.list": listed, "api.call": page_status}, delays={"api.call": HELD})
    extension = admitted_extension(tmp_path)
    with extension_browser(own_profile, playwright=playwright_driver, extension=extension) as browser:
        wait_for_scripts(browser, 2)
        page = browser.open(url)
        page.evaluate("globalThis.events = []; sitthi.on('sessionChanged', (event) => events.push(event.type))")
        while not own_host.asked("api.call"):
            page.wait_for_timeout(20)
        asked = len(own_host.asked("status"))
        own_host.set(notify=[["session.changed", {"session": None, "ended": None, "pin_window": False}]])
        while len(own_host.asked("status")) == asked:  # the extension has heard of it
            page.wait_for_timeout(20)
        own_host.set(delays={})
        page.wait_for_function("events.length > 0")
        assert page.evaluate("events") == ["sessionChanged"]
