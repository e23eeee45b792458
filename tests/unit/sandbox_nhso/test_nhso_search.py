"""searchCurrentByPID over the wire: what is answered about whom, and what is refused."""

import re
import xml.etree.ElementTree as ET

import pytest

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.nhso.cid import valid_cid
from sitthi_sandbox.nhso.patients import PATIENTS
from sitthi_sandbox.nhso.seed import OFFICER, SECOND_OFFICER
from unit.sandbox_nhso.nhso_client import ENVELOPE, Client, envelope

BY_CID = {patient.cid: patient for patient in PATIENTS}
UCS_PATIENT = "1100800447899"
DEAD = "3409900100124"
WITHOUT_RIGHT = "1103700000348"
NO_RIGHT_YET = "8101700556678"
UNKNOWN_BUT_VALID = "1509900040906"


def fault_code(nhso: Client, body: str | bytes, content_type: str = "text/xml") -> str:
    response = nhso.post_soap(body, content_type)
    assert response.status_code == 500
    code = ET.fromstring(response.content).findtext(f"{ENVELOPE}Body/{ENVELOPE}Fault/faultcode")
    assert code is not None
    return code


def test_an_answer_has_the_shape_that_existing_clients_read(nhso: Client) -> None:
    response = nhso.post_soap(envelope(OFFICER, nhso.login(OFFICER), UCS_PATIENT))
    text = response.content.decode("utf-8")
    assert response.headers["Content-Type"].lower().startswith("text/xml")
    assert re.search(r"<S:Envelope [^>]*><S:Body><ns2:searchCurrentByPIDResponse [^>]*><return><birthdate>", text)
    assert "<return>" in text and "/>" not in text, "empty fields are left out"


def test_a_right_is_told_with_scheme_hospitals_and_buddhist_dates(nhso: Client) -> None:
    nhso.at("2026-03-05T09:30:15+07:00")
    answer = nhso.search(OFFICER, nhso.login(OFFICER), UCS_PATIENT)
    assert re.fullmatch(r"WS\d{15}", answer.pop("wsid"))
    assert re.fullmatch(r"WSB\d{13}", answer.pop("wsid_batch"))
    assert answer == {
        "birthdate": "25300901",
        "count_select": "1",
        "expdate": "NoExp",
        "fname": "สมชาย",
        "hmain": "99001",
        "hmain_name": "รพ.ตัวอย่างกลาง",
        "hmain_op": "99002",
        "hmain_op_name": "รพ.ชุมชนตัวอย่าง",
        "hsub": "99003",
        "hsub_name": "รพ.สต.บ้านตัวอย่าง",
        "lname": "ใจดี",
        "maininscl": "UCS",
        "maininscl_main": "U",
        "maininscl_name": "สิทธิหลักประกันสุขภาพแห่งชาติ",
        "nation": "099",
        "paid_model": "1",
        "person_id": UCS_PATIENT,
        "primary_amphur_name": "เมืองขอนแก่น",
        "primary_province_name": "ขอนแก่น",
        "primary_tumbon_name": "ในเมือง",
        "sex": "1",
        "startdate": "25600101",
        "subinscl": "89",
        "subinscl_name": "ช่วงอายุ 12-59 ปี",
        "title": "003",
        "title_name": "นาย",
        "ws_data_source": "NHSO",
        "ws_date_request": "2026-03-05T09:30:15+07:00",
        "ws_status": "NHSO-000001",
        "ws_status_desc": "ok",
    }


