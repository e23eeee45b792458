"""`searchCurrentByPID` on the wire: the question byte for byte, every kind of answer, nothing secret in failures."""

import logging
from collections.abc import Iterator

import pytest

from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, TokenRevoked
from sitthi.nhso.rights import Rights
from sitthi.nhso.ucws import search_current_by_pid
from sitthi.nhso.ucws_rights import FIELDS
from unit.nhso.service_double import Double
from unit.nhso.ucws_double import OK, PATIENT, TOKEN, USER, answer, asked, envelope, running, without


@pytest.fixture
def service() -> Iterator[Double]:
    with running() as double:
        yield double


def search(service: Double, person: str = PATIENT, timeout: float = 5, token: str = TOKEN) -> Rights:
    return search_current_by_pid(service.url, user_cid=USER, token=token, person_cid=person, timeout=timeout)


def test_the_question_is_the_documented_bytes(service: Double) -> None:
    search(service)
    ((path, headers, body),) = service.received
    assert path == "/ucwstokenp1/UCWSTokenP1"
    assert headers["Content-Type"] == "text/xml;charset=UTF-8"
    assert headers["SOAPAction"] == '""'
    assert body.decode() == (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:tok="http://tokenws.ucws.nhso.go.th/"><soapenv:Header/><soapenv:Body>'
        f"<tok:searchCurrentByPID><user_person_id>{USER}</user_person_id><smctoken>{TOKEN}</smctoken>"
        f"<person_id>{PATIENT}</person_id></tok:searchCurrentByPID></soapenv:Body></soapenv:Envelope>"
    )


def test_inputs_cannot_add_elements(service: Double) -> None:
    search(service, token="</smctoken><person_id>&{x}")
    assert asked(service, "smctoken") == "&lt;/smctoken&gt;&lt;person_id&gt;&amp;{x}"


def test_a_whole_answer(service: Double) -> None:
    rights = search(service)
    assert rights.outcome == "ok"
    assert rights.fields == dict.fromkeys(FIELDS) | OK


def test_all_63_fields(service: Double) -> None:
    every = {name: f"value of {name}" for name in FIELDS} | {"ws_status": "NHSO-000001", "person_id": PATIENT}
    assert len(every) == 63
    answer(service, every)
    assert search(service).to_message()["fields"] == every


def test_unknown_fields_are_passed_over(service: Double) -> None:
    answer(service, OK | {"new_in_2570": "x"})
    assert search(service).fields == dict.fromkeys(FIELDS) | OK


@pytest.mark.parametrize("person", ["", "123", "1100800447898", "๑๑๐๐๘๐๐๔๔๗๘๙๙", PATIENT + " ", PATIENT + "\n"])
def test_an_invalid_id_is_not_sent(service: Double, person: str) -> None:
    with pytest.raises(InvalidCid):
        search(service, person)
    assert service.received == []


def test_a_dead_token_is_told_apart(service: Double) -> None:
    answer(service, {"count_select": "0", "ws_status": "NHSO-00003", "ws_status_desc": "Token ไม่ถูกต้อง"})
    with pytest.raises(TokenRevoked) as failure:
        search(service)
    assert failure.value.data == {}


@pytest.mark.parametrize("status", ["NHSO-00000", "NHSO-00001", "NHSO-0000001", "NHSO-000003", "NHSO-1", "1", "ok"])
def test_any_other_status_is_a_refusal_with_the_services_words(service: Double, status: str) -> None:
    answer(service, OK | {"ws_status": status, "ws_status_desc": "ระบบปิดปรับปรุง"})
    with pytest.raises(NhsoRejected) as failure:
        search(service)
    assert failure.value.data == {"ws_status": status, "ws_status_desc": "ระบบปิดปรับปรุง"}


def test_the_services_words_never_repeat_what_was_sent(service: Double) -> None:
    answer(
        service, {"ws_status": "NHSO-00009", "ws_status_desc": f"{USER}\n{TOKEN} {PATIENT} 1101500000008" + "x" * 900}
    )
    with pytest.raises(NhsoRejected) as failure:
        search(service)
    told = str(failure.value.data["ws_status_desc"])
    assert told.startswith("… … … …x") and len(told) <= 200


def test_an_answer_about_another_person_is_attached_to_nobody(service: Double) -> None:
    for fields in (OK | {"person_id": "1101500000008"}, without("person_id")):
        answer(service, fields)
        with pytest.raises(NhsoBadAnswer) as failure:
            search(service)
        assert failure.value.data == {"reason": "other_person"}


FAULT = (
    '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault><faultcode>S:Server'
    f"</faultcode><faultstring>failed for {PATIENT}</faultstring></S:Fault></S:Body></S:Envelope>"
)
GOOD = envelope(OK)


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, FAULT, "soap_fault"),
        (200, FAULT, "soap_fault"),
        (500, "internal error", "http_500"),
        (404, "<html><body>not here</body></html>", "http_404"),
        (302, "", "http_302"),
        (500, GOOD, "http_500"),
        (200, "<html><body>log in</body></html>", "no_result"),
        (200, "<!DOCTYPE html><html></html>", "xml_doctype"),
        (200, "", "xml_malformed"),
        (200, GOOD[: len(GOOD) // 2], "xml_malformed"),
        (200, GOOD[: len(GOOD) // 2] + "<<{", "xml_malformed"),
        (200, GOOD + GOOD, "xml_malformed"),
        (200, GOOD.replace("schemas.xmlsoap.org/soap/envelope", "www.w3.org/2003/05/soap-envelope"), "no_result"),
        (200, GOOD.replace("tokenws.", "other."), "no_result"),
        (200, GOOD.replace("<return>", "<a/><result>").replace("</return>", "</result>"), "no_result"),
        (200, GOOD.replace("<return>", "<return/><return>"), "no_result"),
        (200, GOOD.replace("<fname>", "<fname>x</fname><fname>"), "field_twice"),
        (200, envelope(without("ws_status")), "no_status"),
        (200, envelope({}), "no_status"),
        (200, GOOD.replace("<return>", '<return xmlns="urn:other">'), "no_result"),
        (200, '<?xml version="1.0" encoding="iso-8859-1"?>' + GOOD, "xml_encoding"),
        (401, "<html><body>who are you?</body></html>", "http_401"),
    ],
)
def test_what_is_not_the_documented_answer(service: Double, status: int, body: str, reason: str) -> None:
    service.status, service.body = status, body.encode()
    with pytest.raises(NhsoBadAnswer) as failure:
        search(service)
    assert failure.value.data == {"reason": reason}


def test_logs_and_failures_quote_nothing(service: Double, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = repr(search(service))
    for body in (FAULT, envelope({"ws_status": "X", "ws_status_desc": PATIENT}), GOOD[:-20]):
        service.body = body.encode()
        with pytest.raises((NhsoBadAnswer, NhsoRejected)) as failure:
            search(service)
        shown += repr(failure.value) + str(failure.value) + repr(failure.value.__cause__)
    shown += caplog.text
    assert not any(secret in shown for secret in (USER, TOKEN, PATIENT, "ทดสอบ"))
