"""A site's rules reach the page: what is never filled, sending the form; and taking a fill back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fill_steps import VALUES, allow, ask, fill, give, outcome, tab_of
from host_control import HELD, HostControl
from playwright.sync_api import expect
from states import PATIENT, logged_in, reader

from support.extension_browser import ExtensionBrowser


def test_rules_of_the_site_are_kept(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in(), never=["#p"])
    give(host, "operator_cid")
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    preview = ask(popup, "preview", tabId=tab_of(popup))["result"]
    assert [field["role"] for field in preview["fields"]] == ["operator_cid"]
    assert [field["why"] for field in preview["skipped"]] == ["never_rule"]
    fill(popup)
    assert page.input_value("#u") == VALUES["operator_cid"]
    assert page.input_value("#p") == ""


def test_login_is_sent_once_it_is_whole_and_the_answer_still_comes(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("step_two")
    allow(host, url, logged_in(), submit=True)
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.press_shortcut(page)
    page.wait_for_url("**/step_two.html?username=*")
    while not outcome(browser):
        page.wait_for_timeout(20)
    assert outcome(browser)["submitted"] is True
    assert outcome(browser)["problem"] is None
    assert host.asked("fill.report")[0]["filled"] == ["operator_cid", "token"]


@pytest.mark.usefixtures("lasting_access")
def test_login_is_sent_in_two_steps(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("step_one")
    allow(host, url, logged_in(), submit=True)
    give(host, "operator_cid")
    host.set(delays={"fill.values": HELD})
    page = browser.open(url)
    browser.press_shortcut(page)
    while not host.asked("fill.values"):
        page.wait_for_timeout(20)
    host.set(delays={"status": HELD})  # which is asked for before the second step
    while not host.asked("fill.report"):
        page.wait_for_timeout(20)
    give(host, "token")
    host.set(delays={})
    page.wait_for_url("**/step_two.html?username=&password=*")
    assert [params["roles"] for params in host.asked("fill.values")] == [["operator_cid"], ["token"]]


def test_form_is_not_sent_while_a_patients_card_is_missing(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    allow(host, url, logged_in(), fill=["operator_cid", "token", "patient_cid"], submit=True)
    give(host, "operator_cid", "token")
    page = browser.open(url)
    page.evaluate("document.querySelector('button').textContent = 'เข้าสู่ระบบ'")
    browser.press_shortcut(page)
    while not outcome(browser):
        page.wait_for_timeout(20)
    assert outcome(browser)["filled"] == ["operator_cid", "token"]
    assert (outcome(browser)["submitted"], outcome(browser)["unsubmitted"]) == (False, "incomplete")
    page.wait_for_timeout(200)
    assert page.url == url


def test_fill_is_taken_back_from_the_popup(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    roles = ["patient_cid", "patient_first_name"]
    allow(host, url, logged_in(reader("card", PATIENT)), fill=roles)
    give(host, *roles)
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    fill(popup)
    assert page.input_value("[name=person_id]") == "1-1008-00447-89-9"
    assert outcome(browser)["undoable"] is True
    again = browser.open_popup_page(page)
    assert ask(again, "preview", tabId=tab_of(again))["result"]["undoable"] is True
    assert ask(again, "undo", tabId=tab_of(again))["result"] == {"restored": 2}
    assert page.input_value("[name=person_id]") == page.input_value("[name=fname]") == ""
    assert outcome(browser) == {}
    assert ask(again, "preview", tabId=tab_of(again))["result"]["undoable"] is False
    expect(again.locator("#notices .notice")).to_have_count(0)
