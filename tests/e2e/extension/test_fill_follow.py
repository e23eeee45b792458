"""What follows a press without another, for seconds and once: a login's second step, a login that a button opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fill_steps import VALUES, allow, give, origin_of, outcome
from host_control import HostControl
from playwright.sync_api import Page
from states import logged_in, site, sites

from support.extension_browser import ExtensionBrowser

#: Longer than the page is looked at anew after a change (late.js), with room for the way to the host and back.
UNTOUCHED_MS = 900


@pytest.fixture
def first_step(browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]) -> Callable[[str], Page]:
    """Opens a page and fills the user's number in it; the host then has the token ready."""

    def start(name: str) -> Page:
        url = page_url(name)
        allow(host, url, logged_in())
        give(host, "operator_cid")
        page = browser.open(url)
        browser.press_shortcut(page)
        page.wait_for_function("document.querySelector('#u').value !== ''")
        while not host.asked("fill.report"):
            page.wait_for_timeout(20)
        give(host, "token")
        return page

    return start


def asked_roles(host: HostControl) -> list[list[str]]:
    return [params["roles"] for params in host.asked("fill.values")]


def message_of(browser: ExtensionBrowser, page: Page, kind: str = "sitthi-late") -> None:
    """A message from the page's isolated world, as only the extension's own scripts can send it."""
    browser.worker.evaluate(
        """([tabId, kind]) => chrome.scripting.executeScript({target: {tabId}, args: [kind],
             func: kind => { chrome.runtime.sendMessage({kind}).catch(() => undefined); }})""",
        [browser.tab_id(page), kind],
    )


