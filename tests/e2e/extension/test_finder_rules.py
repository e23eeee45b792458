"""The policy's own word on a site: it beats detection, and never reaches what a person could not fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from finder import find, refused
from playwright.sync_api import Page, Playwright

from support.extension_browser import CHROMIUM

BOXES = "".join(f"<input name=b{n} maxlength=1>" for n in range(13))
PAGES = {
    "shadow": """<his-login></his-login><script>
        document.querySelector("his-login").attachShadow({mode: "open"}).innerHTML = "<p>x <input name=inner></p>";
        </script>""",
    "frame": '<iframe srcdoc="<p>x <input name=inner></p>"></iframe>',
    "sandboxed": '<iframe sandbox=allow-same-origin srcdoc="<p>x <input name=inner></p>"></iframe>',
}


@pytest.fixture(scope="module")
def page(playwright_driver: Playwright) -> Iterator[Page]:
    browser = playwright_driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield browser.new_page()
    browser.close()


def names(page: Page, rules: dict[str, Any]) -> dict[str, str]:
    return {field["role"]: field["name"] for field in find(page, rules)}


def test_a_selector_beats_detection(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_en"))
    assert names(page, {"fields": {"operator_cid": "input[name=otp]"}})["operator_cid"] == "otp"


def test_a_selector_never_reaches_a_hidden_field(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    assert "_token" not in names(page, {"fields": {"token": "input[name=_token]"}}).values()


@pytest.mark.parametrize("kind", ["shadow", "frame"])
def test_a_selector_goes_on_inside_shadow_roots_and_frames(page: Page, kind: str) -> None:
    page.set_content(PAGES[kind])
    host = {"shadow": "his-login", "frame": "iframe"}[kind]
    assert names(page, {"fields": {"patient_cid": f"{host} >>> input"}}) == {"patient_cid": "inner"}


def test_a_selector_does_not_reach_into_a_sandboxed_frame(page: Page) -> None:
    page.set_content(PAGES["sandboxed"])
    assert find(page, {"fields": {"patient_cid": "iframe >>> input"}}) == []


def test_the_first_box_of_a_selector_stands_for_all_thirteen(page: Page) -> None:
    page.set_content(f"<p>รหัส {BOXES}</p>")
    [field] = find(page, {"fields": {"patient_cid": "[name=b0]"}})
    assert (field["role"], field["inputs"]) == ("patient_cid", 13)


def test_what_is_never_filled_beats_a_selector(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    found = names(page, {})
    rules = {"never": ["form"], "fields": {"token": f"[name={found['token']}]"}}
    assert names(page, rules) == {}
    assert refused(page, rules)[found["token"]] == "never_rule"


def test_a_role_means_on_a_site_what_the_policy_says(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    before = names(page, {})
    assert names(page, {"roles": {"operator_cid": "patient_cid", "token": "none"}}) == {
        "patient_cid": before["operator_cid"]
    }


def test_a_selector_that_the_browser_does_not_know_names_nothing(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    assert names(page, {"fields": {"token": "input[[["}}) == names(page, {})


REFUSED = {
    "signup": "<form><h2>สมัครสมาชิก</h2><label>เลขบัตรประชาชน <input name=a></label><button>สมัคร</button></form>",
    "new_password": "<form><label>รหัสผ่านใหม่ <input type=password name=a></label><button>ตกลง</button></form>",
    "foreign_token": "<form><label>LINE token <input name=a></label><button>บันทึก</button></form>",
    "otp": "<form><label>รหัส OTP <input name=a></label><button>ยืนยัน</button></form>",
    "whose_unclear": "<form><label>เลขบัตรประชาชน <input name=a></label><button>ตกลง</button></form>",
    "other_person": "<form><label>เลขบัตรประชาชนบิดา <input name=a></label><button>ตกลง</button></form>",
    "readonly": "<form><label>เลขบัตรประชาชน <input name=a readonly></label></form>",
    "service": "<form><h2>SMTP</h2><label>User <input name=a></label><label>x <input type=password></label></form>",
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_gets_nothing_says_why(page: Page, why: str) -> None:
    page.set_content(f"<!doctype html><meta charset=utf-8>{REFUSED[why]}")
    assert find(page) == []
    assert refused(page)["a"] == why
