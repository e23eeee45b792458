"""Filling: what reaches the page and what is asked of the host."""

from __future__ import annotations

from collections.abc import Callable

from fill_steps import ALL_ROLES, allow, fill, give
from host_control import HostControl
from playwright.sync_api import expect
from states import OPERATOR, PATIENT, logged_in, reader, status
from texts import LOCALES

from support.extension_browser import ExtensionBrowser

TEXTS = LOCALES["th"]


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


def test_shortcut_fills_without_the_popup_and_the_button_tells(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.press_shortcut(page)
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


def test_outcome_of_one_tab_is_not_told_in_another(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    first = browser.open_popup_page(browser.open(url))
    assert TEXTS["role_token"]["message"] in fill(first)
    other = browser.open_popup_page(browser.open(url))
    expect(other.locator("[data-key=fill]")).to_be_visible()
    expect(other.locator(".notice")).to_have_count(0)
    expect(first.locator(".notice")).to_have_count(1)
    host.set(notify=[["card.removed", {"reader": "x"}]])
    expect(first.locator(".notice")).to_have_count(0)
