"""The panel beside the HIS: one patient at a time, whole, and gone with the card."""

from __future__ import annotations

import pytest
from host_control import HELD, HostControl
from playwright.sync_api import Page, expect
from states import PATIENT, card_data, logged_in, reader, rights, session, sites, status
from texts import text

from support.extension_browser import ORIGIN, ExtensionBrowser

NEXT = {**PATIENT, "name_th": "นาง คนถัดไป ใหม่", "name_en": "Mrs. Next", "cid_masked": "1-1015-xxxxx-xx-8"}


def open_panel(browser: ExtensionBrowser) -> Page:
    return browser.open(f"{ORIGIN}/panel/panel.html")


@pytest.fixture
def panel(browser: ExtensionBrowser, host: HostControl) -> Page:
    """With a patient's card in the reader."""
    host.set(
        replies={
            "status": logged_in(reader("card", PATIENT)),
            "sites.list": sites(),
            "card.read": card_data(),
            "rights.check": rights(),
        }
    )
    return open_panel(browser)


def test_a_patients_card_is_shown_whole(panel: Page) -> None:
    shown = panel.locator("article.patient")
    for part in ("นาย กล้าหาญ ทดสอบยิ่ง", "Mr. Klahan Thodsobying", "1-1008-00447-89-9", "31 ธ.ค. 2537 (ค.ศ. 1994)",
                 "99/1", "บางรัก", "กรุงเทพมหานคร", text("sex_male"), text("panel_lifelong")):  # fmt: skip
        expect(shown).to_contain_text(part)
    expect(shown.locator("img")).to_have_js_property("complete", True)
    assert shown.locator("img").evaluate("image => image.naturalWidth") > 0


def test_a_card_that_is_out_leaves_nothing_on_the_screen_nor_the_next_one_anything_of_it(
    panel: Page, host: HostControl
) -> None:
    panel.click("[data-key=rights]")
    expect(panel.locator(".rights")).to_contain_text("UCS")
    host.change_status(logged_in(reader()))
    expect(panel.locator("#state h2")).to_have_text(text("panel_waiting"))
    for word in (PATIENT["name_th"], "99/1", "1-1008-00447-89-9"):
        expect(panel.locator("body")).not_to_contain_text(word)
    host.set(replies={"card.read": card_data(name_th={**card_data()["name_th"], "first": "ถัดไป"})})
    host.change_status(logged_in(reader("card", NEXT)))
    expect(panel.locator("article.patient")).to_contain_text("ถัดไป")
    expect(panel.locator(".rights")).to_have_count(0)


def test_an_answer_that_comes_late_is_not_the_next_persons(panel: Page, host: HostControl) -> None:
    expect(panel.locator("article.patient")).to_be_visible()
    host.set(delays={"rights.check": HELD})
    panel.click("[data-key=rights]")
    expect(panel.locator("#rights .hint")).to_have_text(text("rights_checking"))
    host.set(replies={"card.read": card_data(name_th={**card_data()["name_th"], "first": "ถัดไป"})})
    host.change_status(logged_in(reader("card", NEXT)))
    expect(panel.locator("article.patient")).to_contain_text("ถัดไป")
    host.set(delays={})
    panel.wait_for_timeout(500)
    expect(panel.locator(".rights")).to_have_count(0)


def test_rights_of_another_person_than_the_cards_are_refused(panel: Page, host: HostControl) -> None:
    host.set(replies={"rights.check": rights(cid_masked="5-5555-xxxxx-xx-5", name="นาย คนอื่น")})
    panel.click("[data-key=rights]")
    expect(panel.locator("#notices")).to_contain_text(text("problem_rights_of_other"))
    expect(panel.locator("body")).not_to_contain_text("นาย คนอื่น")


def test_rights_by_themselves_when_the_person_at_the_counter_wants_it_so(
    panel: Page, browser: ExtensionBrowser, host: HostControl
) -> None:
    expect(panel.locator("article.patient")).to_be_visible()
    assert host.asked("rights.check") == []
    panel.check("[data-key=auto]")
    host.change_status(logged_in(reader()))
    expect(panel.locator("article.patient")).to_have_count(0)
    host.change_status(logged_in(reader("card", PATIENT)))
    expect(panel.locator(".rights")).to_contain_text("UCS")
    assert [set(params) for params in host.asked("rights.check")] == [{"reader"}]


