"""The scripts of `window.sitthi` follow the policy's `api` lists, also where the host was too busy at first."""

from __future__ import annotations

from typing import Any

from host_control import HostControl
from states import site, sites

from support.extension_browser import ExtensionBrowser

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
