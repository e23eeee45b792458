"""Access that the browser has given but does not grant yet: a press must not be lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fill_steps import VALUES, allow, give, outcome
from host_control import HostControl
from playwright.sync_api import expect
from states import logged_in

from support.extension_browser import ExtensionBrowser

#: Chromium's own, in the first moments after a press on a busy computer.
_NOT_YET = (
    "Cannot access contents of the page. Extension manifest must request permission to access the respective host."
)
#: `times` times the browser refuses in these words, then it lets us in.
_REFUSE = """([words, times]) => {
  const scripting = chrome.scripting, real = scripting.executeScript.bind(scripting);
  globalThis.sitthiRefused = 0;
  scripting.executeScript = what => {
    if (sitthiRefused < times) {
      sitthiRefused += 1;
      return Promise.reject(new Error(words));
    }
    scripting.executeScript = real;
    return real(what);
  };
  globalThis.sitthiRestore = () => { scripting.executeScript = real; };
}"""


@pytest.fixture
def refuse(browser: ExtensionBrowser) -> Iterator[Callable[[str, int], None]]:
    """Makes the browser refuse so many times with these words; it lets us in again after the test."""
    yield lambda words, times: browser.worker.evaluate(_REFUSE, [words, times])
    browser.worker.evaluate("globalThis.sitthiRestore?.()")


@pytest.mark.parametrize("times", [1, 4])
def test_the_browser_is_asked_again_until_it_has_heard_of_its_own_permission(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], refuse: Callable[[str, int], None],
    times: int,
) -> None:  # fmt: skip
    url = page_url("login_th")
    allow(host, url, logged_in())
    give(host, "operator_cid", "token")
    page = browser.open(url)
    refuse(_NOT_YET, times)
    browser.press_shortcut(page)
    page.wait_for_function("document.querySelector('#p').value !== ''")
    assert (page.input_value("#u"), page.input_value("#p")) == (VALUES["operator_cid"], VALUES["token"])
    assert browser.worker.evaluate("sitthiRefused") == times


@pytest.mark.parametrize(("words", "times"), [(_NOT_YET, 99), ("The tab was closed.", 1)])
def test_who_is_refused_for_good_is_told_so(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], refuse: Callable[[str, int], None],
    words: str, times: int,
) -> None:  # fmt: skip
    url = page_url("login_th")
    allow(host, url, logged_in())
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    expect(popup.locator(".preview")).to_be_visible()
    refuse(words, times)
    popup.click("[data-key=fill]")
    while not outcome(browser).get("problem"):
        popup.wait_for_timeout(20)
    assert outcome(browser)["problem"] == {"name": "page_unreachable", "data": {"why": words}}
    assert host.asked("fill.values") == []
