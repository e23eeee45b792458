"""The options page: language and self-check."""

from __future__ import annotations

import pytest
from host_control import HostControl
from playwright.sync_api import expect
from states import reader, sites, status
from texts import text

from sitthi.diagnose.section import Section
from sitthi.diagnose.texts import both
from support.extension_browser import ORIGIN, ExtensionBrowser


@pytest.mark.parametrize("lang", ["th", "en"])
def test_language_is_chosen_in_the_options(browser: ExtensionBrowser, host: HostControl, lang: str) -> None:
    host.set(replies={"status": status(reader())})
    options = browser.open(f"{ORIGIN}/options/options.html")
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
    options = browser.open(f"{ORIGIN}/options/options.html")
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
