"""Filling: what reaches the page, what is asked of the host, and every reason for not filling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import Page
from states import OPERATOR, PATIENT, logged_in, page_values, reader, site, sites, status

from support.extension_browser import ExtensionBrowser

ALL_ROLES = [
    "operator_cid", "token", "patient_cid", "patient_title", "patient_first_name", "patient_last_name",
    "patient_birth_date", "patient_sex", "patient_address",
]  # fmt: skip


def allow(host: HostControl, url: str, now: dict[str, Any], **changes: Any) -> None:
    origin = "/".join(url.split("/")[:3])
    host.set(
        replies={
            "status": now,
            "sites.list": sites(site(f"{origin}/*", **changes)),
            "fill.values": {"values": {}, "masked": {}},
        }
    )


def give(host: HostControl, *roles: str) -> None:
    values = page_values()["values"]
    host.set(replies={"fill.values": {"values": {role: values[role] for role in roles}, "masked": {}}})


def fill(popup: Page) -> str:
    popup.click("[data-key=fill]")
    return popup.inner_text("#notices .notice")


def test_login_page_gets_exactly_cid_and_token(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    fill(browser.open_popup_page(page))
    assert page.input_value("#u") == "3100101000018"
    assert page.input_value("#p") == "A1B2C3D4E5F6G7H8"
    origin = url.rsplit("/", 1)[0]
    assert host.asked("fill.values") == [
        {"origin": origin, "url": url, "top_frame": True, "roles": ["operator_cid", "token"], "gesture": True}
    ]
    assert host.asked("fill.report") == [{"origin": origin, "filled": ["operator_cid", "token"], "missed": []}]


def test_eligibility_page_gets_patient_values_in_the_fields_own_format(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    allow(host, url, logged_in(reader("card", PATIENT)), fill=ALL_ROLES)
    give(host, *ALL_ROLES)
    page = browser.open(url)
    fill(browser.open_popup_page(page))
    assert page.input_value("[name=person_id]") == "1-1008-00447-89-9"
    assert page.input_value("[name=pname]") == "003"
    assert page.input_value("[name=fname]") == "กล้าหาญ"
    assert page.input_value("[name=dob]") == "31/12/2537"
    assert page.is_checked("[name=sex][value='1']")
    assert page.input_value("[name=hn]") == ""
    assert page.input_value("[name=contact_cid]") == ""


def test_page_sees_input_and_change_and_a_page_that_takes_the_value_back_is_reported(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    page.evaluate(
        """() => {
          window.seen = [];
          for (const type of ["input", "change"])
            document.addEventListener(type, event => seen.push([type, event.target.id, event.bubbles, event.composed]));
          document.querySelector("#p").addEventListener("input", event => { event.target.value = ""; });
        }"""
    )
    text = fill(browser.open_popup_page(page))
    assert ["input", "u", True, True] in page.evaluate("seen")
    assert ["change", "u", True, True] in page.evaluate("seen")
    assert "Token ID" in text and "เปลี่ยนค่ากลับ" in text
    assert host.asked("fill.report")[0]["missed"] == ["token"]


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


def test_shortcut_fills_without_the_popup_and_the_button_tells(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """The shortcut's event is raised in the worker, after a real grant of activeTab."""
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    tab = browser.tab_id(page)
    browser.press_toolbar_button(page)
    browser.worker.evaluate("tab => chrome.commands.onCommand.dispatch('fill', {id: tab})", tab)
    page.wait_for_function("document.querySelector('#p').value !== ''")
    assert page.input_value("#u") == "3100101000018"
    page.wait_for_timeout(50)
    assert browser.worker.evaluate("chrome.action.getBadgeText({})") == "✓"
    assert "เติมแล้ว" in browser.worker.evaluate("chrome.action.getTitle({})")


def test_real_toolbar_popup_logs_in_and_fills_in_one_press(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, status(reader("card", {**OPERATOR, "role": "unknown"})))
    give(host, "operator_cid", "token")
    host.set(replies={"session.login": {"session": logged_in()["session"]}})
    page = browser.open(url)
    browser.press_toolbar_button(page)
    popup = browser.real_popup()
    assert "เติมหน้านี้" in popup.wait_for("document.querySelector('[data-key=login]')?.textContent.match(/.*เติม.*/)?.[0]")
    host.set(replies={"status": logged_in()})
    popup.press("[data-key=login]")
    page.wait_for_function("document.querySelector('#p').value !== ''")
    asked = host.asked("session.login")
    assert asked[0]["origin"] == url.rsplit("/", 1)[0]


def test_page_that_navigates_to_another_origin_during_login_gets_nothing(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    other = url.replace("127.0.0.1", "localhost")
    allow(host, url, status(reader("card", {**OPERATOR, "role": "unknown"})))
    give(host, "operator_cid", "token")
    host.set(replies={"session.login": {"session": logged_in()["session"]}}, delays={"session.login": 1.0})
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.click("[data-key=login]")
    popup.wait_for_selector("body[data-view=pin]")
    host.set(replies={"status": logged_in(), "sites.list": sites(site("*://*/*"))})
    page.goto(other)
    browser.press_toolbar_button(page)  # or the browser itself would keep the new page from us
    popup.wait_for_selector(".notice-bad")
    assert host.asked("fill.values") == []
    assert page.input_value("#u") == ""


@pytest.mark.parametrize("error", ["origin_not_allowed", "gesture_required", "frame_not_allowed"])
def test_refusals_of_the_host_are_shown_with_what_to_do(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], error: str
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    host.set(replies={"fill.values": {"error": {"message": error, "data": {"origin": "http://x"}}}})
    page = browser.open(url)
    text = fill(browser.open_popup_page(page))
    assert text and "{" not in text
    assert page.input_value("#u") == ""
