"""The policy's own word on a site: it beats detection, and never reaches what a person could not fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from finder import find, refused
from playwright.sync_api import Page, Playwright

from support.extension_browser import plain_browser

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
    with plain_browser(playwright_driver) as browser:
        yield browser.new_page()


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


def test_what_the_site_rule_leaves_alone_says_so(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("login_th"))
    assert refused(page, {"roles": {"token": "none"}}) == {"password": "never_rule"}


def test_a_frame_of_another_site_is_named_where_the_page_has_nothing_else(page: Page) -> None:
    frame = "<iframe id=theirs sandbox width=300 height=200 srcdoc='<input type=password>'></iframe>"
    page.set_content(f"<h2>HIS</h2>{frame}<iframe id=tiny sandbox width=0 height=0 hidden></iframe>")
    assert refused(page) == {"theirs": "other_frame"}


def test_a_password_on_a_page_of_many_fields_is_found_before_them(page: Page) -> None:
    rows = "".join(f"<form><input name=hn{n}><input name=user{n}><input name=email{n}></form>" for n in range(2000))
    login = "<form><h2>เข้าสู่ระบบ</h2><input name=u><input type=password name=p><button>เข้าสู่ระบบ</button></form>"
    page.set_content(rows + login)
    assert names(page, {}) == {"operator_cid": "u", "token": "p"}
