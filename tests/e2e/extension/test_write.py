"""The filler itself, in a page: the last look before each write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from finder import inject
from playwright.sync_api import Page, Playwright

from support.extension_browser import plain_browser

VALUES = {"operator_cid": "3100101000018", "token": "A1B2C3D4E5F6G7H8"}


@pytest.fixture(scope="module")
def page(playwright_driver: Playwright) -> Iterator[Page]:
    with plain_browser(playwright_driver) as browser:
        yield browser.new_page()


WRITE = """given => sitthiFill.write(
    {origin: location.origin, url: location.href, gesture: true,
     rules: {fields: {}, never: [], roles: {}, submit: false}, ...given})"""


def write(page: Page, values: dict[str, str], **other: object) -> Any:
    inject(page)
    return page.evaluate(WRITE, {"values": values, **other})


def test_another_origin_gets_nothing(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    assert write(page, VALUES, origin="https://his.example.go.th") is None
    assert page.input_value("#u") == page.input_value("#p") == ""


def test_another_page_of_the_origin_gets_nothing_but_the_fragment_does_not_matter(
    page: Page, page_url: Callable[[str], str]
) -> None:
    page.goto(page_url("login_th"))
    assert write(page, VALUES, url=page_url("login_en")) is None
    assert page.input_value("#u") == page.input_value("#p") == ""
    page.evaluate("history.pushState({}, '', '#there')")
    assert write(page, VALUES, url=page_url("login_th"))["filled"] == ["operator_cid", "token"]


def test_staff_who_ask_may_replace_their_own_old_token_but_nothing_is_replaced_unasked(
    page: Page, page_url: Callable[[str], str]
) -> None:
    page.goto(page_url("login_th"))
    write(page, VALUES)
    fresh = {**VALUES, "token": "Z9Y8X7W6V5U4T3S2"}
    unasked = write(page, fresh, gesture=False)
    assert (unasked["filled"], unasked["missed"]) == (["operator_cid"], [{"role": "token", "reason": "occupied"}])
    assert page.input_value("#p") == VALUES["token"]
    assert write(page, fresh)["missed"] == []
    assert page.input_value("#p") == fresh["token"]


PATIENT = {
    "patient_cid": "1100800447899",
    "patient_title": "นาย",
    "patient_first_name": "กล้าหาญ",
    "patient_sex": "male",
    "patient_address": "99/9 หมู่ 9",
}


@pytest.mark.parametrize(
    ("held", "occupied"),
    [
        ("person_id.value = '3-1001-01000-01-8'", list(PATIENT)),
        ("fname.value = 'คนอื่น'", list(PATIENT)),
        ("addr.value = '1 ถนนอื่น'", ["patient_address"]),
        ("pname.value = '004'", ["patient_title"]),
        ("sex[1].checked = true", ["patient_sex"]),
        ("person_id.value = '_-____-_____-__-_'", []),
        ("person_id.value = '1100800447899'", []),
        ("pname.value = '003'", []),
    ],
)
def test_patient_never_replaces_what_is_there(
    page: Page, page_url: Callable[[str], str], held: str, occupied: list[str]
) -> None:
    page.goto(page_url("eligibility_th"))
    page.evaluate(f"document.forms[0].{held}")
    before = page.evaluate("[...new FormData(document.forms[0])]")
    result = write(page, PATIENT)
    assert result["missed"] == [{"role": role, "reason": "occupied"} for role in occupied]
    if occupied == list(PATIENT):
        assert page.evaluate("[...new FormData(document.forms[0])]") == before


def test_page_inside_a_frame_is_not_written_from_within(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("frames"))
    frame = page.frames[1]
    frame.wait_for_load_state()
    inject(frame)  # type: ignore[arg-type]
    assert frame.evaluate(WRITE, {"values": VALUES}) is None
    assert frame.input_value("#p") == ""


def test_own_frame_is_written_from_the_top(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("frames"))
    assert write(page, VALUES)["filled"] == ["operator_cid", "token"]
    assert page.frames[1].input_value("#p") == VALUES["token"]


@pytest.mark.parametrize("trick", ["readOnly = true", "disabled = true", "hidden = true", "style.opacity = 0"])
def test_field_that_changes_while_the_first_is_written_is_left_alone(
    page: Page, page_url: Callable[[str], str], trick: str
) -> None:
    page.goto(page_url("login_th"))
    page.evaluate(f"document.querySelector('#u').addEventListener('input', () => {{ window.p.{trick}; }})")
    written = write(page, VALUES)
    assert (written["filled"], written["missed"]) == (["operator_cid"], [{"role": "token", "reason": "readonly"}])
    assert page.input_value("#p") == ""


def test_value_that_does_not_fit_is_not_cut(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    page.evaluate("document.querySelector('#p').maxLength = 15")
    assert write(page, VALUES)["missed"] == [{"role": "token", "reason": "too_long"}]
    assert page.input_value("#p") == ""


@pytest.mark.parametrize(
    ("attributes", "iso", "written"),
    [
        ("type=date", "1994-12-31", "1994-12-31"),
        ("placeholder='วว/ดด/ปปปป'", "1994-12-31", "31/12/2537"),
        ("placeholder='dd-mm-yyyy'", "1994-12-31", "31-12-1994"),
        ("placeholder='yyyy-mm-dd'", "1994-12-31", "1994-12-31"),
        ("", "1994-12-31", ""),
        ("placeholder='วว/ดด/ปปปป'", "1994-00-00", ""),
    ],
)
def test_birth_date_in_the_fields_own_format_or_not_at_all(
    page: Page, page_url: Callable[[str], str], attributes: str, iso: str, written: str
) -> None:
    page.goto(page_url("login_th"))
    page.evaluate(
        """attributes => { document.querySelector("form").outerHTML =
          `<form><h2>ทะเบียนผู้ป่วย</h2><label>HN <input name="hn"></label>
           <label>วันเกิด <input id="d" ${attributes}></label></form>`; }""",
        attributes,
    )
    write(page, {"patient_birth_date": iso})
    assert page.input_value("#d") == written


def test_no_token_goes_where_the_user_is_no_citizen_id(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    page.evaluate("document.querySelector('#u').maxLength = 10")
    written = write(page, VALUES)
    assert written["filled"] == []
    assert {miss["role"]: miss["reason"] for miss in written["missed"]} == {
        "operator_cid": "too_long",
        "token": "other_login",
    }
    assert page.input_value("#u") == page.input_value("#p") == ""


@pytest.mark.parametrize("lock", ["readOnly", "disabled"])
@pytest.mark.parametrize(
    ("shown", "filled"), [("3-1001-01000-01-8", ["token"]), ("1101500000008", []), ("somchai", [])]
)
def test_a_token_goes_beside_a_user_that_cannot_be_changed_only_if_that_is_its_person(
    page: Page, page_url: Callable[[str], str], lock: str, shown: str, filled: list[str]
) -> None:
    page.goto(page_url("login_th"))
    page.evaluate("([lock, shown]) => { u.value = shown; u[lock] = true; }", [lock, shown])
    written = write(page, VALUES)
    assert written["filled"] == filled
    assert written["missed"] == ([] if filled else [{"role": "token", "reason": "locked_user"}])
    assert page.input_value("#p") == (VALUES["token"] if filled else "")


def test_without_a_citizen_id_to_compare_no_token_goes_beside_a_user_that_cannot_be_changed(
    page: Page, page_url: Callable[[str], str]
) -> None:
    page.goto(page_url("login_th"))
    page.evaluate("u.value = '3100101000018'; u.readOnly = true")
    assert write(page, {"token": VALUES["token"]})["missed"] == [{"role": "token", "reason": "locked_user"}]
