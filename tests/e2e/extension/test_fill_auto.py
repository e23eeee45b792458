"""Sites that the policy fills on load: also when their form is drawn late, and nothing anywhere else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fill_steps import VALUES, allow, give
from host_control import HostControl
from playwright.sync_api import Page, Playwright
from states import OPERATOR, PATIENT, READER, logged_in, reader, site, sites

from support.extension_browser import EXTENSION, ExtensionBrowser, extension_browser

#: Longer than the page is looked at anew after a change (late.js), with room for the way to the host and back.
UNTOUCHED_MS = 900


@pytest.fixture
def admitted(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright, tmp_path: Path
) -> Iterator[ExtensionBrowser]:
    """A browser in which somebody has given the extension access to two origins on this machine."""
    copy = tmp_path / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = copy / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(
        json.dumps({**content, "host_permissions": ["http://127.0.0.1/*", "http://localhost/*"]}), "utf-8"
    )
    with extension_browser(own_profile, playwright=playwright_driver, extension=copy) as browser:
        yield browser


def ready(browser: ExtensionBrowser, host: HostControl, url: str, *, auto: bool = True) -> None:
    allow(host, url, logged_in(), auto=auto)
    give(host, "operator_cid", "token")
    hear_of_session(browser)


def hear_of_session(browser: ExtensionBrowser) -> None:
    """The extension may have asked for the status before the test said who is logged in."""
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=session]")
    popup.close()


def open_surveyed(browser: ExtensionBrowser, host: HostControl, url: str) -> Page:
    """The page, once it has been looked at and nothing was found."""
    before = len(host.asked("status"))
    page = browser.open(url)
    while len(host.asked("status")) == before:
        page.wait_for_timeout(20)
    page.wait_for_timeout(UNTOUCHED_MS)
    return page


def test_form_that_is_drawn_late_is_filled_without_a_press(
    admitted: ExtensionBrowser, own_host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("drawn_late")
    ready(admitted, own_host, url)
    page = open_surveyed(admitted, own_host, url)
    page.evaluate("draw()")
    page.wait_for_function("document.querySelector('#p').value !== ''")
    assert [page.input_value("#u"), page.input_value("#p")] == [VALUES["operator_cid"], VALUES["token"]]
    assert [params["gesture"] for params in own_host.asked("fill.values")] == [False]
    page.evaluate("draw()")
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#p") == ""


def test_site_that_is_no_longer_on_the_auto_list_gets_nothing_late(
    admitted: ExtensionBrowser, own_host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("drawn_late")
    ready(admitted, own_host, url)
    page = open_surveyed(admitted, own_host, url)
    allow(own_host, url, logged_in(), auto=False)
    page.evaluate("draw()")
    page.wait_for_timeout(UNTOUCHED_MS)
    assert own_host.asked("fill.values") == []


def test_site_that_is_not_on_the_auto_list_is_not_even_looked_at(
    admitted: ExtensionBrowser, own_host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    ready(admitted, own_host, url, auto=False)
    page = admitted.open(url)
    page.wait_for_timeout(UNTOUCHED_MS)
    assert page.input_value("#u") == ""
    looked = admitted.worker.evaluate(
        """tabId => chrome.scripting.executeScript({target: {tabId}, func: () => "sitthiFill" in globalThis})
             .then(([answer]) => answer.result)""",
        admitted.tab_id(page),
    )
    assert looked is False


def test_next_page_of_another_origin_gets_nothing_even_where_both_may_be_looked_at(
    admitted: ExtensionBrowser, own_host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("step_one")
    ready(admitted, own_host, url, auto=False)
    give(own_host, "operator_cid")
    page = admitted.open(url)
    admitted.press_shortcut(page)
    while not own_host.asked("fill.report"):
        page.wait_for_timeout(20)
    own_host.set(replies={"sites.list": sites(site("*://*/*"))})
    give(own_host, "token")
    page.goto(page_url("step_two").replace("127.0.0.1", "localhost"))
    page.wait_for_timeout(UNTOUCHED_MS)
    page.goto(page_url("step_two"))
    page.wait_for_timeout(UNTOUCHED_MS)
    assert [params["roles"] for params in own_host.asked("fill.values")] == [["operator_cid"]]


@pytest.mark.parametrize(
    ("card", "auto", "filled"), [(PATIENT, True, True), (PATIENT, False, False), (OPERATOR, True, False)]
)
def test_card_that_comes_fills_the_page_in_front_if_it_is_a_patients_and_policy_says_so(
    admitted: ExtensionBrowser, own_host: HostControl, page_url: Callable[[str], str], card: dict[str, str], auto: bool,
    filled: bool,
) -> None:  # fmt: skip
    url = page_url("eligibility_th")
    allow(own_host, url, logged_in(), auto=auto, fill=["patient_cid"])
    hear_of_session(admitted)
    page = admitted.open(url)
    page.wait_for_timeout(UNTOUCHED_MS)
    page.bring_to_front()
    give(own_host, "patient_cid")
    inserted = ["card.inserted", {"reader": READER, "card": card}]
    own_host.set(replies={"status": logged_in(reader("card", card))}, notify=[inserted])
    shown = page.locator("[data-expect=patient_cid]")
    if not filled:
        page.wait_for_timeout(UNTOUCHED_MS)
        assert shown.input_value() == ""
        return
    page.wait_for_function("document.querySelector('[data-expect=patient_cid]').value !== ''")
    assert shown.input_value().replace("-", "") == VALUES["patient_cid"]
