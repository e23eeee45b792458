"""The preview says what goes where and why, what is left alone and why, and a fill can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from host_control import HostControl
from playwright.sync_api import Page, expect
from states import logged_in, page_values, session, site, sites, status
from texts import LOCALES, text

from support.extension_browser import EXTENSION, ExtensionBrowser

FOUND = [
    "selector", "login_user", "login_first_step", "login_secret", "token_word", "says_staff", "says_patient",
    "among_patient", "patient_word",
]  # fmt: skip
REFUSED = [
    "signup", "new_password", "confirm_password", "recovery", "otp", "search", "newsletter", "payment",
    "profile", "service", "foreign_token", "other_person", "personnel", "whose_unclear", "hidden", "covered",
    "readonly", "too_short", "list", "several", "never_rule", "other_frame", "no_login",
]  # fmt: skip


@pytest.fixture
def open_popup(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> Callable[..., tuple[Page, Page]]:
    """The page and the popup over it, on a site that may have the staff's two fields; `rules` are the policy's."""

    def open_popup(name: str, **rules: object) -> tuple[Page, Page]:
        url = page_url(name)
        values = {role: page_values()["values"][role] for role in ("operator_cid", "token")}
        host.set(
            replies={
                "status": logged_in(),
                "sites.list": sites(site(f"{url.rsplit('/', 1)[0]}/*", **rules)),
                "fill.values": {"values": values, "masked": {}},
            }
        )
        page = browser.open(url)
        return page, browser.open_popup_page(page)

    return open_popup


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_reason_has_a_text(lang: str) -> None:
    scripts = [script.read_text("utf-8") for script in (EXTENSION / "content").glob("*.js")]
    used = {code for script in scripts for code in re.findall(r"why: \"(\w+)\"", script)}
    assert used
    assert {code for code in {*FOUND, *REFUSED, *used} if f"why_{code}" not in LOCALES[lang]} == set()


def test_found_field_says_role_label_and_why(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    _, popup = open_popup("login_th")
    row = popup.locator("[data-role=operator_cid]")
    expect(row).to_contain_text(text("role_operator_cid"))
    expect(row.locator(".why")).to_contain_text(text("page_field", label="เลขประจำตัวประชาชน"))
    expect(row.locator(".why")).to_contain_text(text("why_login_user"))


def test_rule_of_the_policy_is_given_as_the_reason(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    _, popup = open_popup("login_th", fields={"operator_cid": "#u", "token": "#p"})
    row = popup.locator("[data-role=operator_cid] .why")
    expect(row).to_have_text(f"{text('page_field', label='เลขประจำตัวประชาชน')} · {text('why_selector')}")


def test_decoy_is_left_alone_and_listed_with_its_reason(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    page, popup = open_popup("left_alone")
    for decoy in page.locator("[data-left]").all():
        why = decoy.get_attribute("data-left")
        item = popup.locator(f".skipped [data-why={why}]")
        expect(item).to_have_count(1)
        expect(item.locator(".why")).to_contain_text(text(f"why_{why}"))
    popup.click("[data-key=fill]")
    expect(popup.locator(".notice-good")).to_be_visible()
    assert page.input_value("#p") == "A1B2C3D4E5F6G7H8"
    assert [each.input_value() for each in page.locator("[data-left]").all()] == ["", ""]


def test_field_that_the_policy_forbids_says_so_and_whom_to_ask(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    _, popup = open_popup("login_th", never=["#p"])
    item = popup.locator(".skipped [data-why=never_rule]")
    expect(item).to_contain_text(text("why_never_rule"))
    expect(item.locator(".next")).to_have_text(text("next_never_rule"))


def test_many_left_alone_are_folded_and_stay_unfolded_when_something_happens(
    open_popup: Callable[..., tuple[Page, Page]], host: HostControl
) -> None:
    _, popup = open_popup("decoys")
    fold = popup.locator("details.skipped")
    expect(fold).not_to_have_attribute("open", "")
    count = fold.locator("li").count()
    assert count > 3
    expect(fold.locator("summary")).to_have_text(text("page_skipped_many", count=count))
    popup.click(".skipped summary")
    host.change_status(logged_in(session=session(seconds=60)))
    expect(popup.locator("#countdown")).to_contain_text("00:00:")
    expect(fold).to_have_attribute("open", "")


def test_what_is_out_of_sight_is_listed_last(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    _, popup = open_popup("decoys")
    popup.wait_for_selector(".skipped li", state="attached")
    reasons = popup.eval_on_selector_all(".skipped li", "items => items.map(each => each.dataset.why)")
    out_of_sight = [why in {"hidden", "covered", "other_frame"} for why in reasons]
    assert True in out_of_sight
    assert out_of_sight == sorted(out_of_sight)


def test_page_without_fields_says_that_late_ones_are_filled_and_fills_them(
    open_popup: Callable[..., tuple[Page, Page]], page_url: Callable[[str], str]
) -> None:
    page, popup = open_popup("empty")
    expect(popup.locator(".nothing")).to_contain_text(text("page_no_fields"))
    expect(popup.locator(".nothing")).to_contain_text(text("page_no_fields_hint"))
    popup.click("[data-key=fill]")
    expect(popup.locator(".notice-bad")).to_have_text(text("problem_no_fields"))
    page.evaluate(
        """() => { document.body.innerHTML =
             "<h1>เข้าสู่ระบบ</h1><form><label>Username <input id=u></label>" +
             "<label>Token ID <input id=p type=password></label><button>เข้าสู่ระบบ</button></form>"; }"""
    )
    expect(popup.locator(".notice-good")).to_be_visible()
    assert page.input_value("#p") == "A1B2C3D4E5F6G7H8"


def test_page_without_fields_has_nothing_to_press_before_login(
    open_popup: Callable[..., tuple[Page, Page]], host: HostControl
) -> None:
    _, popup = open_popup("empty")
    host.change_status(status())
    expect(popup.locator(".nothing")).to_contain_text(text("page_no_fields_login_hint"))
    assert popup.locator("[data-key=fill]").count() == 0


def test_fill_is_taken_back_by_the_button_of_its_notice(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    page, popup = open_popup("login_th")
    page.fill("#u", "before")
    popup.click("[data-key=fill]")
    expect(popup.locator(".notice-good")).to_be_visible()
    assert page.input_value("#u") == "3100101000018"
    popup.click(".notice [data-key=undo]")
    expect(popup.locator(".notice-good")).to_have_text(text("undone", count=2))
    assert [page.input_value("#u"), page.input_value("#p")] == ["before", ""]
    expect(popup.locator("[data-key=undo]")).to_have_count(0)


def test_fill_is_still_taken_back_when_its_notice_is_closed(
    open_popup: Callable[..., tuple[Page, Page]], browser: ExtensionBrowser
) -> None:
    page, popup = open_popup("login_th")
    popup.click("[data-key=fill]")
    popup.click("[data-key=close-outcome]")
    popup.close()
    again = browser.open_popup_page(page)
    again.click("#page [data-key=undo]")
    expect(again.locator(".notice-good")).to_be_visible()
    assert page.input_value("#p") == ""


def test_page_that_has_changed_says_that_nothing_could_be_taken_back(
    open_popup: Callable[..., tuple[Page, Page]],
) -> None:
    page, popup = open_popup("login_th")
    popup.click("[data-key=fill]")
    expect(popup.locator("[data-key=undo]")).to_be_visible()
    page.fill("#u", "other")
    page.fill("#p", "other")
    popup.click("[data-key=undo]")
    expect(popup.locator(".notice-bad")).to_have_text(text("problem_undo_impossible"))
    assert page.input_value("#u") == "other"


def test_form_that_was_sent_is_said_and_cannot_be_taken_back(open_popup: Callable[..., tuple[Page, Page]]) -> None:
    page, popup = open_popup("login_th", submit=True)
    with page.expect_navigation():
        popup.click("[data-key=fill]")
    expect(popup.locator(".notice-good")).to_contain_text(text("fill_submitted"))
    expect(popup.locator("[data-key=undo]")).to_have_count(0)
