"""A press that something happens in the middle of: it counts, unless it was meant for a person who has gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from host_control import HostControl
from playwright.sync_api import Page, expect
from states import PATIENT, card_data, logged_in, reader, rights, sites

from support.extension_browser import ORIGIN, ExtensionBrowser

#: A press that takes longer than popup/press.js thinks is none; on a busy machine ours may.
_PRESSES_DO_NOT_END = """() => {
  const real = setTimeout;
  globalThis.setTimeout = (run, ms, ...rest) => (ms === 1000 ? 0 : real(run, ms, ...rest));
}"""
NOW = logged_in(reader("card", PATIENT))
BUTTON = "[data-key=rights]"


@pytest.fixture(params=["popup", "panel"])
def shown(request: pytest.FixtureRequest, browser: ExtensionBrowser, host: HostControl) -> Page:
    """Popup or panel, with a patient's card in the reader."""
    host.set(
        replies={
            "status": NOW, "sites.list": sites(), "card.read": card_data(),
            "rights.check": rights(),
        }
    )  # fmt: skip
    page = browser.open_popup_page() if request.param == "popup" else browser.open(f"{ORIGIN}/panel/panel.html")
    expect(page.locator("body")).to_contain_text(PATIENT["name_th"])
    return page


def press(page: Page, how: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """The two halves of a press of the button."""
    if how == "space":
        page.focus(BUTTON)
        return lambda: page.keyboard.down(" "), lambda: page.keyboard.up(" ")
    box = page.locator(BUTTON).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return page.mouse.down, page.mouse.up


@pytest.mark.parametrize("how", ["mouse", "space"])
def test_a_press_counts_although_news_come_in_the_middle_of_it(shown: Page, host: HostControl, how: str) -> None:
    shown.evaluate(_PRESSES_DO_NOT_END)
    shown.locator(BUTTON).evaluate("button => { button.dataset.drawn = 'before' }")
    down, up = press(shown, how)
    asked = len(host.asked("status"))
    down()
    host.change_status(NOW)
    while len(host.asked("status")) == asked:
        shown.wait_for_timeout(10)
    shown.wait_for_timeout(200)  # for the answer's way to the page
    up()
    expect(shown.locator(".rights")).to_be_visible()
    assert len(host.asked("rights.check")) == 1
    expect(shown.locator("[data-drawn=before]")).to_have_count(0)


def test_a_press_for_a_person_who_has_gone_does_nothing_and_they_leave_the_screen_at_once(
    shown: Page, host: HostControl
) -> None:
    shown.evaluate(_PRESSES_DO_NOT_END)
    down, up = press(shown, "mouse")
    down()
    host.change_status(logged_in(reader()))
    expect(shown.locator("body")).not_to_contain_text(PATIENT["name_th"])
    up()
    shown.wait_for_timeout(200)
    assert host.asked("rights.check") == []


def test_news_do_not_wait_for_a_button_that_is_held(shown: Page, host: HostControl) -> None:
    shown.locator(BUTTON).evaluate("button => { button.dataset.drawn = 'before' }")
    down, up = press(shown, "mouse")
    down()
    host.change_status(NOW)
    expect(shown.locator("[data-drawn=before]")).to_have_count(0)
    up()
