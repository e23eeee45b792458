"""SRM's right-search on the wire: the question, every kind of answer, which fund counts, nothing secret in failures."""

import contextlib
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, TokenRevoked
from sitthi.messaging.shapes import RIGHTS
from sitthi.nhso.json_safe import MAX_BYTES, JsonRefused, parse_object
from sitthi.nhso.rights import Rights
from sitthi.nhso.srm_answer import srm_rights
from sitthi.nhso.srm_rights import right_search
from unit.nhso.service_double import Double
from unit.nhso.srm_double import JWT, answer, fund, person, running
from unit.nhso.ucws_double import PATIENT


@pytest.fixture(scope="module")
def _double() -> Iterator[Double]:
    with running() as double:
        yield double


@pytest.fixture
def service(_double: Double) -> Double:
    _double.status, _double.raw, _double.content_type = 200, None, "application/json"
    _double.received.clear()
    answer(_double, person())
    return _double


def search(service: Double, cid: str = PATIENT) -> Rights:
    return right_search(service.url, token=JWT, person_cid=cid, timeout=5)


def refused(service: Double) -> dict[str, object]:
    with pytest.raises(NhsoBadAnswer) as failure:
        search(service)
    return failure.value.data


def test_the_question(service: Double) -> None:
    search(service)
    ((path, headers, body),) = service.received
    assert (path, body) == (f"/api/ucws/v1/right-search?pid={PATIENT}", b"")
    assert (headers["Authorization"], headers["Accept"]) == (f"Bearer {JWT}", "application/json")


@pytest.mark.parametrize("cid", ["", "123", "1100800447898", "๑๑๐๐๘๐๐๔๔๗๘๙๙", PATIENT + "&pid=1", PATIENT + "\n"])
def test_an_invalid_id_is_not_sent(service: Double, cid: str) -> None:
    with pytest.raises(InvalidCid):
        search(service, cid)
    assert service.received == []


def test_the_message_is_that_of_the_other_service(service: Double) -> None:
    message = search(service).to_message()
    fields, funds = message.pop("fields"), message.pop("funds")
    assert message == {
        "outcome": "ok",
        "cid_masked": "3-1001-xxxxx-xx-x",
        "name": "นายทดสอบ ระบบ",
        "scheme": {"code": "UCS", "name": "สิทธิ UCS"},
        "sub_scheme": {"code": "89", "name": "ช่วงอายุ 12-59 ปี"},
        "hospital_main": {"code": "10670", "name": "รพ.ตัวอย่าง"},
        "hospital_op": {"code": "04000", "name": "รพ.สต.ตัวอย่าง"},
        "hospital_sub": {"code": "04001", "name": "หน่วยย่อย"},
        "valid_from": "2017-01-01",
        "valid_to": "",
        "no_expiry": False,
        "status": {"code": "", "text": ""},
        "source": "srm",
        "requested_at": "2026-03-02T09:00:00+07:00",
        "request_id": "",
        "death_date": "",
    }
    assert [each["kind"] for each in funds] == ["UC"]  # type: ignore[attr-defined]
    assert isinstance(fields, dict)
    assert (fields["birthDate"], fields["sex.id"], fields["deathDate"]) == ("1977-01-15", "1", None)
    assert (fields["fund.mainInscl.id"], fields["fund.department.id"]) == ("UCS", None)


def test_the_message_has_the_protocols_shape(service: Double) -> None:
    for content in (person(), person(fname=None, funds=None), person(*[fund()] * 50, deathDate="2026-01-01")):
        answer(service, content)
        assert RIGHTS.fault(search(service).to_message(), "rights") is None


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, "ok"),
        ({"fname": None}, "not_found"),
        ({"fname": " ", "funds": None}, "not_found"),
        ({"fname": None, "deathDate": "2026-01-01"}, "not_found"),
        ({"deathDate": "2026-01-01"}, "deceased"),
        ({"deathDate": "someday"}, "deceased"),
        ({"deathDate": ""}, "ok"),
        ({"funds": []}, "no_right"),
        ({"funds": None}, "no_right"),
        ({"funds": [fund(mainInscl=None)]}, "no_right"),
        ({"funds": [fund(mainInscl={"id": "", "name": "?"})]}, "no_right"),
        ({"funds": [fund(mainInscl=None), fund("SSS")]}, "ok"),
    ],
)
def test_outcome(service: Double, members: dict[str, Any], outcome: str) -> None:
    answer(service, person() | members)
    rights = search(service)
    assert rights.outcome == outcome
    assert rights.main.scheme.code == (
        "" if outcome == "no_right" else rights.funds[-1].scheme.code if rights.funds else ""
    )


