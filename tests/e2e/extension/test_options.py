"""The options page: language and self-check."""

from __future__ import annotations

import pytest
from host_control import HostControl
from lessons import open_options
from playwright.sync_api import expect
from states import reader, sites, status
from texts import text

from sitthi.diagnose.section import Section
from sitthi.diagnose.texts import both
from support.extension_browser import ExtensionBrowser


@pytest.mark.parametrize("lang", ["th", "en"])
def test_language_is_chosen_in_the_options(browser: ExtensionBrowser, host: HostControl, lang: str) -> None:
    host.set(replies={"status": status(reader())})
    options = open_options(browser)
    with options.expect_navigation():
        options.select_option("#language", lang)
    popup = browser.open_popup_page()
    expect(popup.locator("#state h2")).to_have_text(text("state_no_card", lang))
    assert popup.get_attribute("html", "lang") == lang


@pytest.mark.parametrize("lang", ["th", "en"])
def test_options_show_the_hosts_own_report(browser: ExtensionBrowser, host: HostControl, lang: str) -> None:
    report = Section("pcsc")
    report.fact("readers", [])
    report.finding("pcsc.no_reader")
    fine = Section("clock")
    fine.finding("clock.ok", seconds=0)
    host.set(
        replies={
            "status": status(),
            "sites.list": sites(),
            "diagnose": {"sections": [report.to_message(), fine.to_message()]},
        }
    )
    options = open_options(browser)
    with options.expect_navigation():
        options.select_option("#language", lang)
    expect(options.locator("#host")).to_contain_text("0.1.0")
    options.click("#diagnose")
    next_step = both("pcsc.no_reader.next")
    expect(options.locator("#report-pcsc")).to_contain_text(next_step[lang])
    expect(options.locator("#report-pcsc .bad")).to_have_text(text("section_bad", lang))
    expect(options.locator("#report-clock .good")).to_have_text(text("section_ok", lang))
    expect(options.locator("#report")).not_to_contain_text(next_step["en" if lang == "th" else "th"])
    options.evaluate(
        "navigator.clipboard.writeText = (copied) => { globalThis.copied = copied; return Promise.resolve(); }"
    )
    options.click("#copy-report")
    expect(options.locator(".report-tools [role=status]")).to_have_text(text("copied", lang))
    copied = options.evaluate("globalThis.copied")
    assert next_step[lang] in copied
    assert "(pcsc.no_reader)" in copied
    assert host.asked("diagnose")[-1] == {"extension": "0.1.0"}


def test_nothing_can_be_pressed_before_somebody_listens(browser: ExtensionBrowser) -> None:
    """A form whose script is not there yet would be sent, and its choices be in the page's URL."""
    options = open_options(browser)
    served = "fetch(location.pathname).then(answer => answer.text())"
    is_inert = "new DOMParser().parseFromString(page, 'text/html').querySelector('main').inert"
    assert options.evaluate(f"{served}.then(page => {is_inert})") is True
    options.fill("#teach-url", "his")
    options.click("#teach-open")
    expect(options.locator("#teach-status")).to_have_text(text("teach_bad_url"))
    assert "purpose" not in options.url
