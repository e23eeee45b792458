"""The patient's rights in the popup: shown for this card and no other."""

from __future__ import annotations

import pytest
from host_control import HELD, HostControl
from playwright.sync_api import expect
from states import PATIENT, logged_in, reader, rights, sites
from texts import text

from support.extension_browser import ExtensionBrowser


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
        delays={"rights.check": HELD},
    )
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    expect(popup.locator("#patient .hint")).to_have_text(text("rights_checking"))
    host.change_status(logged_in(reader("card", {**PATIENT, "name_th": "นาง คนถัดไป ใหม่", "name_en": "Mrs. Next"})))
    expect(popup.locator("#patient .person")).to_contain_text("นาง คนถัดไป ใหม่")
    expect(popup.locator("[data-key=rights]")).to_be_visible()
    host.set(delays={})
    popup.wait_for_timeout(500)
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


def test_rights_refusal_shows_the_code_of_nhso(browser: ExtensionBrowser, host: HostControl) -> None:
    error = {"message": "nhso_rejected", "data": {"ws_status": "NHSO-00009", "ws_status_desc": "ไม่อนุญาต"}}
    host.set(replies={"status": logged_in(reader("card", PATIENT)), "rights.check": {"error": error}})
    popup = browser.open_popup_page()
    popup.click("[data-key=rights]")
    expect(popup.locator(".notice-bad")).to_contain_text("NHSO-00009 ไม่อนุญาต")
