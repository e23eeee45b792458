"""Both ends of UCWSTokenP1 against software that is not ours: zeep's client and lxml's schema validation.

The WSDL and schema in `contract/` are written from the reference; the sandbox has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zeep
from lxml import etree

from sitthi.nhso.ucws import search_current_by_pid
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.patients import PATIENTS
from sitthi_sandbox.nhso.seed import OFFICER
from unit.nhso.service_double import Double
from unit.nhso.ucws_double import OK, PATIENT, TOKEN, USER, envelope, running
from unit.sandbox_nhso.nhso_client import Client

CONTRACT = Path(__file__).parent / "contract"
WSDL = CONTRACT / "UCWSTokenP1.wsdl"
SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
BINDING = "{http://tokenws.ucws.nhso.go.th/}UCWSTokenP1PortBinding"

DEAD, NO_RIGHT_YET, WITHOUT_RIGHT, UNKNOWN = "3409900100124", "8101700556678", "1103700000348", "1509900040906"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(CONTRACT / "UCWSTokenP1.xsd"))


@pytest.fixture(scope="module")
def nhso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with nhso_server(open_sandbox(tmp_path_factory.mktemp("nhso") / "nhso.db")) as server:
        yield Client(server.url)


@pytest.fixture(params=["the sandbox's own WSDL", "the WSDL of the reference"])
def service(request: pytest.FixtureRequest, nhso: Client) -> Any:
    """A stranger's SOAP client that has read a WSDL."""
    if "own" in request.param:
        client = zeep.Client(nhso.endpoint + "?wsdl")
        assert client.service._binding_options["address"] == nhso.endpoint
        return client.service
    return zeep.Client(str(WSDL)).create_service(BINDING, nhso.endpoint)


def body_of(document: bytes) -> Any:
    """The one element in the body of a SOAP 1.1 envelope."""
    root = etree.fromstring(document)
    assert root.tag == f"{SOAP}Envelope"
    assert [each.tag for each in root] in ([f"{SOAP}Body"], [f"{SOAP}Header", f"{SOAP}Body"])
    (inner,) = root[-1]
    return inner


# ---- a stranger's client and our sandbox -------------------------------------------------------------------------


def test_zeep_reads_every_person_of_the_sandbox(service: Any, nhso: Client) -> None:
    token = nhso.login(OFFICER)
    for patient in PATIENTS:
        answer = service.searchCurrentByPID(user_person_id=OFFICER, smctoken=token, person_id=patient.cid)
        assert (answer.ws_status, answer.ws_status_desc, answer.count_select) == ("NHSO-000001", "ok", 1)
        assert (answer.person_id, answer.fname, answer.lname) == (patient.cid, patient.first, patient.last)
        assert answer.maininscl == (patient.right.scheme.code if patient.right else None)
        assert answer.ws_date_request.utcoffset() is not None


def test_zeep_sees_each_kind_of_answer(service: Any, nhso: Client) -> None:
    token = nhso.login(OFFICER)

    def ask(person_id: str, smctoken: str = token) -> Any:
        return service.searchCurrentByPID(user_person_id=OFFICER, smctoken=smctoken, person_id=person_id)

    assert (ask(DEAD).status, ask(NO_RIGHT_YET).status) == ("003", "008")
    assert (ask(WITHOUT_RIGHT).fname, ask(WITHOUT_RIGHT).maininscl) == ("ไร้สิทธิ์", None)
    assert (ask(UNKNOWN).ws_status, ask(UNKNOWN).fname, ask(UNKNOWN).count_select) == ("NHSO-000001", None, 0)
    assert ask(DEAD, "0123456789abcdef").ws_status == "NHSO-00003"
    nhso.control("fault", kind="other_code", target="soap")
    assert ask(DEAD).ws_status == "NHSO-00009"
    nhso.control("fault", kind="soap_fault", target="soap")
    with pytest.raises(zeep.exceptions.Fault) as fault:
        ask(DEAD)
    assert fault.value.code == "S:Server"


def test_the_sandbox_answers_by_the_schema(nhso: Client, schema: etree.XMLSchema) -> None:
    token = nhso.login(OFFICER)
    for person, given in [*((each.cid, token) for each in PATIENTS), (UNKNOWN, token), (DEAD, "0123456789abcdef")]:
        question = zeep.Client(str(WSDL)).create_message(
            zeep.Client(str(WSDL)).service, "searchCurrentByPID", OFFICER, given, person
        )
        answer = nhso.post_soap(etree.tostring(question))
        schema.assertValid(body_of(answer.content))


# ---- our client and a stranger's validation ----------------------------------------------------------------------


@pytest.fixture
def validating() -> Iterator[Double]:
    with running() as double:
        yield double


def test_our_question_is_valid_and_is_what_zeep_would_ask(validating: Double, schema: etree.XMLSchema) -> None:
    search_current_by_pid(validating.url, user_cid=USER, token=TOKEN, person_cid=PATIENT, timeout=5)
    ((_, headers, document),) = validating.received
    ours = body_of(document)
    schema.assertValid(ours)
    client = zeep.Client(str(WSDL))
    message = client.create_message(client.service, "searchCurrentByPID", USER, TOKEN, PATIENT)
    theirs = body_of(etree.tostring(message))
    assert [(each.tag, each.text) for each in ours.iter()] == [(each.tag, each.text) for each in theirs.iter()]
    assert headers["SOAPAction"] == '""'
    assert headers["Content-Type"].startswith("text/xml")


def test_the_validation_would_notice(schema: etree.XMLSchema) -> None:
    good = (
        "<t:searchCurrentByPID xmlns:t='http://tokenws.ucws.nhso.go.th/'><smctoken>x</smctoken></t:searchCurrentByPID>"
    )
    schema.assertValid(etree.fromstring(good))
    for bad in (good.replace("smctoken", "t:smctoken"), good.replace("smctoken", "token"), good.replace("/'", "'")):
        assert not schema.validate(etree.fromstring(bad))


def test_the_answers_of_our_own_tests_are_valid(schema: etree.XMLSchema) -> None:
    schema.assertValid(body_of(envelope(OK).encode()))


def test_an_answer_with_all_fields_is_read_as_it_was_written(validating: Double, schema: etree.XMLSchema) -> None:
    """The answer is made by zeep from the WSDL, so that no table of ours says what there is."""
    client = zeep.Client(str(WSDL))
    data_set = client.get_type("{http://tokenws.ucws.nhso.go.th/}nhsoDataSetC1")
    names = [name for name, _ in data_set.elements]
    assert len(names) == 63
    moments = ("new_date_register", "ws_date_request")
    sent = {name: f"ค่า {name}" for name in names} | dict.fromkeys(moments, "2026-03-02T09:00:00+07:00")
    sent |= {"count_select": "1", "person_id": PATIENT, "ws_status": "NHSO-000001"}
    values: dict[str, Any] = sent | {"count_select": 1}
    wrapper = client.get_element("{http://tokenws.ucws.nhso.go.th/}searchCurrentByPIDResponse")
    root = etree.Element(f"{SOAP}Envelope")
    wrapper.render(etree.SubElement(root, f"{SOAP}Body"), wrapper(**{"return": data_set(**values)}))
    validating.body = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    schema.assertValid(body_of(validating.body))
    rights = search_current_by_pid(validating.url, user_cid=USER, token=TOKEN, person_cid=PATIENT, timeout=5)
    assert rights.fields == sent
