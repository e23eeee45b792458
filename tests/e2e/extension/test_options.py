"""The options page: language and self-check."""

from __future__ import annotations

import pytest
from host_control import HostControl
from playwright.sync_api import expect
from states import reader, sites, status
from texts import text

from support.extension_browser import ExtensionBrowser


@pytest.mark.parametrize("lang", ["th", "en"])
def test_language_is_chosen_in_the_options(browser: ExtensionBrowser, host: HostControl, lang: str) -> None:
    host.set(replies={"status": status(reader())})
    options = browser.open(f"chrome-extension://{browser.worker.url.split('/')[2]}/options/options.html")
    with options.expect_navigation():
        options.select_option("#language", lang)
    popup = browser.open_popup_page()
    expect(popup.locator("#state h2")).to_have_text(text("state_no_card", lang))
    assert popup.get_attribute("html", "lang") == lang


def test_options_show_the_hosts_own_report(browser: ExtensionBrowser, host: HostControl) -> None:
    finding = {"level": "error", "text": "no reader", "next": "plug it in"}
    host.set(
        replies={
            "status": status(),
            "sites.list": sites(),
            "diagnose": {"sections": [{"name": "pcsc", "ok": False, "findings": [finding], "facts": {"n": 0}}]},
        }
    )
    options = browser.open(f"chrome-extension://{browser.worker.url.split('/')[2]}/options/options.html")
    expect(options.locator("#host")).to_contain_text("0.1.0")
    options.click("#diagnose")
    expect(options.locator("#report")).to_contain_text("plug it in")