def test_second_step_in_the_same_document(
    browser: ExtensionBrowser, host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("two_step")
    page.click("#next")
    page.wait_for_function("document.querySelector('#p').value !== ''")
    assert page.input_value("#p") == VALUES["token"]
    assert asked_roles(host) == [["operator_cid"], ["token"]]
    assert all(params["gesture"] for params in host.asked("fill.values"))
    while outcome(browser).get("filled") != ["operator_cid", "token"]:
        page.wait_for_timeout(20)


@pytest.mark.usefixtures("lasting_access")
def test_second_step_in_a_new_document_gets_what_is_left_and_nothing_twice(
    host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("step_one")
    page.click("button")
    page.wait_for_url("**/step_two.html*")
    page.wait_for_function("document.querySelector('#p').value !== ''")
    assert page.input_value("#p") == VALUES["token"]
    assert page.input_value("#u") == ""
    assert asked_roles(host) == [["operator_cid"], ["token"]]
    page.reload()
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""


@pytest.mark.parametrize("whose", ["own", "another's"])
@pytest.mark.usefixtures("lasting_access")
def test_second_step_that_names_the_user_gets_the_token_of_that_person_only(
    browser: ExtensionBrowser, host: HostControl, first_step: Callable[[str], Page], whose: str
) -> None:
    page = first_step("step_one")
    give(host, "operator_cid", "token")
    named = VALUES["operator_cid"] if whose == "own" else "3149900123453"
    page.goto(page.url.split("?")[0].replace("step_one", "step_named") + f"?user={named}")
    while asked_roles(host) != [["operator_cid"], ["token", "operator_cid"]]:
        page.wait_for_timeout(20)
    while len(host.asked("fill.report")) < 2:
        page.wait_for_timeout(20)
    assert page.input_value("#p") == (VALUES["token"] if whose == "own" else "")
    if whose != "own":
        assert outcome(browser)["missed"] == [{"role": "token", "reason": "locked_user"}]


@pytest.mark.usefixtures("lasting_access")
def test_second_step_of_another_origin_gets_nothing(host: HostControl, first_step: Callable[[str], Page]) -> None:
    page = first_step("step_one")
    other = page.url.replace("127.0.0.1", "localhost").replace("step_one", "step_two")
    host.set(replies={"sites.list": sites(site("*://*/*"))})
    page.goto(other)
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    page.goto(other.replace("localhost", "127.0.0.1"))
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    assert asked_roles(host) == [["operator_cid"]]


def test_second_step_that_the_policy_no_longer_lists_gets_nothing(
    host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("two_step")
    host.set(replies={"sites.list": sites(site(f"{origin_of(page.url)}/elsewhere/*"))})
    page.click("#next")
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    assert asked_roles(host) == [["operator_cid"]]


def test_second_step_that_the_host_refuses_gets_nothing_and_the_first_stays_on_show(
    browser: ExtensionBrowser, host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("two_step")
    host.set(replies={"fill.values": {"error": {"message": "session_locked", "data": {}}}})
    page.click("#next")
    while len(asked_roles(host)) < 2:
        page.wait_for_timeout(20)
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    assert outcome(browser)["filled"] == ["operator_cid"]
    assert len(asked_roles(host)) == 2


def test_step_that_comes_too_late_gets_nothing_whoever_says_so(
    browser: ExtensionBrowser, host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("two_step")
    page.wait_for_timeout(8_300)
    page.click("#next")
    message_of(browser, page)
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    assert asked_roles(host) == [["operator_cid"]]


def test_login_that_a_button_opens_after_the_press(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("modal")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.press_shortcut(page)
    while (outcome(browser).get("problem") or {}).get("name") != "no_fields":
        page.wait_for_timeout(20)
    page.click("#open")
    page.wait_for_function("document.querySelector('#place').shadowRoot.querySelector('#p').value !== ''")
    while outcome(browser).get("filled") != ["operator_cid", "token"]:
        page.wait_for_timeout(20)
    assert outcome(browser)["problem"] is None


@pytest.mark.usefixtures("lasting_access")
def test_nothing_is_waited_for_after_a_whole_login(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """A login that failed shows its form again: the token is not written into it a second time by itself."""
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.press_shortcut(page)
    page.wait_for_function("document.querySelector('#p').value !== ''")
    while not host.asked("fill.report"):
        page.wait_for_timeout(20)
    page.goto(url)  # not reload, at which Firefox itself puts typed text back
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == page.input_value("#u") == ""


def test_nothing_is_waited_for_while_nobody_is_logged_in(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("modal")
    allow(host, url, {**logged_in(), "session": None})
    page = browser.open(url)
    browser.press_shortcut(page)
    while not outcome(browser).get("problem"):
        page.wait_for_timeout(20)
    host.set(replies={"status": logged_in()})
    page.click("#open")
    page.wait_for_timeout(UNTOUCHED_MS)
    assert host.asked("fill.values") == []


def test_message_from_a_page_that_nothing_was_asked_for_is_not_heard(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.press_toolbar_button(page)
    browser.real_popup()  # from now on the browser lets us into the page
    message_of(browser, page)
    page.wait_for_timeout(UNTOUCHED_MS)
    assert host.asked("fill.values") == []


def test_message_of_another_kind_is_not_heard(
    browser: ExtensionBrowser, host: HostControl, first_step: Callable[[str], Page]
) -> None:
    page = first_step("two_step")
    page.evaluate(  # a change that no observer sees
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync("#second { display: block !important }");
                   document.adoptedStyleSheets = [sheet]; }"""
    )
    message_of(browser, page, "fill")
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""
    message_of(browser, page)
    page.wait_for_function("document.querySelector('#p').value !== ''")


_HOLD_AFTER_FILES = """() => {
  const scripting = chrome.scripting, real = scripting.executeScript.bind(scripting);
  globalThis.sitthiHeld = false;
  scripting.executeScript = async what => {
    const answer = await real(what);
    if (!what.files) return answer;
    scripting.executeScript = real;
    const go = new Promise(resolve => { globalThis.sitthiGo = resolve; });
    globalThis.sitthiHeld = true;
    await go;
    return answer;
  };
}"""


@pytest.mark.usefixtures("lasting_access")
def test_page_that_came_while_the_one_before_was_entered_is_filled_by_the_next_press(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """Our scripts went into the document before: the new one must not be taken for one that has them."""
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    browser.worker.evaluate(_HOLD_AFTER_FILES)
    browser.press_shortcut(page)
    while not browser.worker.evaluate("sitthiHeld"):
        page.wait_for_timeout(20)
    page.goto(page_url("login_en"))
    browser.worker.evaluate("sitthiGo()")
    while outcome(browser).get("problem", {}).get("name") != "page_changed":
        page.wait_for_timeout(20)
    browser.press_shortcut(page)
    page.wait_for_function("document.querySelector('[type=password]').value !== ''")
    assert page.input_value("[type=password]") == VALUES["token"]
