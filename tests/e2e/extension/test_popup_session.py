"""Logging in, and what the popup says about the session: PIN, cards, token, time left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import expect
from states import (
    OPERATOR,
    PATIENT,
    READER_2,
    UNKNOWN_OPERATOR,
    ago,
    inactivity,
    logged_in,
    reader,
    session,
    site,
    sites,
    status,
)
from texts import text

from support.extension_browser import ExtensionBrowser


def test_wrong_pin_stays_on_show_with_the_tries_left(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": 2}}},
        }
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=login]")
    expect(popup.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=2))
    popup.close()
    again = browser.open_popup_page()
    expect(again.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=2))
    again.click("[data-key=close-outcome]")
    expect(again.locator(".notice-bad")).to_have_count(0)


def test_unknown_number_of_tries_is_said_so(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": None}}},
        }
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=login]")
    expect(popup.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=text("value_unknown")))


def test_token_is_masked_shown_on_demand_and_hidden_after_ten_seconds(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    expect(popup.locator(".token")).to_have_text("A1B2••••••••G7H8")
    assert host.asked("session.reveal") == []
    popup.click("[data-key=reveal]")
    expect(popup.locator(".token")).to_have_text("A1B2C3D4E5F6G7H8")
    expect(popup.locator(".token")).to_have_text("A1B2••••••••G7H8", timeout=12_000)


def test_copy_puts_the_token_on_the_clipboard_and_says_what_will_be_cleared(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    popup.click("[data-key=copy-token]")
    expect(popup.locator(".notice")).to_contain_text(text("copied_token"))
    browser.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert popup.evaluate("navigator.clipboard.readText()") == "A1B2C3D4E5F6G7H8"


def test_policy_that_forbids_the_reveal_leaves_no_button(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(policy={"ok": True, "allow_reveal": False, "problem": None})})
    popup = browser.open_popup_page()
    expect(popup.locator(".token")).to_be_visible()
    assert popup.locator("[data-key=reveal], [data-key=copy-token]").count() == 0


def test_countdown_counts_and_asks_again_at_zero(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(session=session(seconds=3))})
    popup = browser.open_popup_page()
    expect(popup.locator("#countdown")).to_have_text(re.compile("00:00:0[12]"))
    expired = {"reason": "expired", "at": ago(seconds=0)}
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR), ended=expired)})
    expect(popup.locator("[data-key=login]")).to_be_visible(timeout=10_000)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(inactivity(12, warn=True), "inactivity_warn"), (inactivity(0, removed=True), "inactivity_removed")],
)
def test_inactivity_is_warned_of(
    browser: ExtensionBrowser, host: HostControl, days: dict[str, Any], expected: str
) -> None:
    host.set(replies={"status": logged_in(inactivity=days)})
    popup = browser.open_popup_page()
    expect(popup.locator("#state .notice")).to_contain_text(text(expected).split("{")[0])


def test_two_cards_are_chosen_between_by_person(browser: ExtensionBrowser, host: HostControl) -> None:
    second = reader("card", {**PATIENT, "role": "unknown"}, READER_2)
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR), second),
            "session.login": {"session": session()},
        }
    )
    popup = browser.open_popup_page()
    expect(popup.locator("[data-key=login]")).to_be_disabled()
    expect(popup.locator("input:checked")).to_have_count(0)
    popup.check(f"[data-key='reader:{READER_2}']")
    popup.click("[data-key=login]")
    popup.wait_for_selector("body:not([data-view=pin])")
    assert host.asked("session.login")[0]["reader"] == READER_2


@pytest.mark.parametrize("card", [PATIENT, {**OPERATOR, "role": "patient"}])
def test_locked_session_is_unlocked_by_the_operators_own_card_only(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], card: dict[str, Any]
) -> None:
    url = page_url("login_th")
    locked = {"session": session("locked")}
    host.set(
        replies={
            "status": status(reader("card", card), **locked),
            "sites.list": sites(site(f"{url.rsplit('/', 1)[0]}/*")),
            "session.login": {"session": session()},
        }
    )
    popup = browser.open_popup_page(browser.open(url))
    expect(popup.locator(".preview")).to_be_visible()
    assert popup.locator("[data-key=login]").count() == 0
    host.change_status(status(reader("card", card), reader("card", OPERATOR, READER_2), **locked))
    popup.click("[data-key=login]")
    popup.wait_for_selector("body:not([data-view=pin]) [data-key=login]")
    assert host.asked("session.login")[0]["reader"] == READER_2
    assert host.asked("fill.values") == []


def test_choice_of_a_card_is_not_inherited_by_the_next_card(browser: ExtensionBrowser, host: HostControl) -> None:
    first = reader("card", UNKNOWN_OPERATOR)
    host.set(replies={"status": status(first, reader("card", {**PATIENT, "role": "unknown"}, READER_2))})
    popup = browser.open_popup_page()
    popup.check(f"[data-key='reader:{READER_2}']")
    expect(popup.locator("[data-key=login]")).to_be_enabled()
    third = {**PATIENT, "role": "unknown", "name_th": "นาง คนที่สาม", "name_en": "Mrs. Third"}
    host.change_status(status(first, reader("card", third, READER_2)))
    expect(popup.locator(".choices")).to_contain_text("นาง คนที่สาม")
    expect(popup.locator("[data-key=login]")).to_be_disabled()


def test_outcome_is_not_told_about_another_card_nor_after_a_minute(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": 1}}},
        }
    )
    popup = browser.open_popup_page()
    shown = popup.locator(".notice-bad")
    active = {"session": session(), "ended": None, "pin_window": False}
    card = {"reader": "x", "card": {**PATIENT, "role": "unknown"}}
    for event in (["card.inserted", card], ["card.removed", {"reader": "x"}], ["session.changed", active]):
        popup.click("[data-key=login]")
        expect(shown).to_have_count(1)
        host.set(notify=[event])
        expect(shown).to_have_count(0)
    popup.click("[data-key=login]")
    expect(shown).to_have_count(1)
    popup.evaluate("{ const now = Date.now; Date.now = () => now() + 60_000; }")
    expect(shown).to_have_count(0)