def test_all_five_main_schemes_occur(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    told = {nhso.search(OFFICER, token, patient.cid).get("maininscl") for patient in PATIENTS}
    assert {"WEL", "UCS", "SSS", "OFC", "LGO"} <= told


def test_somebody_unknown_is_ok_without_a_name(nhso: Client) -> None:
    for person in (UNKNOWN_BUT_VALID, "not a citizen ID", ""):
        answer = nhso.search(OFFICER, nhso.login(OFFICER), person)
        assert (answer["ws_status"], answer["count_select"]) == ("NHSO-000001", "0")
        assert "fname" not in answer and "maininscl" not in answer


def test_no_right_is_a_person_without_a_main_scheme(nhso: Client) -> None:
    answer = nhso.search(OFFICER, nhso.login(OFFICER), WITHOUT_RIGHT)
    assert answer["fname"] == "ไร้สิทธิ์"
    assert "maininscl" not in answer and "status" not in answer


def test_the_dead_and_those_without_a_right_yet_have_their_status(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    assert nhso.search(OFFICER, token, DEAD)["status"] == "003"
    not_yet = nhso.search(OFFICER, token, NO_RIGHT_YET)
    assert not_yet["status"] == "008" and "maininscl" not in not_yet


def test_a_token_works_for_the_person_it_was_issued_to_only(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    assert nhso.ws_status(OFFICER, token) == "NHSO-000001"
    assert nhso.ws_status(SECOND_OFFICER, token) == "NHSO-00003"
    assert nhso.ws_status("3100101000018", token) == "NHSO-00003"
    assert nhso.ws_status(OFFICER, token.upper()) == "NHSO-00003"
    assert nhso.ws_status(OFFICER, "") == "NHSO-00003"


def test_a_rejected_call_tells_nothing_about_the_person(nhso: Client) -> None:
    answer = nhso.search(OFFICER, "0123456789abcdef", UCS_PATIENT)
    assert answer["ws_status"] == "NHSO-00003" and answer["ws_status_desc"]
    assert not {"fname", "maininscl", "person_id"} & answer.keys()


def test_a_qualified_input_is_not_seen(nhso: Client) -> None:
    body = envelope(OFFICER, nhso.login(OFFICER), UCS_PATIENT)
    qualified = body.replace("<smctoken>", "<tok:smctoken>").replace("</smctoken>", "</tok:smctoken>")
    response = nhso.post_soap(qualified)
    assert "NHSO-00003" in response.text


def test_a_message_in_another_encoding_is_read(nhso: Client) -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?>' + envelope(OFFICER, nhso.login(OFFICER), UCS_PATIENT)
    assert "NHSO-000001" in nhso.post_soap(body.encode("utf-16")).text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<a>",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        envelope("1", "2", "3").replace("searchCurrentByPID", "searchOldByPID"),
        envelope("1", "2", "3").replace("tokenws", "otherws"),
        "<searchCurrentByPID/>",
    ],
)
def test_what_is_not_a_call_of_the_operation_is_a_client_fault(nhso: Client, body: str | bytes) -> None:
    assert fault_code(nhso, body) == "S:Client"


def test_entities_are_refused_not_expanded(nhso: Client) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "boom">]>' + envelope(OFFICER, "&x;", UCS_PATIENT)
    assert fault_code(nhso, bomb) == "S:Client"
    assert "boom" not in nhso.post_soap(bomb).text


def test_soap_1_2_is_a_version_mismatch(nhso: Client) -> None:
    body = envelope("1", "2", "3").replace(
        "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
    )
    assert fault_code(nhso, body) == "S:VersionMismatch"


def test_a_header_that_must_be_understood_is_refused(nhso: Client) -> None:
    header = '<soapenv:Header><x xmlns="urn:x" soapenv:mustUnderstand="1"/></soapenv:Header>'
    body = envelope("1", "2", "3").replace("<soapenv:Header/>", header)
    assert fault_code(nhso, body) == "S:MustUnderstand"


def test_another_content_type_is_refused(nhso: Client) -> None:
    assert fault_code(nhso, envelope("1", "2", "3"), "application/soap+xml") == "S:Client"


def test_a_very_long_request_is_refused(nhso: Client) -> None:
    assert nhso.post_soap(b" " * 70_000).status_code == 413


def test_every_made_up_citizen_id_has_a_right_check_digit_and_is_there_once() -> None:
    assert all(valid_cid(patient.cid) for patient in PATIENTS)
    assert len(BY_CID) == len(PATIENTS)


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_people_of_the_virtual_card_are_known_as_their_card_says(person: object) -> None:
    patient = BY_CID[person.cid]
    title, first, _, last = person.name_th
    assert (patient.title, patient.first, patient.last) == (title, first, last)
    assert (patient.birth, patient.sex) == (person.birth_date, person.sex)
