"""The filler itself, in a page: the last look before each write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from finder import inject
from playwright.sync_api import Page, Playwright

from support.extension_browser import CHROMIUM

VALUES = {"operator_cid": "3100101000018", "token": "A1B2C3D4E5F6G7H8"}


@pytest.fixture(scope="module")
def page(playwright_driver: Playwright) -> Iterator[Page]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser.new_page()
    browser.close()


def write(page: Page, values: dict[str, str], origin: str | None = None) -> Any:
    inject(page)
    return page.evaluate(
        "([origin, values]) => sitthiFill.write(origin ?? location.origin, {}, values)", [origin, values]
    )


def test_another_origin_gets_nothing(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    assert write(page, VALUES, origin="https://his.example.go.th") is None
    assert page.input_value("#u") == page.input_value("#p") == ""


def test_page_inside_a_frame_is_not_written_from_within(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("frames"))
    frame = page.frames[1]
    frame.wait_for_load_state()
    inject(frame)  # type: ignore[arg-type]
    assert frame.evaluate("values => sitthiFill.write(location.origin, {}, values)", VALUES) is None
    assert frame.input_value("#p") == ""


def test_own_frame_is_written_from_the_top(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("frames"))
    assert write(page, VALUES) == {"filled": ["operator_cid", "token"], "missed": []}
    assert page.frames[1].input_value("#p") == VALUES["token"]


@pytest.mark.parametrize("trick", ["readOnly = true", "disabled = true", "hidden = true", "style.opacity = 0"])
def test_field_that_changes_while_the_first_is_written_is_left_alone(
    page: Page, page_url: Callable[[str], str], trick: str
) -> None:
    page.goto(page_url("login_th"))
    page.evaluate(f"document.querySelector('#u').addEventListener('input', () => {{ window.p.{trick}; }})")
    assert write(page, VALUES) == {"filled": ["operator_cid"], "missed": [{"role": "token", "reason": "readonly"}]}
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