OVER, NOW, LATER = (
    {"expireDateTime": "2026-03-01T00:00:00"},
    {"expireDateTime": "2026-12-31"},
    {"startDateTime": "2026-04-01"},
)


@pytest.mark.parametrize(
    ("funds", "main"),
    [
        ([fund("OFC", **NOW), fund("UCS", **NOW)], "OFC"),
        ([fund("OFC", **OVER), fund("UCS", **NOW)], "UCS"),
        ([fund("OFC", **LATER), fund("UCS", **NOW)], "UCS"),
        ([fund("OFC", **OVER), fund("UCS", **OVER)], "OFC"),
        ([fund("OFC", startDateTime=None), fund("UCS", **NOW)], "OFC"),
        ([fund("OFC", mainInscl=None), fund("UCS", **OVER)], "UCS"),
    ],
)
def test_the_first_fund_that_holds_today_counts_and_all_are_kept(
    service: Double, funds: list[dict[str, Any]], main: str
) -> None:
    answer(service, person(*funds))
    rights = search(service)
    assert rights.main.scheme.code == main
    assert rights.fields["fund.mainInscl.id"] == main
    assert len(rights.funds) == len(funds)


@pytest.mark.parametrize(
    ("ends", "to", "endless"),
    [("NoExp", "", True), ("9999-12-31T00:00:00", "", True), ("2569-12-31", "2026-12-31", False), ("9999", "", False),
     (None, "", False), ("", "", False)],
)  # fmt: skip
def test_ends(service: Double, ends: str | None, to: str, endless: bool) -> None:
    answer(service, person(fund(expireDateTime=ends)))
    main = search(service).main
    assert (main.valid_to, main.no_expiry) == (to, endless)


def test_members_that_are_not_documented_are_passed_over(service: Double) -> None:
    answer(service, person(relation={"new": [1]}, **{"new in 2570": 1.5}))
    assert search(service).outcome == "ok"


def test_a_dead_token(service: Double) -> None:
    for body in (b"", b"<html>", b'{"error": "Unauthorized"}'):
        service.status, service.body = 401, body
        with pytest.raises(TokenRevoked) as failure:
            search(service)
        assert failure.value.data == {}


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (403, {"message": "ไม่มีสิทธิ", "error": "Forbidden"}, "ไม่มีสิทธิ"),
        (404, {"error": "ไม่พบข้อมูล"}, "ไม่พบข้อมูล"),
        (400, {"error_description": f"{PATIENT} {JWT} x{JWT[:-4]} 1101500000008"}, "… … … …"),
        (200, {"error": "token หมดอายุ"}, "token หมดอายุ"),
        (200, {"pid": None, "message": "x" * 400}, "x" * 200),
    ],
)
def test_a_refusal_in_words_is_shown_without_what_was_sent(
    service: Double, status: int, content: object, words: str
) -> None:
    service.status = status
    answer(service, content)
    with pytest.raises(NhsoRejected) as failure:
        search(service)
    told = failure.value.data
    assert told["ws_status"] == f"HTTP {status}"
    assert told["ws_status_desc"] == words


def test_an_answer_about_another_person_is_attached_to_nobody(service: Double) -> None:
    for content in (person(pid="1101500000008"), person(pid=None), person(pid=1101500000008)):
        answer(service, content)
        assert refused(service) == {"reason": "other_person"}


