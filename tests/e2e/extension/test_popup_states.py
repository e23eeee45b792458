"""Every state of the popup, from the host's answer to what the person sees and can press."""

from __future__ import annotations

from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import expect
from states import OTHER, UNKNOWN_OPERATOR, ago, logged_in, reader, session, sites, status
from texts import text

from support.extension_browser import ExtensionBrowser


@pytest.mark.parametrize(
    ("now", "view", "title"),
    [
        (status(pcsc="starting"), "connecting", "state_connecting"),
        (status(pcsc="unavailable"), "pcsc", "state_pcsc"),
        (status(), "no_reader", "state_no_reader"),
        (status(reader()), "no_card", "state_no_card"),
        (status(reader("reading")), "reading", "state_reading"),
        (status(reader("busy")), "busy", "state_busy"),
        (status(reader("card", OTHER)), "other_card", "state_other_card"),
        (status(reader("card", {**OTHER, "kind": "unreadable"})), "unreadable", "state_unreadable"),
        (status(reader("card", UNKNOWN_OPERATOR)), "card", "state_card"),
        (status(reader("card", UNKNOWN_OPERATOR), pin_window=True), "pin", "state_pin"),
        (logged_in(), "session", "state_session"),
        (logged_in(session=session("locked")), "locked", "state_locked"),
    ],
)
def test_state_has_its_own_view_and_title(
    browser: ExtensionBrowser, host: HostControl, now: dict[str, Any], view: str, title: str
) -> None:
    host.set(replies={"status": now, "sites.list": sites()})
    popup = browser.open_popup_page()
    popup.wait_for_selector(f"body[data-view={view}]")
    expect(popup.locator("#state h2")).to_have_text(text(title))
    expect(popup.locator("#live")).to_contain_text(text(title))


@pytest.mark.parametrize("reason", ["expired", "revoked", "replaced", "logout"])
def test_ended_session_is_explained_beside_the_way_back_in(
    browser: ExtensionBrowser, host: HostControl, reason: str
) -> None:
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR), ended={"reason": reason, "at": ago(hours=2)})})
    popup = browser.open_popup_page()
    expect(popup.locator("#notices")).to_contain_text(text(f"ended_{reason}").split("{")[0])
    expect(popup.locator("[data-key=login]")).to_be_visible()


def test_answer_of_another_shape_is_not_shown(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": {**logged_in(), "token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    expect(popup.locator("#state")).to_contain_text(text("problem_bad_answer"))
    assert popup.locator("body[data-view=session]").count() == 0


def test_status_that_fails_is_a_state_with_a_way_out(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": {"error": {"message": "vault_unavailable", "data": {}}}})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_status]")
    expect(popup.locator("#state .hint")).to_have_text(text("error_vault_unavailable"))
    host.set(replies={"status": logged_in()})
    popup.click("[data-key=retry]")
    popup.wait_for_selector("body[data-view=session]")


def test_wish_for_a_fresh_status_outlives_a_failing_one(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader())})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_card]")
    failing = {"error": {"message": "vault_unavailable", "data": {}}}
    changed = ["policy.changed", {"revision": "r1"}]
    asked = len(host.asked("status"))
    host.set(replies={"status": failing}, delays={"status": 1.5}, notify=[changed, changed])
    popup.wait_for_selector("body[data-view=no_status]")
    host.set(replies={"status": logged_in()}, delays={})
    popup.wait_for_selector("body[data-view=session]")
    assert len(host.asked("status")) == asked + 2


def test_events_of_the_host_change_the_open_popup(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader())})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_card]")
    host.change_status(status(reader("card", UNKNOWN_OPERATOR)))
    popup.wait_for_selector("body[data-view=card]")
    host.change_status(logged_in())
    popup.wait_for_selector("body[data-view=session]")


def test_fault_in_the_policy_names_file_line_and_key(browser: ExtensionBrowser, host: HostControl) -> None:
    problem = {"file": "/etc/sitthi/policy.toml", "line": 12, "key": "site.match", "problem": "not a pattern"}
    host.set(replies={"status": status(policy={"ok": False, "allow_reveal": True, "problem": problem})})
    popup = browser.open_popup_page()
    expect(popup.locator(".notice-bad")).to_contain_text("/etc/sitthi/policy.toml")
    expect(popup.locator(".notice-bad")).to_contain_text("12")
