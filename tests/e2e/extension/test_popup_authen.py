"""The Authen code in the popup: asked for by a press, shown large, gone with the card."""

from __future__ import annotations

from collections.abc import Callable

from fill_steps import allow
from host_control import HostControl
from playwright.sync_api import expect
from states import PATIENT, logged_in, reader, sites
from texts import text

from support.extension_browser import ExtensionBrowser

CODE = {"code": "PP1234567890", "claim_type": "PG0060001", "at": None, "hcode": "", "existing": False}
TYPES = {
    "cid_masked": PATIENT["cid_masked"],
    "terminals": [],
    "types": [{"code": "PG0060001", "name": "เข้ารับบริการรักษาทั่วไป"}, {"code": "PG0130001", "name": "ฟอกเลือด"}],
    "default_type": None,
    "code": None,
}


def replies(on: bool = True, code: bool = False) -> dict[str, object]:
    return {
        "status": logged_in(reader("card", PATIENT), authen={"on": on, "code": code}),
        "sites.list": sites(),
        "authen.types": TYPES,
        "authen.claim": {"code": CODE},
    }


def test_a_type_is_chosen_and_the_code_shown_until_the_card_is_out(
    browser: ExtensionBrowser, host: HostControl
) -> None:
    host.set(replies=replies())
    popup = browser.open_popup_page()
    popup.click("[data-key=authen]")
    popup.check("[data-key=claim-PG0130001]")
    popup.fill("[data-key=claim-mobile]", "0812345678")
    popup.click("[data-key=claim]")
    expect(popup.locator(".claim-code")).to_have_text(CODE["code"])
    [asked] = host.asked("authen.claim")
    assert (asked["claim_type"], asked["mobile"]) == ("PG0130001", "0812345678")
    assert popup.input_value("[data-key=claim-mobile]") == ""
    host.change_status(logged_in(reader(), authen={"on": True, "code": False}))
    expect(popup.locator("#authen *")).to_have_count(0)
    expect(popup.locator("body")).not_to_contain_text(CODE["code"])


def test_nothing_of_it_where_policy_has_it_off(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies=replies(on=False))
    popup = browser.open_popup_page()
    expect(popup.locator("#patient .person")).to_be_visible()
    expect(popup.locator("#authen *")).to_have_count(0)


def test_a_failure_says_what_to_do(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={**replies(), "authen.types": {"error": {"message": "authen_not_running"}}})
    popup = browser.open_popup_page()
    popup.click("[data-key=authen]")
    expect(popup.locator("#notices")).to_contain_text(text("error_authen_not_running"))


def test_a_page_that_lists_the_code_gets_the_rest_without_it(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    url = page_url("eligibility_th")
    now = logged_in(reader("card", PATIENT), authen={"on": True, "code": False})
    fields = {"claim_code": "[name=hn]"}
    allow(host, url, now, fill=["patient_cid", "claim_code"], fields=fields)
    host.set(replies={"fill.values": {"values": {"patient_cid": "1100800447899"}, "masked": {}}})
    page = browser.open(url)
    popup = browser.open_popup_page(page)
    popup.click("[data-key=fill]")
    expect(popup.locator("#notices .notice")).to_contain_text(text("missed_no_claim_code"))
    assert [params["roles"] for params in host.asked("fill.values")] == [["patient_cid"]]
