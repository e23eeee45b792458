"""Every state of the popup, from the host's answer to what the person sees and can press."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from host_control import HostControl
from playwright.sync_api import Playwright, expect
from states import (
    OPERATOR,
    PATIENT,
    READER_2,
    ago,
    inactivity,
    logged_in,
    reader,
    rights,
    session,
    site,
    sites,
    status,
)  # fmt: skip

from support.extension_browser import EXTENSION, ExtensionBrowser, extension_browser

LOCALES = {lang: json.loads((EXTENSION / f"_locales/{lang}/messages.json").read_text()) for lang in ("th", "en")}
UNKNOWN_OPERATOR = {**OPERATOR, "role": "unknown"}
OTHER = {"kind": "other", "role": "unknown", "cid_masked": "", "name_th": "", "name_en": ""}


def text(key: str, lang: str = "th", **values: object) -> str:
    message: str = LOCALES[lang][key]["message"]
    for name, value in values.items():
        message = message.replace(f"{{{name}}}", str(value))
    return message


@pytest.mark.parametrize(
    ("now", "view", "title"),
    [
        (status(pcsc="starting"), "connecting", "state_connecting"),
        (status(pcsc="unavailable"), "pcsc", "state_pcsc"),
        (status(), "no_reader", "state_no_reader"),
        (status(reader()), "no_card", "state_no_card"),
        (status(reader("reading")), "reading", "state_reading"),
        (status(reader("busy")), "busy", "state_busy"),
        (status(reader("card", OTHER)), "other_card", "state_other_card"),
        (status(reader("card", {**OTHER, "kind": "unreadable"})), "unreadable", "state_unreadable"),
        (status(reader("card", UNKNOWN_OPERATOR)), "card", "state_card"),
        (status(reader("card", UNKNOWN_OPERATOR), pin_window=True), "pin", "state_pin"),
        (logged_in(), "session", "state_session"),
        (logged_in(session=session("locked")), "locked", "state_locked"),
    ],
)
def test_state_has_its_own_view_and_title(
    browser: ExtensionBrowser, host: HostControl, now: dict[str, Any], view: str, title: str
) -> None:
    host.set(replies={"status": now, "sites.list": sites()})
    popup = browser.open_popup_page()
    popup.wait_for_selector(f"body[data-view={view}]")
    expect(popup.locator("#state h2")).to_have_text(text(title))
    expect(popup.locator("#live")).to_contain_text(text(title))


@pytest.mark.parametrize("reason", ["expired", "revoked", "replaced", "logout"])
def test_ended_session_is_explained_beside_the_way_back_in(
    browser: ExtensionBrowser, host: HostControl, reason: str
) -> None:
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR), ended={"reason": reason, "at": ago(hours=2)})})
    popup = browser.open_popup_page()
    expect(popup.locator("#notices")).to_contain_text(text(f"ended_{reason}").split("{")[0])
    expect(popup.locator("[data-key=login]")).to_be_visible()


@pytest.mark.parametrize(
    ("behaviour", "problem"), [({"exit": 3}, "problem_host_exited"), ({"garble": True}, "problem_host_garbled")]
)
def test_broken_host_is_named(
    own_profile: Path,
    own_host: HostControl,
    playwright_driver: Playwright,
    behaviour: dict[str, Any],
    problem: str,
) -> None:
    own_host.set(**behaviour)
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text(problem))


def test_missing_host_is_named_and_found_again_by_the_button(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright
) -> None:
    own_host.set(replies={"status": status()})
    manifest = own_profile / "NativeMessagingHosts" / "th.sitthi.host.json"
    kept = manifest.read_bytes()
    manifest.unlink()
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text("problem_host_missing"))
        manifest.write_bytes(kept)
        popup.click("[data-key=retry]")
        popup.wait_for_selector("body[data-view=no_reader]")


def test_forbidden_host_is_named(own_profile: Path, playwright_driver: Playwright) -> None:
    manifest = own_profile / "NativeMessagingHosts" / "th.sitthi.host.json"
    manifest.write_text(manifest.read_text().replace("jnlnfiib", "aaaaaaaa"))
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=no_host]")
        expect(popup.locator("#state .hint")).to_have_text(text("problem_host_forbidden"))


@pytest.mark.parametrize(
    "hello",
    [
        {"error": {"message": "protocol_mismatch"}},
        {"host": "9.0.0", "protocol": 2, "platform": "linux", "language": "th", "capabilities": []},
        {"unexpected": True},
    ],
)
def test_other_protocol_is_a_state_of_its_own(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright, hello: dict[str, Any]
) -> None:
    own_host.set(replies={"hello": hello})
    with extension_browser(own_profile, playwright=playwright_driver) as browser:
        popup = browser.open_popup_page()
        popup.wait_for_selector("body[data-view=mismatch]")


def test_answer_of_another_shape_is_not_shown(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": {**logged_in(), "token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    expect(popup.locator("#state")).to_contain_text(text("problem_bad_answer"))
    assert popup.locator("body[data-view=session]").count() == 0


def test_wrong_pin_stays_on_show_with_the_tries_left(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": 2}}},
        }
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=login]")
    expect(popup.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=2))
    popup.close()
    again = browser.open_popup_page()
    expect(again.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=2))
    again.click("[data-key=close-outcome]")
    expect(again.locator(".notice-bad")).to_have_count(0)


def test_unknown_number_of_tries_is_said_so(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": None}}},
        }
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=login]")
    expect(popup.locator(".notice-bad")).to_contain_text(text("error_pin_wrong", attempts_left=text("value_unknown")))


def test_token_is_masked_shown_on_demand_and_hidden_after_ten_seconds(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    expect(popup.locator(".token")).to_have_text("A1B2••••••••G7H8")
    assert host.asked("session.reveal") == []
    popup.click("[data-key=reveal]")
    expect(popup.locator(".token")).to_have_text("A1B2C3D4E5F6G7H8")
    expect(popup.locator(".token")).to_have_text("A1B2••••••••G7H8", timeout=12_000)


def test_copy_puts_the_token_on_the_clipboard_and_says_what_will_be_cleared(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    popup = browser.open_popup_page()
    popup.click("[data-key=copy-token]")
    expect(popup.locator(".notice")).to_contain_text(text("copied_token"))
    browser.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert popup.evaluate("navigator.clipboard.readText()") == "A1B2C3D4E5F6G7H8"


def test_policy_that_forbids_the_reveal_leaves_no_button(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(policy={"ok": True, "allow_reveal": False, "problem": None})})
    popup = browser.open_popup_page()
    expect(popup.locator(".token")).to_be_visible()
    assert popup.locator("[data-key=reveal], [data-key=copy-token]").count() == 0


def test_countdown_counts_and_asks_again_at_zero(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(session=session(seconds=2))})
    popup = browser.open_popup_page()
    expect(popup.locator("#countdown")).to_have_text("00:00:01")
    expired = {"reason": "expired", "at": ago(seconds=0)}
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR), ended=expired)})
    expect(popup.locator("[data-key=login]")).to_be_visible()


@pytest.mark.parametrize(
    ("days", "expected"),
    [(inactivity(12, warn=True), "inactivity_warn"), (inactivity(0, removed=True), "inactivity_removed")],
)
def test_inactivity_is_warned_of(
    browser: ExtensionBrowser, host: HostControl, days: dict[str, Any], expected: str
) -> None:
    host.set(replies={"status": logged_in(inactivity=days)})
    popup = browser.open_popup_page()
    expect(popup.locator("#state .notice")).to_contain_text(text(expected).split("{")[0])


def test_two_cards_are_chosen_between_by_person(browser: ExtensionBrowser, host: HostControl) -> None:
    second = reader("card", {**PATIENT, "role": "unknown"}, READER_2)
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR), second),
            "session.login": {"session": session()},
        }
    )
    popup = browser.open_popup_page()
    expect(popup.locator("[data-key=login]")).to_be_disabled()
    expect(popup.locator("input:checked")).to_have_count(0)
    popup.check(f"[data-key='reader:{READER_2}']")
    popup.click("[data-key=login]")
    popup.wait_for_selector("body:not([data-view=pin])")
    assert host.asked("session.login")[0]["reader"] == READER_2


@pytest.mark.parametrize("outcome", ["ok", "no_right", "not_found", "deceased"])
def test_rights_are_shown_and_leave_with_the_card(browser: ExtensionBrowser, host: HostControl, outcome: str) -> None:
    host.set(
        replies={
            "status": logged_in(reader("card", PATIENT)),
            "sites.list": sites(),
            "rights.check": rights(outcome),
        }
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    shown = popup.locator(f".rights-{outcome}")
    expect(shown).to_contain_text("UCS" if outcome in ("ok", "deceased") else text(f"rights_{outcome}"))
    if outcome == "ok":
        expect(shown).to_contain_text("24 เม.ย. 2562")
        expect(shown).to_contain_text("10670")
    host.change_status(logged_in(reader()))
    expect(popup.locator(".rights")).to_have_count(0)
    expect(popup.locator("body")).not_to_contain_text(PATIENT["name_th"])
    host.change_status(logged_in(reader("card", {**PATIENT, "cid_masked": "1-1015-xxxxx-xx-8"})))
    expect(popup.locator("#patient")).to_contain_text("1-1015-xxxxx-xx-8")
    expect(popup.locator(".rights")).to_have_count(0)


def test_rights_that_come_late_are_not_shown_under_the_next_patient(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    """Masked numbers are shared by many people, so they do not tell two patients apart."""
    host.set(
        replies={"status": logged_in(reader("card", PATIENT)), "sites.list": sites(), "rights.check": rights()},
        delays={"rights.check": 0.8},
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    expect(popup.locator("#patient .hint")).to_have_text(text("rights_checking"))
    host.change_status(logged_in(reader("card", {**PATIENT, "name_th": "นาง คนถัดไป ใหม่", "name_en": "Mrs. Next"})))
    expect(popup.locator("#patient .person")).to_contain_text("นาง คนถัดไป ใหม่")
    expect(popup.locator("[data-key=rights]")).to_be_visible()
    popup.wait_for_timeout(1000)
    expect(popup.locator(".rights")).to_have_count(0)
    expect(popup.locator("#patient")).not_to_contain_text(PATIENT["name_th"])


def test_rights_of_another_person_are_refused_and_the_card_stays_in_sight(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    answer = rights(cid_masked="5-5555-xxxxx-xx-5", name="นาย คนอื่น")
    host.set(replies={"status": logged_in(reader("card", PATIENT)), "sites.list": sites(), "rights.check": answer})
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    expect(popup.locator(".notice-bad")).to_contain_text(text("problem_rights_of_other"))
    expect(popup.locator("body")).not_to_contain_text("นาย คนอื่น")
    host.set(replies={"rights.check": rights()})
    popup.click("[data-key=rights]")
    expect(popup.locator(".rights")).to_be_visible()
    expect(popup.locator("#patient .person")).to_contain_text(PATIENT["name_th"])


@pytest.mark.parametrize("card", [PATIENT, {**OPERATOR, "role": "patient"}])
def test_locked_session_is_unlocked_by_the_operators_own_card_only(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str], card: dict[str, Any]
) -> None:
    url = page_url("login_th")
    locked = {"session": session("locked")}
    host.set(
        replies={
            "status": status(reader("card", card), **locked),
            "sites.list": sites(site(f"{url.rsplit('/', 1)[0]}/*")),
            "session.login": {"session": session()},
        }
    )
    popup = browser.open_popup_page(browser.open(url))
    expect(popup.locator(".preview")).to_be_visible()
    assert popup.locator("[data-key=login]").count() == 0
    host.change_status(status(reader("card", card), reader("card", OPERATOR, READER_2), **locked))
    popup.click("[data-key=login]")
    popup.wait_for_selector("body:not([data-view=pin]) [data-key=login]")
    assert host.asked("session.login")[0]["reader"] == READER_2
    assert host.asked("fill.values") == []


def test_choice_of_a_card_is_not_inherited_by_the_next_card(browser: ExtensionBrowser, host: HostControl) -> None:
    first = reader("card", UNKNOWN_OPERATOR)
    host.set(replies={"status": status(first, reader("card", {**PATIENT, "role": "unknown"}, READER_2))})
    popup = browser.open_popup_page()
    popup.check(f"[data-key='reader:{READER_2}']")
    expect(popup.locator("[data-key=login]")).to_be_enabled()
    third = {**PATIENT, "role": "unknown", "name_th": "นาง คนที่สาม", "name_en": "Mrs. Third"}
    host.change_status(status(first, reader("card", third, READER_2)))
    expect(popup.locator(".choices")).to_contain_text("นาง คนที่สาม")
    expect(popup.locator("[data-key=login]")).to_be_disabled()


def test_outcome_is_not_told_about_another_card_nor_after_a_minute(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(
        replies={
            "status": status(reader("card", UNKNOWN_OPERATOR)),
            "session.login": {"error": {"message": "pin_wrong", "data": {"attempts_left": 1}}},
        }
    )
    popup = browser.open_popup_page()
    shown = popup.locator(".notice-bad")
    active = {"session": session(), "ended": None, "pin_window": False}
    card = {"reader": "x", "card": {**PATIENT, "role": "unknown"}}
    for event in (["card.inserted", card], ["card.removed", {"reader": "x"}], ["session.changed", active]):
        popup.click("[data-key=login]")
        expect(shown).to_have_count(1)
        host.set(notify=[event])
        expect(shown).to_have_count(0)
    popup.click("[data-key=login]")
    expect(shown).to_have_count(1)
    popup.evaluate("{ const now = Date.now; Date.now = () => now() + 60_000; }")
    expect(shown).to_have_count(0)


def test_status_that_fails_is_a_state_with_a_way_out(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": {"error": {"message": "vault_unavailable", "data": {}}}})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_status]")
    expect(popup.locator("#state .hint")).to_have_text(text("error_vault_unavailable"))
    host.set(replies={"status": logged_in()})
    popup.click("[data-key=retry]")
    popup.wait_for_selector("body[data-view=session]")


def test_wish_for_a_fresh_status_outlives_a_failing_one(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader())})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_card]")
    failing = {"error": {"message": "vault_unavailable", "data": {}}}
    changed = ["policy.changed", {"revision": "r1"}]
    asked = len(host.asked("status"))
    host.set(replies={"status": failing}, delays={"status": 0.4}, notify=[changed, changed])
    popup.wait_for_selector("body[data-view=no_status]")
    host.set(replies={"status": logged_in()}, delays={})
    popup.wait_for_selector("body[data-view=session]")
    assert len(host.asked("status")) == asked + 2


def test_rights_refusal_shows_the_code_of_nhso(browser: ExtensionBrowser, host: HostControl) -> None:
    error = {"message": "nhso_rejected", "data": {"ws_status": "NHSO-00009", "ws_status_desc": "ไม่อนุญาต"}}
    host.set(replies={"status": logged_in(reader("card", PATIENT)), "rights.check": {"error": error}})
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    expect(popup.locator(".notice-bad")).to_contain_text("NHSO-00009 ไม่อนุญาต")


def test_events_of_the_host_change_the_open_popup(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader())})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=no_card]")
    host.change_status(status(reader("card", UNKNOWN_OPERATOR)))
    popup.wait_for_selector("body[data-view=card]")
    host.change_status(logged_in())
    popup.wait_for_selector("body[data-view=session]")


def test_host_that_dies_is_started_again(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in()})
    popup = browser.open_popup_page()
    popup.wait_for_selector("body[data-view=session]")
    hellos = len(host.asked("hello"))
    host.set(die=True)
    popup.wait_for_selector("body[data-view=no_host]")
    host.set(die=False)
    popup.wait_for_selector("body[data-view=session]")
    assert len(host.asked("hello")) > hellos


def test_fault_in_the_policy_names_file_line_and_key(browser: ExtensionBrowser, host: HostControl) -> None:
    problem = {"file": "/etc/sitthi/policy.toml", "line": 12, "key": "site.match", "problem": "not a pattern"}
    host.set(replies={"status": status(policy={"ok": False, "allow_reveal": True, "problem": problem})})
    popup = browser.open_popup_page()
    expect(popup.locator(".notice-bad")).to_contain_text("/etc/sitthi/policy.toml")
    expect(popup.locator(".notice-bad")).to_contain_text("12")


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


def test_whole_popup_works_by_keyboard(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("login_th")
    host.set(replies={"status": logged_in(), "sites.list": sites(site(f"{url.rsplit('/', 1)[0]}/*"))})
    popup = browser.open_popup_page(browser.open(url))
    popup.wait_for_selector("[data-key=fill]")
    reached = []
    for _ in range(5):
        popup.keyboard.press("Tab")
        reached.append(popup.evaluate("document.activeElement.dataset.key ?? document.activeElement.id"))
    assert reached == ["settings", "logout", "reveal", "copy-token", "fill"]


def test_focus_stays_in_the_section_whose_button_has_gone(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader("card", UNKNOWN_OPERATOR)), "session.login": {"session": session()}})
    popup = browser.open_popup_page()
    popup.focus("[data-key=login]")
    host.set(replies={"status": logged_in()})
    popup.keyboard.press("Enter")
    popup.wait_for_selector("body[data-view=session]")
    assert popup.evaluate("document.activeElement.id") == "state"
    popup.keyboard.press("Tab")
    assert popup.evaluate("document.activeElement.dataset.key") == "logout"


def test_unfolded_text_for_it_stays_so_when_something_happens(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    host.set(replies={"status": logged_in(), "sites.list": sites()})
    popup = browser.open_popup_page(browser.open(page_url("login_th")))
    popup.focus("summary")
    popup.keyboard.press("Enter")
    expect(popup.locator("details[open]")).to_have_count(1)
    host.change_status(logged_in(session=session(seconds=60)))
    expect(popup.locator("#countdown")).to_contain_text("00:00:")
    expect(popup.locator("details[open]")).to_have_count(1)
    assert popup.evaluate("document.activeElement.localName") == "summary"


def test_pages_of_others_are_not_served(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    """A content script (any code in a page's isolated world) that opens our port is cut off without an answer."""
    url = page_url("login_th")
    host.set(replies={"status": logged_in(), "session.reveal": {"token": "A1B2C3D4E5F6G7H8"}})
    page = browser.open(url)
    tab = browser.tab_id(page)
    browser.press_toolbar_button(page)
    answer = browser.worker.evaluate(
        """tab => chrome.scripting.executeScript({target: {tabId: tab}, func: () => new Promise(resolve => {
             const port = chrome.runtime.connect({name: "sitthi-pages"});
             port.onMessage.addListener(message => resolve(JSON.stringify(message)));
             port.onDisconnect.addListener(() => resolve("cut off"));
             port.postMessage({id: 1, action: "reveal"});
           })}).then(([answer]) => answer.result)""",
        tab,
    )
    assert answer == "cut off"
    assert host.asked("session.reveal") == []
