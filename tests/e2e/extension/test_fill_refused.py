"""Every reason for not filling: what is not written, and what the person is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fill_steps import ALL_ROLES, allow, ask, fill, give, tab_of
from host_control import HELD, HostControl
from playwright.sync_api import expect
from states import OPERATOR, PATIENT, logged_in, reader, session, site, sites, status
from texts import LOCALES

from support.extension_browser import IS_FIREFOX, ExtensionBrowser

TEXTS = LOCALES["th"]


def test_roles_that_the_site_may_not_have_are_never_asked_for(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in(), fill=["operator_cid"])
    give(host, "operator_cid")
    page = browser.open(url)
    fill(browser.open_popup_page(page))
    assert host.asked("fill.values")[0]["roles"] == ["operator_cid"]
    assert page.input_value("#p") == ""


def test_staff_card_is_no_patient(browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]) -> None:
    url = page_url("eligibility_th")
    allow(host, url, logged_in(reader("card", OPERATOR)), fill=ALL_ROLES)
    give(host, "operator_cid", "token")
    page = browser.open(url)
    fill(browser.open_popup_page(page))
    assert host.asked("fill.values")[0]["roles"] == ["operator_cid", "token"]
    assert page.input_value("[name=person_id]") == ""


def test_unlisted_page_is_not_touched_and_the_popup_has_a_text_for_it(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    host.set(replies={"status": logged_in(), "sites.list": sites(site("https://his.example.go.th/*"))})
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.wait_for_selector("pre", state="attached")
    assert f'match = ["{url.rsplit("/", 1)[0]}/*"]' in (popup.text_content("pre") or "")
    assert popup.query_selector("[data-key=fill]") is None
    assert page.evaluate("typeof sitthiFields") == "undefined"


def test_page_that_navigates_to_another_origin_during_login_gets_nothing(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    other = url.replace("127.0.0.1", "localhost")
    allow(host, url, status(reader("card", {**OPERATOR, "role": "unknown"})))
    give(host, "operator_cid", "token")
    host.set(replies={"session.login": {"session": logged_in()["session"]}}, delays={"session.login": HELD})
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.click("[data-key=login]")
    popup.wait_for_selector("body[data-view=pin]")
    host.set(replies={"status": logged_in(), "sites.list": sites(site("*://*/*"))})
    page.goto(other)
    browser.press_toolbar_button(page)  # or the browser itself would keep the new page from us
    host.set(delays={})
    popup.wait_for_selector(".notice-bad")
    assert host.asked("fill.values") == []
    assert page.input_value("#u") == ""


@pytest.mark.parametrize("error", ["origin_not_allowed", "gesture_required", "frame_not_allowed", "several_cards"])
def test_refusals_of_the_host_are_shown_with_what_to_do(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], error: str
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    host.set(replies={"fill.values": {"error": {"message": error, "data": {"origin": "http://x"}}}})
    page = browser.open(url)
    text = fill(browser.open_popup_page(page))
    assert text == TEXTS[f"error_{error}"]["message"].replace("{origin}", "http://x")
    assert page.input_value("#u") == ""


def test_page_that_may_no_longer_be_looked_at_asks_for_a_press_there(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """Access ends with the origin: what is no longer seen is not called "no web page"."""
    url = page_url("login_th")
    allow(host, url, logged_in())
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.wait_for_selector("[data-key=fill]")
    page.goto(url.replace("127.0.0.1", "localhost"))
    expect(popup.locator("#page .notice")).to_have_text(TEXTS["problem_page_unreachable"]["message"])
    ask(popup, "fill", tabId=tab_of(popup), seen={"url": url})
    expect(popup.locator("#notices .notice")).to_have_text(TEXTS["problem_page_unreachable"]["message"])
    assert host.asked("fill.values") == []


def test_what_is_no_web_page_is_called_so(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in()})
    popup = browser.open_popup_page(browser.open("about:blank"))
    expect(popup.locator("#page .hint")).to_have_text(TEXTS["page_none"]["message"])
    ask(popup, "fill", tabId=tab_of(popup))
    expect(popup.locator("#notices .notice")).to_have_text(TEXTS["problem_page_unsupported"]["message"])


def test_page_that_is_another_one_than_in_the_preview_gets_nothing_until_it_is_seen(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """The fill is sent as the popup of the earlier page would have sent it; the popup itself looks again."""
    first, second = page_url("login_th"), page_url("login_en")
    allow(host, first, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(first)
    popup = browser.open_popup_page(page)
    expect(popup.locator(".preview")).to_contain_text("รหัสผ่าน (Token ID)")
    for seen in ({"url": first}, {"url": second, "documentId": "0123456789ABCDEF0123456789ABCDEF"}):
        page.goto(second)
        browser.press_toolbar_button(page)  # in Firefox a press gives access to one document only
        ask(popup, "fill", tabId=tab_of(popup), seen=seen)
        expect(popup.locator("#notices .notice")).to_have_text(TEXTS["problem_page_changed"]["message"])
        popup.click("[data-key=close-outcome]")
    assert host.asked("fill.values") == []
    if IS_FIREFOX:
        popup.reload()  # a real one would be new, because of the press
    expect(popup.locator(".preview")).not_to_contain_text("รหัสผ่าน (Token ID)")
    fill(popup)
    assert host.asked("fill.values")[0]["url"] == second


def test_page_that_changes_its_address_while_the_host_is_asked_gets_nothing(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    host.set(delays={"fill.values": HELD})
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.click("[data-key=fill]")
    while not host.asked("fill.values"):
        popup.wait_for_timeout(20)
    page.evaluate("history.pushState({}, '', '/portal/other')")
    host.set(delays={})
    expect(popup.locator("#notices .notice")).to_have_text(TEXTS["problem_page_changed"]["message"])
    assert page.input_value("#u") == page.input_value("#p") == ""
    assert host.asked("fill.report")[0]["missed"] == ["operator_cid", "token"]


def test_record_of_another_patient_is_not_overwritten_and_the_preview_says_so(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    roles = ["patient_cid", "patient_first_name"]
    allow(host, url, logged_in(reader("card", PATIENT)), fill=roles)
    give(host, *roles)
    page = browser.open(url)
    page.evaluate("document.forms[0].person_id.value = '3100101000018'")
    popup = browser.open_popup_page(page)
    expect(popup.locator(".preview")).to_contain_text(TEXTS["value_occupied"]["message"])
    assert TEXTS["missed_occupied"]["message"] in fill(popup)
    assert page.input_value("[name=person_id]") == "3100101000018"
    assert page.input_value("[name=fname]") == ""


@pytest.mark.parametrize("given", [["operator_cid", "token"], []])
def test_answer_for_other_roles_than_were_asked_for_is_not_used(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], given: list[str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in(), fill=["operator_cid"])
    give(host, *given)
    page = browser.open(url)
    assert fill(browser.open_popup_page(page)) == TEXTS["problem_bad_answer"]["message"]
    assert page.input_value("#u") == page.input_value("#p") == ""


def test_page_that_leaves_while_it_is_filled_may_have_got_something(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    page.evaluate(
        """() => document.querySelector("#u").addEventListener("change", () => {
             location.href = "login_en.html";
             for (const end = Date.now() + 300; Date.now() < end; );  // it has committed before the filler goes on
           })"""
    )
    text = fill(browser.open_popup_page(page))
    assert text == TEXTS["problem_page_left"]["message"]
    assert host.asked("fill.report")[0] == {
        "origin": url.rsplit("/", 1)[0], "filled": [], "missed": ["operator_cid", "token"],
    }  # fmt: skip


def test_locked_session_gives_no_patient_away(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    allow(host, url, status(reader("card", PATIENT), session=session("locked")), fill=ALL_ROLES)
    popup = browser.open_popup_page(browser.open(url))
    expect(popup.locator(".preview")).to_be_visible()
    assert popup.locator("[data-key=fill], [data-key=login]").count() == 0
