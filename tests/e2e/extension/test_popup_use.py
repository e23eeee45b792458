"""Using the popup: keyboard, focus, what stays unfolded, who is served."""

from __future__ import annotations

from collections.abc import Callable

from host_control import HostControl
from playwright.sync_api import expect
from states import UNKNOWN_OPERATOR, logged_in, reader, session, site, sites, status

from support.extension_browser import ExtensionBrowser


def test_whole_popup_works_by_keyboard(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    host.set(replies={"status": logged_in(), "sites.list": sites(site(f"{url.rsplit('/', 1)[0]}/*"))})
    popup = browser.open_popup_page(browser.open(url))
    popup.wait_for_selector("[data-key=fill]")
    reached = []
    for _ in range(6):
        popup.keyboard.press("Tab")
        reached.append(popup.evaluate("document.activeElement.dataset.key ?? document.activeElement.id"))
    assert reached == ["panel", "settings", "logout", "reveal", "copy-token", "fill"]


def test_focus_stays_in_the_section_whose_button_has_gone(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR)), "session.login": {"session": session()}})
    popup = browser.open_popup_page()
    popup.focus("[data-key=login]")
    host.set(replies={"status": logged_in()})
    popup.keyboard.press("Enter")
    popup.wait_for_selector("body[data-view=session]")
    assert popup.evaluate("document.activeElement.id") == "state"
    popup.keyboard.press("Tab")
    assert popup.evaluate("document.activeElement.dataset.key") == "logout"


def test_unfolded_text_for_it_stays_so_when_something_happens(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    host.set(replies={"status": logged_in(), "sites.list": sites()})
    popup = browser.open_popup_page(browser.open(page_url("login_th")))
    popup.focus("summary")
    popup.keyboard.press("Enter")
    expect(popup.locator("details[open]")).to_have_count(1)
    host.change_status(logged_in(session=session(seconds=60)))
    expect(popup.locator("#countdown")).to_contain_text("00:00:")
    expect(popup.locator("details[open]")).to_have_count(1)
    assert popup.evaluate("document.activeElement.localName") == "summary"


def test_pages_of_others_are_not_served(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """A content script (any code in a page's isolated world) that opens our port is cut off without an answer."""
    url = page_url("login_th")
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    page = browser.open(url)
    tab = browser.tab_id(page)
    browser.press_toolbar_button(page)
    browser.real_popup()  # then the press has let us at the page
    answer = browser.worker.evaluate(
        """tab => chrome.scripting.executeScript({target: {tabId: tab}, func: () => new Promise(resolve => {
             const port = chrome.runtime.connect({name: "sitthi-pages"});
             port.onMessage.addListener(message => resolve(JSON.stringify(message)));
             port.onDisconnect.addListener(() => resolve("cut off"));
             port.postMessage({id: 1, action: "reveal"});
           })}).then(([answer]) => answer.result)""",
        tab,
    )
    assert answer == "cut off"
    assert host.asked("session.reveal") == []
