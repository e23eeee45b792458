"""The pages behind the log-in, and the decoys: real checks, right labels, honest records."""

import hashlib

import pytest

from sitthi_sandbox.his.decoys import DECOYS
from sitthi_sandbox.his.eligibility_page import NOT_A_CID, NOT_A_DATE
from sitthi_sandbox.his.operator_check import UNAVAILABLE
from sitthi_sandbox.his.thai_dates import is_birth_date, show_date
from sitthi_sandbox.nhso.seed import OFFICER
from unit.sandbox_his.browser import Browser
from unit.sandbox_nhso.nhso_client import Client

PATIENT = "1100800447899"


@pytest.fixture
def inside(browser: Browser, nhso: Client) -> Browser:
    """A browser whose operator is logged in."""
    browser.login(OFFICER, nhso.login(OFFICER))
    return browser


def outcome(page_text: str) -> str:
    return page_text.partition('data-outcome="')[2].partition('"')[0]


def test_without_a_login_there_is_no_eligibility_and_no_settings(browser: Browser) -> None:
    for path in ("/", "/eligibility", "/settings"):
        assert browser.get(path).url.endswith("/login")


def test_a_patients_rights_are_shown_as_nhso_tells_them(inside: Browser) -> None:
    page = inside.submit("/eligibility", patient_cid=PATIENT).text
    assert outcome(page) == "ok"
    for text in ("นายสมชาย ใจดี", "สิทธิหลักประกันสุขภาพแห่งชาติ (UCS)", "รพ.ตัวอย่างกลาง (99001)",
                 "1 ม.ค. 2560", "ไม่มีวันหมดอายุ", "1 ก.ย. 2530"):  # fmt: skip
        assert text in page


@pytest.mark.parametrize(
    ("cid", "expected"),
    [
        ("3409900100124", "deceased"),
        ("1103700000348", "no_right"),
        ("8101700556678", "no_right"),
        ("1509900040906", "not_found"),
    ],
)
def test_the_other_outcomes_are_told_apart(inside: Browser, cid: str, expected: str) -> None:
    assert outcome(inside.submit("/eligibility", patient_cid=cid).text) == expected
    assert inside.last("eligibility")["outcome"] == expected


def test_a_token_that_died_meanwhile_is_told_and_the_settings_take_a_new_one(inside: Browser, nhso: Client) -> None:
    new_token = nhso.login(OFFICER)
    page = inside.submit("/eligibility", patient_cid=PATIENT).text
    assert outcome(page) == "rejected" and "/settings" in page
    assert inside.last("eligibility")["ws_status"] == "NHSO-00003"

    assert inside.submit("/settings", nhso_user=OFFICER, nhso_token="0123456789abcdef").status_code == 401
    assert inside.submit("/settings", nhso_user=OFFICER, nhso_token=new_token).status_code == 200
    assert outcome(inside.submit("/eligibility", patient_cid=PATIENT).text) == "ok"
    assert inside.last("settings")["outcome"] == "accepted"


def test_when_nhso_fails_the_check_says_so_and_the_form_keeps_what_was_typed(inside: Browser, nhso: Client) -> None:
    nhso.control("fault", kind="http_500")
    page = inside.submit("/eligibility", patient_cid=PATIENT, hn="<b>660012</b>")
    assert page.status_code == 502 and UNAVAILABLE in page.text
    assert PATIENT in page.text
    assert "&lt;b&gt;660012&lt;/b&gt;" in page.text


def test_a_wrong_citizen_id_or_date_is_refused_before_asking(inside: Browser) -> None:
    assert NOT_A_CID in inside.submit("/eligibility", patient_cid="123").text
    assert NOT_A_DATE in inside.submit("/eligibility", patient_cid=PATIENT, birth_date="2530-09-01").text
    assert inside.last("eligibility")["outcome"] == "invalid"


def test_every_field_of_the_patient_is_recorded_by_role(inside: Browser) -> None:
    typed = {
        "hn": "660012",
        "patient_cid": PATIENT,
        "title": "นาย",
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "birth_date": "01/09/2530",
        "sex": "1",
        "address": "12/3 หมู่ที่ 4",
    }
    inside.submit("/eligibility", **typed)
    roles = ["hn", "patient_cid", "patient_title", "patient_first_name", "patient_last_name",
             "patient_birth_date", "patient_sex", "patient_address"]  # fmt: skip
    fields = inside.last("eligibility")["fields"]
    assert {role: fields[role]["sha256"] for role in roles} == {
        role: hashlib.sha256(value.encode()).hexdigest() for role, value in zip(roles, typed.values(), strict=True)
    }
    assert fields["patient_first_name"]["masked"] == "•" * 5


def test_every_visible_input_of_the_main_forms_has_a_label(inside: Browser) -> None:
    assert inside.form("/login").labels["username"] == "เลขประจำตัวประชาชน (ผู้ใช้งาน)"
    assert inside.form("/login").labels["password"] == "Token ID / รหัส Web Service"
    assert inside.form("/eligibility").labels["patient_cid"] == "เลขประจำตัวประชาชนผู้ป่วย"
    for path in ("/login", "/eligibility", "/settings", *(decoy.path for decoy in DECOYS)):
        page = inside.form(path)
        visible = [each for each in page.inputs.values() if each.get("type") != "hidden"]
        assert visible and all(page.labels.get(each["id"]) for each in visible), path


def test_the_decoys_are_there_before_login_and_record_what_they_get(browser: Browser) -> None:
    assert {decoy.path for decoy in DECOYS} == {"/signup", "/change-password", "/search", "/payment"}
    for decoy in DECOYS:
        assert browser.form(decoy.path).inputs["_token"]["type"] == "hidden"
        first, *rest = decoy.inputs
        assert browser.submit(decoy.path, **{first.name: "x"}).status_code == 200
        fields = browser.last(decoy.path.strip("/"))["fields"]
        assert fields[first.name]["length"] == 1
        assert all(fields[each.name]["length"] == 0 for each in rest)


def test_other_secrets_of_the_settings_are_recorded_apart_from_the_account(inside: Browser) -> None:
    inside.submit("/settings", api_key="k", line_token="", db_password="pw")
    lengths = {name: each["length"] for name, each in inside.last("connections")["fields"].items()}
    assert lengths == {"service_url": 0, "api_key": 1, "line_token": 0, "db_password": 2}


@pytest.mark.parametrize(
    ("compact", "shown"),
    [
        ("25300901", "1 ก.ย. 2530"),
        ("24780000", "พ.ศ. 2478"),
        ("25330700", "ก.ค. 2533"),
        ("NoExp", "ไม่มีวันหมดอายุ"),
        ("", "ไม่ทราบ"),
        ("2533070", "ไม่ทราบ"),
        ("25331300", "พ.ศ. 2533"),
    ],
)
def test_buddhist_dates_are_shown_as_far_as_they_are_known(compact: str, shown: str) -> None:
    assert show_date(compact) == shown


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("01/09/2530", True),
        ("29/02/2543", True),
        ("29/02/2530", False),
        ("00/00/2478", True),
        ("00/07/2533", True),
        ("05/00/2533", False),
        ("1/9/30", False),
        ("2530-09-01", False),
        ("๐๑/๐๙/๒๕๓๐", False),
        ("01/09/0543", False),
    ],
)
def test_birth_dates_are_day_month_and_buddhist_year(text: str, fine: bool) -> None:
    assert is_birth_date(text) is fine
