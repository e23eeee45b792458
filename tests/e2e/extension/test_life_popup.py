"""What the popup says about a token's life: why a session is over, the clock, days, PIN, outlets, the next person."""

from __future__ import annotations

from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import Page, expect
from states import (
    OPERATOR,
    PATIENT,
    READER_2,
    UNKNOWN_OPERATOR,
    inactivity,
    logged_in,
    outlet,
    reader,
    session,
    status,
)
from texts import text

from support.extension_browser import ExtensionBrowser

LANGUAGES = ["th", "en"]
MORNING = {"at": "2026-01-05T09:41:00+07:00", "th": "5 ม.ค. 2569 09:41 น.", "en": "5 Jan 2026 09:41"}
MIDNIGHT = {"at": "2026-01-05T00:00:00+07:00", "th": "5 ม.ค. 2569 00:00 น.", "en": "5 Jan 2026 00:00"}
REMOVAL = {"at": "2027-01-05T12:30:00+07:00", "th": "5 ม.ค. 2570 12:30 น.", "en": "5 Jan 2027 12:30"}


def popup_in(browser: ExtensionBrowser, lang: str = "th") -> Page:
    browser.worker.evaluate("language => chrome.storage.local.set({language})", lang)
    return browser.open_popup_page()


def waiting(**changes: Any) -> dict[str, Any]:
    """Somebody's card is in and nobody is logged in."""
    return status(reader("card", UNKNOWN_OPERATOR), **changes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_end_of_a_session_is_told_with_its_time_and_what_to_do(
    browser: ExtensionBrowser, host: HostControl, lang: str
) -> None:
    popup = popup_in(browser, lang)
    for reason, when, key, tone in (
        ("expired", MORNING, "ended_expired", "warn"),
        ("expired", MIDNIGHT, "ended_midnight", "warn"),  # also of a computer that slept over it, days later
        ("revoked", MORNING, "ended_revoked", "warn"),
        ("replaced", MORNING, "ended_replaced", "warn"),
        ("logout", MORNING, "ended_logout", "info"),
    ):
        host.change_status(waiting(ended={"reason": reason, "at": when["at"]}))
        expect(popup.locator(f"#notices .notice-{tone}")).to_have_text(text(key, lang, time=when[lang]))
        expect(popup.locator("[data-key=login]")).to_be_visible()


def test_end_is_told_on_the_button_too_but_not_a_logout(browser: ExtensionBrowser, host: HostControl) -> None:
    popup = popup_in(browser)
    host.change_status(waiting(ended={"reason": "revoked", "at": MORNING["at"]}))
    expect(popup.locator("#notices .notice-warn")).to_be_visible()
    assert browser.worker.evaluate("chrome.action.getBadgeText({})") == "×"
    title = browser.worker.evaluate("chrome.action.getTitle({})").replace("\u00a0", " ")
    assert text("ended_revoked", time=MORNING["th"]) in title
    host.change_status(waiting(ended={"reason": "logout", "at": MORNING["at"]}))
    expect(popup.locator("#notices .notice-info")).to_be_visible()
    assert browser.worker.evaluate("chrome.action.getBadgeText({})") == ""


@pytest.mark.parametrize(("lang", "amount"), [("th", "1 ชั่วโมง 30 นาที"), ("en", "1 hour 30 minutes")])
def test_wrong_clock_is_told_with_the_way_it_is_wrong(
    browser: ExtensionBrowser, host: HostControl, lang: str, amount: str
) -> None:
    popup = popup_in(browser, lang)
    shown = popup.locator("#notices .notice-warn")
    for seconds, key in ((5400, "clock_slow"), (-5400, "clock_fast")):
        host.change_status(logged_in(clock={"offset_seconds": seconds, "wrong": True}))
        expect(shown).to_have_text(text(key, lang, amount=amount))
    host.change_status(logged_in(clock={"offset_seconds": 30, "wrong": False}))
    expect(shown).to_have_count(0)


def test_hour_of_an_end_under_a_wrong_clock_is_told_to_be_the_true_one(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    popup = popup_in(browser)
    clock = {"offset_seconds": 5400, "wrong": True}
    host.change_status(waiting(clock=clock, ended={"reason": "expired", "at": MIDNIGHT["at"]}))
    expect(popup.locator("#notices")).to_contain_text(text("ended_by_true_time"))


@pytest.mark.parametrize(("now", "lang"), [(waiting, "th"), (logged_in, "en")])
def test_days_until_the_removal_are_counted_warned_of_and_then_followed_by_advice(
    browser: ExtensionBrowser, host: HostControl, now: Any, lang: str
) -> None:
    popup = popup_in(browser, lang)
    shown = popup.locator("#state .notice")

    def days(left: int, **flags: bool) -> dict[str, Any]:
        return {**inactivity(left, **flags), "removal_at": REMOVAL["at"]}

    host.change_status(now(inactivity=days(30, warn=True)))
    expect(shown).to_have_text(text("inactivity_warn", lang, days=30, time=REMOVAL[lang]))
    host.change_status(now(inactivity=days(0, warn=True)))
    expect(shown).to_have_text(text("inactivity_today", lang, time=REMOVAL[lang]))
    host.change_status(now(inactivity=days(0, removed=True)))
    expect(shown).to_have_text(text("inactivity_removed", lang, time=REMOVAL[lang], limit=180))
    for advice in {"th": ("สำนักงาน สปสช. เขต", "แบบฟอร์ม"), "en": ("regional office", "form")}[lang]:
        expect(shown).to_contain_text(advice)
    host.change_status(now(inactivity=days(31)))
    expect(shown).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pin_help_is_folded_and_says_who_gives_a_pin_and_who_cannot(
    browser: ExtensionBrowser, host: HostControl, lang: str
) -> None:
    popup = popup_in(browser, lang)
    fold = popup.locator(".pin-help")
    host.change_status(waiting())
    expect(fold).not_to_have_attribute("open", "")
    popup.click(".pin-help summary")
    lines = [text(f"pin_help_{line}", lang) for line in ("where", "not_nhso", "blocked")]
    expect(fold.locator("li")).to_have_text([each.format(command="sitthi card --forget-tries") for each in lines])
    expect(fold.locator("li").last).to_be_visible()
    # Wanted while the PIN window is open, too: what a person has unfolded stays so.
    host.change_status(waiting(pin_window=True))
    expect(popup.locator("#state h2")).to_have_text(text("state_pin", lang))
    expect(fold).to_have_attribute("open", "")


@pytest.mark.parametrize("name", ["pin_blocked", "pin_last_try_refused"])
def test_pin_help_unfolds_by_itself_where_there_is_no_other_way_on(
    browser: ExtensionBrowser, host: HostControl, name: str
) -> None:
    failure = {"error": {"message": name, "data": {}}}
    host.set(replies={"status": waiting(), "session.login": failure})
    popup = popup_in(browser)
    popup.click("[data-key=login]")
    expect(popup.locator("#notices .notice-bad")).to_be_visible()
    expect(popup.locator(".pin-help")).to_have_attribute("open", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_outlet_has_its_line_and_a_failed_one_says_what_to_do(
    browser: ExtensionBrowser, host: HostControl, lang: str
) -> None:
    unreachable = {"name": "outlet_unreachable", "data": {}}
    outlets = [
        outlet("file", "ok"),
        outlet("clipboard", "ok"),
        outlet("file", "pending", name="second"),
        outlet("database", "failed", unreachable),
        outlet("database", "off", name="not wanted"),
    ]
    popup = popup_in(browser, lang)
    host.change_status(logged_in(outlets=outlets))
    lines = popup.locator("#outlets li")
    expect(lines).to_have_count(4)
    states = [text(f"outlet_state_{state}", lang) for state in ("ok", "ok_clipboard", "pending", "failed")]
    assert popup.locator("#outlets .outlet-state").all_text_contents() == states
    expect(popup.locator(".outlet-failed .outlet-name")).to_have_text(text("outlet_kind_database", lang, name="hosxp"))
    expect(popup.locator(".outlet-failed .outlet-problem")).to_have_text(text("error_outlet_unreachable", lang))
    # With a patient at the desk, and after the session, only what went wrong and what is not yet undone.
    host.change_status(logged_in(reader("card", OPERATOR), reader("card", PATIENT, READER_2), outlets=outlets))
    expect(lines).to_have_count(1)
    host.change_status(waiting(outlets=outlets))
    expect(lines).to_have_count(2)
    host.change_status(waiting())
    expect(popup.locator("#outlets")).to_be_hidden()


def test_the_host_copies_and_no_page_of_the_extension_sees_the_token(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    no_reveal = {"ok": True, "allow_reveal": False, "problem": None}
    host.set(
        replies={
            "status": logged_in(outlets=[outlet("clipboard")], policy=no_reveal),
            "outlets.copy": {"seconds": 30},
        }
    )
    popup = popup_in(browser)
    popup.click("[data-key=copy-token]")
    expect(popup.locator("#notices .notice-good p")).to_have_text(text("copied_by_host"))
    expect(popup.locator("#clears-in")).to_have_text(text("copied_seconds", seconds=29))
    assert (len(host.asked("outlets.copy")), host.asked("session.reveal")) == (1, [])
    popup.evaluate("{ const now = Date.now; Date.now = () => now() + 30_000; }")
    expect(popup.locator("#clears-in")).to_have_count(0)


def test_copy_that_fails_says_so(browser: ExtensionBrowser, host: HostControl) -> None:
    failure = {"error": {"message": "outlet_clipboard_failed", "data": {"reason": "busy"}}}
    host.set(replies={"status": logged_in(outlets=[outlet("clipboard")]), "outlets.copy": failure})
    popup = popup_in(browser)
    popup.click("[data-key=copy-token]")
    expect(popup.locator("#notices .notice-bad")).to_have_text(text("error_outlet_clipboard_failed", reason="busy"))


@pytest.mark.parametrize(("state", "lang"), [("active", "th"), ("locked", "en")])
def test_next_person_takes_over_only_after_a_question_that_names_both(
    browser: ExtensionBrowser, host: HostControl, state: str, lang: str
) -> None:
    other = reader("card", PATIENT, READER_2)
    host.set(replies={"status": logged_in(other, session=session(state)), "session.login": {"session": session()}})
    popup = popup_in(browser, lang)
    popup.click("[data-key=switch]")
    question = text("switch_ask", lang, now=OPERATOR[f"name_{lang}"], next=PATIENT[f"name_{lang}"])
    expect(popup.locator(".switch p")).to_have_text(question)
    assert host.asked("session.login") == []
    popup.click("[data-key=switch-not]")
    expect(popup.locator(".switch")).to_have_count(0)
    popup.click("[data-key=switch]")
    theirs = {**session(), **{name: PATIENT[name] for name in ("cid_masked", "name_th", "name_en")}}
    host.set(replies={"status": logged_in(reader("card", {**PATIENT, "role": "operator"}, READER_2), session=theirs)})
    popup.click(".switch [data-key=switch]")
    expect(popup.locator("#state .person-name")).to_have_text(PATIENT[f"name_{lang}"])
    expect(popup.locator(".switch")).to_have_count(0)
    assert [params["reader"] for params in host.asked("session.login")] == [READER_2]


def test_question_to_one_card_is_not_left_to_the_next(browser: ExtensionBrowser, host: HostControl) -> None:
    same = session()
    host.set(replies={"status": logged_in(reader("card", PATIENT), session=same)})
    popup = popup_in(browser)
    popup.click("[data-key=switch]")
    expect(popup.locator(".switch")).to_be_visible()
    third = {**PATIENT, "name_th": "นาง คนที่สาม", "name_en": "Mrs. Third"}
    host.change_status(logged_in(reader("card", third), session=same))
    expect(popup.locator("#patient")).to_contain_text("นาง คนที่สาม")
    expect(popup.locator(".switch")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_wait_for_the_token_says_for_what(browser: ExtensionBrowser, host: HostControl, lang: str) -> None:
    popup = popup_in(browser, lang)
    for source, key in (
        ("ucauth_file", "state_source_ucauth_file"),
        ("manual", "state_source_manual"),
        ("issuer", "state_source"),
        ("of_a_hospital", "state_source"),
        (None, "state_pin"),
    ):
        host.change_status(waiting(pin_window=True, login_source=source))
        expect(popup.locator("#state h2")).to_have_text(text(key, lang))
        expect(popup.locator("#state .hint")).to_have_text(text(f"{key}_hint", lang))
        assert popup.locator("[data-key=login]").count() == 0