@pytest.mark.parametrize("typed", ["1-1008-00447-89-9", "๑๑๐๐๘๐๐๔๔๗๘๙๙", " 1100800447899 "])
def test_a_typed_number_is_looked_up_and_stays_nowhere(panel: Page, host: HostControl, typed: str) -> None:
    host.change_status(logged_in(reader()))
    panel.fill("#by-hand", typed)
    panel.press("#by-hand", "Enter")
    expect(panel.locator(".rights")).to_contain_text("UCS")
    assert host.asked("rights.check") == [{"cid": "1100800447899"}]
    assert panel.input_value("#by-hand") == ""
    expect(panel.locator("body")).not_to_contain_text("1100800447899")


@pytest.mark.parametrize("typed", ["1100800447898", "110080044789", "สมชาย", ""])
def test_what_is_no_citizen_id_is_asked_of_nobody(panel: Page, host: HostControl, typed: str) -> None:
    host.change_status(logged_in(reader()))
    panel.fill("#by-hand", typed)
    panel.press("#by-hand", "Enter")
    expect(panel.locator("#by-hand-problem")).to_have_text(text("error_invalid_cid"))
    assert panel.input_value("#by-hand") == typed
    assert host.asked("rights.check") == []


def test_beside_a_patients_card_nobody_else_is_looked_up(panel: Page, host: HostControl) -> None:
    expect(panel.locator("article.patient")).to_be_visible()
    expect(panel.locator("#hand")).to_be_hidden()
    now = session()
    host.change_status(logged_in(reader(), session=now))
    panel.fill("#by-hand", "3100101000018")
    panel.press("#by-hand", "Enter")
    expect(panel.locator(".rights")).to_be_visible()
    host.change_status(logged_in(reader("card", PATIENT), session=now))
    expect(panel.locator("article.patient")).to_be_visible()
    expect(panel.locator(".rights")).to_have_count(0)


def test_the_last_look_ups_are_kept_without_names_and_go_with_the_session(panel: Page, host: HostControl) -> None:
    now = session()
    host.change_status(logged_in(reader("card", PATIENT), session=now))
    panel.click("[data-key=rights]")
    expect(panel.locator(".history summary")).to_have_text(text("panel_history", count="1"))
    host.change_status(logged_in(reader(), session=now))
    panel.click(".history summary")
    expect(panel.locator(".history li")).to_contain_text("UCS")
    expect(panel.locator("body")).not_to_contain_text(rights()["rights"]["name"])
    host.change_status(logged_in(reader(), session={**now, "state": "locked"}))
    expect(panel.locator("#state h2")).to_have_text(text("panel_locked"))
    host.change_status(logged_in(reader(), session=now))
    expect(panel.locator("#state h2")).to_have_text(text("panel_waiting"))
    expect(panel.locator(".history")).to_have_count(0)


def test_nobody_logged_in_sees_no_patient(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": status(reader("card", {**PATIENT, "role": "unknown"})), "card.read": card_data()})
    panel = open_panel(browser)
    expect(panel.locator("#state h2")).to_have_text(text("panel_locked"))
    expect(panel.locator("#hand")).to_be_hidden()
    assert host.asked("card.read") == []


@pytest.mark.parametrize(("expiry", "key"), [("2020-01-31", "panel_card_expired"), ("", "")])
def test_a_card_that_has_expired_is_said_so(
    browser: ExtensionBrowser, host: HostControl, expiry: str, key: str
) -> None:
    date = {"iso": expiry, "year": 2020 if expiry else None, "month": 1, "day": 31, "lifelong": not expiry}
    host.set(replies={"status": logged_in(reader("card", PATIENT)), "card.read": card_data(expiry_date=date)})
    panel = open_panel(browser)
    expect(panel.locator("article.patient")).to_be_visible()
    expect(panel.locator("article.patient .notice-bad")).to_have_count(1 if key else 0)
