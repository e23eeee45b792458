"""Teaching a page by its address: the browser is asked for that one site, and the access can be given up again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from host_control import HostControl
from lessons import OVERLAY, Lesson, open_options
from playwright.sync_api import Page, Playwright, expect
from presses import MEANWHILE_MS, endless_presses, halves_of_press, mark, was_endless
from texts import text

from support.extension_browser import EXTENSION, ExtensionBrowser, extension_browser


@pytest.fixture
def admitted(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright, tmp_path: Path
) -> Iterator[ExtensionBrowser]:
    """A browser that may access this machine when asked; the dialog it would show cannot be pressed by a test."""
    copy = tmp_path / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = copy / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**content, "host_permissions": ["http://127.0.0.1/*"]}), "utf-8")
    with extension_browser(own_profile, playwright=playwright_driver, extension=copy) as browser:
        yield browser


def note_requests(options: Page) -> None:
    """Notes what the browser is asked for, and asks it all the same."""
    options.evaluate(
        """() => {
             window.asked = [];
             const request = chrome.permissions.request.bind(chrome.permissions);
             chrome.permissions.request = what => {
               window.asked.push({...what, isPressed: navigator.userActivation.isActive});
               return request(what);
             };
           }"""
    )


def test_page_is_opened_by_its_address_and_taught(admitted: ExtensionBrowser, page_url: Callable[[str], str]) -> None:
    options = open_options(admitted)
    note_requests(options)
    options.fill("#teach-url", page_url("login_th"))
    with admitted.context.expect_page() as opened:
        options.click("#teach-open")
    page = opened.value
    page.wait_for_selector(OVERLAY, state="attached")
    assert options.evaluate("asked") == [{"origins": ["http://127.0.0.1/*"], "isPressed": True}]
    box = page.locator("#u").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + 8)
    page.keyboard.press("Escape")
    expect(options.locator("[data-role=operator_cid] code")).to_have_text("#u")
    expect(options.locator("#teach-tabs li")).to_have_count(1)
    # The same address again goes to the tab that is open.
    options.bring_to_front()
    options.click("#teach-open")
    page.wait_for_selector(OVERLAY, state="attached")
    assert [each.url for each in admitted.context.pages].count(page.url) == 1


def test_access_that_is_not_given_is_said_and_nothing_is_opened(
    browser: ExtensionBrowser, page_url: Callable[[str], str]
) -> None:
    options = open_options(browser)
    options.evaluate("chrome.permissions.request = async () => false")
    before = len(browser.context.pages)
    options.fill("#teach-url", page_url("login_th"))
    options.click("#teach-open")
    expect(options.locator("#teach-status")).to_have_text(text("teach_no_access"))
    assert len(browser.context.pages) == before


@pytest.mark.parametrize("address", ["", "his", "javascript:alert(1)", "file:///etc/passwd", "chrome://settings"])
def test_what_is_no_address_of_a_web_page_is_refused(browser: ExtensionBrowser, address: str) -> None:
    options = open_options(browser)
    options.fill("#teach-url", address)
    options.click("#teach-open")
    expect(options.locator("#teach-status")).to_have_text(text("teach_bad_url"))


def test_pages_without_access_are_not_listed(browser: ExtensionBrowser, page_url: Callable[[str], str]) -> None:
    browser.open(page_url("login_th"))
    options = open_options(browser)
    options.wait_for_selector("#teach-form")
    expect(options.locator("#teach-tabs-part")).to_be_hidden()


def test_a_page_that_changes_its_title_in_the_middle_of_a_press_does_not_swallow_it(
    browser: ExtensionBrowser, page_url: Callable[[str], str]
) -> None:
    lesson = Lesson(browser, browser.open(page_url("login_th")))
    options = lesson.options
    options.focus("[data-tab]")
    marked = mark(options, "[data-tab]")
    lesson.page.evaluate("document.title = 'before'")
    expect(options.locator("#teach-tabs")).to_contain_text("before")
    expect(options.locator(marked)).to_have_count(0)
    assert options.evaluate("document.activeElement.matches('[data-tab]')")  # whichever window has the focus
    endless_presses(options)
    down, up = halves_of_press(options, "[data-tab]")
    options.evaluate(
        "() => { globalThis.told = 0; chrome.tabs.onUpdated.addListener((_id, {title}) => { if (title) told += 1; }) }"
    )
    down()
    lesson.page.evaluate("document.title = 'meanwhile'")
    options.wait_for_function("told > 0")
    options.wait_for_timeout(MEANWHILE_MS)
    assert was_endless(options)
    up()
    lesson.wait_until_asked()
