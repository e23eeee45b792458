"""A press that something happens in the middle of: it counts, unless it was meant for a person who has gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fill_steps import allow
from host_control import HostControl
from playwright.sync_api import Page, expect
from presses import MEANWHILE_MS, endless_presses, halves_of_press, mark, was_endless
from states import PATIENT, card_data, logged_in, reader, rights, sites

from support.extension_browser import ORIGIN, ExtensionBrowser

NOW = logged_in(reader("card", PATIENT))
BUTTON = "[data-key=rights]"


@pytest.fixture(params=["popup", "panel"])
def shown(
    request: pytest.FixtureRequest, browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> Page:
    """Popup or panel, with a patient's card in the reader, and all that comes late is there."""
    url = page_url("login_th")
    allow(host, url, NOW)
    host.set(replies={"card.read": card_data(), "rights.check": rights()})
    if request.param == "panel":
        page = browser.open(f"{ORIGIN}/panel/panel.html")
        expect(page.locator("article.patient")).to_be_visible()
    else:
        page = browser.open_popup_page(browser.open(url))
        expect(page.locator(".preview")).to_be_visible()
    return page


@pytest.mark.parametrize("how", ["mouse", "space"])
def test_a_press_counts_although_news_come_in_the_middle_of_it(shown: Page, host: HostControl, how: str) -> None:
    endless_presses(shown)
    marked = mark(shown, BUTTON)
    down, up = halves_of_press(shown, BUTTON, how)
    asked = len(host.asked("status"))
    down()
    host.change_status(NOW)
    while len(host.asked("status")) == asked:
        shown.wait_for_timeout(10)
    shown.wait_for_timeout(MEANWHILE_MS)
    up()
    expect(shown.locator(".rights")).to_be_visible()
    assert was_endless(shown)
    assert len(host.asked("rights.check")) == 1
    expect(shown.locator(marked)).to_have_count(0)


def test_a_press_for_a_person_who_has_gone_does_nothing_and_they_leave_the_screen_at_once(
    shown: Page, host: HostControl
) -> None:
    endless_presses(shown)
    down, up = halves_of_press(shown, BUTTON)
    down()
    host.change_status(logged_in(reader()))
    expect(shown.locator("body")).not_to_contain_text(PATIENT["name_th"])
    assert was_endless(shown)
    up()
    shown.wait_for_timeout(MEANWHILE_MS)
    assert host.asked("rights.check") == []


def test_news_do_not_wait_for_a_button_that_is_held(shown: Page, host: HostControl) -> None:
    marked = mark(shown, BUTTON)
    down, up = halves_of_press(shown, BUTTON)
    down()
    host.change_status(NOW)
    expect(shown.locator(marked)).to_have_count(0)
    up()


def test_what_was_looked_up_by_hand_leaves_the_panel_with_the_session_in_the_middle_of_a_press(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    """No card has gone here: only who is logged in."""
    host.set(replies={"status": logged_in(reader()), "sites.list": sites(), "rights.check": rights()})
    panel = browser.open(f"{ORIGIN}/panel/panel.html")
    panel.fill("#hand input", "1100800447899")
    panel.keyboard.press("Enter")
    expect(panel.locator(".rights")).to_be_visible()
    endless_presses(panel)
    panel.hover("#rights")
    panel.mouse.down()
    host.change_status({**logged_in(reader()), "session": None})
    expect(panel.locator(".rights")).to_have_count(0)
    assert was_endless(panel)
    panel.mouse.up()