GOOD = json.dumps(person(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (200, "<!DOCTYPE html><html><title>log in</title></html>", "json_malformed"),
        (200, "", "json_malformed"),
        (200, GOOD[: len(GOOD) // 2], "json_malformed"),
        (200, GOOD + GOOD, "json_malformed"),
        (200, GOOD.replace('"1"', "NaN"), "json_malformed"),
        (200, "[" + GOOD + "]", "json_shape"),
        (200, "null", "json_shape"),
        (200, "{}", "no_result"),
        (200, GOOD.replace('"fname"', '"lname"'), "json_twice"),
        (200, '{"pid":' + "[" * 40 + "]" * 40 + "}", "json_depth"),
        (200, '{"pid":' + "[" * 100_000 + "]" * 100_000 + "}", "json_depth"),
        (200, GOOD.encode("tis-620"), "json_charset"),
        (200, GOOD.encode("utf-16"), "json_charset"),
        (200, GOOD.replace("ทดสอบ", "\\ud800"), "json_charset"),
        (404, "<html>not here</html>", "http_404"),
        (404, "{}", "http_404"),
        (302, "", "http_302"),
        (204, "", "http_204"),
        (500, '{"message": "failed"}', "http_500"),
        (500, GOOD, "http_500"),
    ],
)
def test_what_is_not_the_documented_answer(service: Double, status: int, body: str | bytes, reason: str) -> None:
    service.status, service.body = status, body.encode() if isinstance(body, str) else body
    assert refused(service) == {"reason": reason}


@pytest.mark.parametrize(
    "members",
    [
        {"funds": {}},
        {"funds": "UCS"},
        {"funds": [None]},
        {"funds": [fund()] * 51},
        {"funds": [fund(mainInscl="UCS")]},
        {"funds": [fund(mainInscl={"id": ["UCS"]})]},
        {"funds": [fund(mainInscl={"id": True})]},
        {"funds": [fund(mainInscl={"id": "x" * 65})]},
        {"funds": [fund(hospMain=[])]},
        {"funds": [fund(expireDateTime={})]},
        {"fname": ["ทดสอบ"]},
        {"fname": "x" * 501},
        {"deathDate": False},
    ],
)
def test_a_member_of_another_type_does_not_become_a_missing_right(service: Double, members: dict[str, Any]) -> None:
    answer(service, person() | members)
    assert refused(service) == {"reason": "json_shape"}


def test_a_byte_order_mark_is_passed_over(service: Double) -> None:
    service.body = b"\xef\xbb\xbf" + service.body
    assert search(service).outcome == "ok"


def test_logs_and_failures_quote_nothing(service: Double, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = repr(search(service))
    for body in (f'{{"message": "{PATIENT} ทดสอบ"}}', GOOD[:-9], f'{{"pid": "{PATIENT}", "fname": ["ทดสอบ"]}}'):
        service.body = body.encode()
        with pytest.raises((NhsoBadAnswer, NhsoRejected)) as failure:
            search(service)
        shown += repr(failure.value) + repr(failure.value.__cause__) + str(failure.value).replace("… ทดสอบ", "")
    service.raw = b"HTTP/1.1 200 OK\r\nbroken header\r\n : \r\n\r\n{}"  # urllib3 warns with the whole address
    with pytest.raises(NhsoBadAnswer) as failure:
        search(service)
    shown += repr(failure.value) + repr(failure.value.__context__) + caplog.text
    assert not any(secret in shown for secret in (JWT, PATIENT, "ทดสอบ"))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", *fund()]), inner),
    max_leaves=6,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(person())), json_values))
def test_no_answer_breaks_the_model(members: dict[str, Any]) -> None:
    try:
        rights = srm_rights(PATIENT, members, datetime(2026, 3, 2, tzinfo=UTC))
    except JsonRefused as refusal:
        assert refusal.reason == "shape"
    else:
        assert RIGHTS.fault(rights.to_message(), "rights") is None
        assert PATIENT not in repr(rights)


@given(st.binary(max_size=200) | st.text('{}[]":,0aNn ', max_size=60).map(str.encode))
def test_any_bytes_are_an_object_or_a_refusal(content: bytes) -> None:
    with contextlib.suppress(JsonRefused):
        assert isinstance(parse_object(content), dict)


def test_a_long_document_is_not_read() -> None:
    with pytest.raises(JsonRefused) as refusal:
        parse_object(b"{" + b" " * MAX_BYTES + b"}")
    assert refusal.value.reason == "size"
