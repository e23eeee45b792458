"""The WSDL and its schema, read as a stranger's SOAP client reads them (reference: nhso 1.1, 1.2)."""

import xml.etree.ElementTree as ET

import requests

from unit.sandbox_nhso.nhso_client import Client

WSDL = "{http://schemas.xmlsoap.org/wsdl/}"
SOAP = "{http://schemas.xmlsoap.org/wsdl/soap/}"
XS = "{http://www.w3.org/2001/XMLSchema}"
WSAM = "{http://www.w3.org/2007/05/addressing/metadata}"
NAMESPACE = "http://tokenws.ucws.nhso.go.th/"

# Typed again from the reference, not imported: a slip in the product's table has to show.
FIELDS_TEXT = """
birthdate cardid chat count_select expdate fname hmain hmain_name hmain_op hmain_op_name hsub hsub_name
lname maininscl maininscl_main maininscl_name mastercup_id nation new_date_register new_expdate
new_hmain new_hmain_name new_hmain_op new_hmain_op_name new_hsub new_hsub_name new_maininscl
new_maininscl_name new_mastercup_id new_paid_model new_purchaseprovince new_purchaseprovince_name
new_staffname new_startdate new_subinscl new_subinscl_name new_type_register new_type_register_desc
paid_model person_id primary_amphur_name primary_moo primary_mooban_name primary_province_name
primary_tumbon_name primaryprovince purchaseprovince purchaseprovince_name sex startdate startdate_sss
status status_desc subinscl subinscl_name title title_name ws_data_source ws_date_request ws_status
ws_status_desc wsid wsid_batch
"""
FIELDS = FIELDS_TEXT.split()


def read(url: str) -> ET.Element:
    response = requests.get(url, timeout=5)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/xml")
    return ET.fromstring(response.content)


def only(root: ET.Element, path: str) -> ET.Element:
    found = root.findall(path)
    assert len(found) == 1, path
    return found[0]


def schema_of(nhso: Client) -> ET.Element:
    """The schema, by way of the import in the WSDL, as a client gets at it."""
    wsdl = read(nhso.endpoint + "?wsdl")
    imported = only(wsdl, f"{WSDL}types/{XS}schema/{XS}import")
    assert imported.get("namespace") == NAMESPACE
    return read(str(imported.get("schemaLocation")))


def elements_of(schema: ET.Element, type_name: str) -> list[tuple[str | None, str | None, str | None]]:
    sequence = only(schema, f"{XS}complexType[@name='{type_name}']/{XS}sequence")
    return [(child.get("name"), child.get("type"), child.get("minOccurs")) for child in sequence]


def test_the_service_is_named_as_nhso_names_it_and_answers_where_the_wsdl_says(nhso: Client) -> None:
    wsdl = read(nhso.endpoint + "?wsdl")
    assert wsdl.get("targetNamespace") == NAMESPACE
    service = only(wsdl, f"{WSDL}service")
    port = only(service, f"{WSDL}port")
    assert (service.get("name"), port.get("name")) == ("UCWSTokenP1", "UCWSTokenP1Port")
    assert port.get("binding") == "tns:UCWSTokenP1PortBinding"
    assert only(wsdl, f"{WSDL}portType").get("name") == "UCWSTokenP1"
    assert only(port, f"{SOAP}address").get("location") == nhso.endpoint


def test_the_binding_is_document_literal_with_an_empty_soap_action(nhso: Client) -> None:
    binding = only(read(nhso.endpoint + "?wsdl"), f"{WSDL}binding")
    assert binding.get("name") == "UCWSTokenP1PortBinding"
    assert binding.get("type") == "tns:UCWSTokenP1"
    soap = only(binding, f"{SOAP}binding")
    assert soap.get("transport") == "http://schemas.xmlsoap.org/soap/http"
    assert soap.get("style") == "document"
    assert only(binding, f"{WSDL}operation/{SOAP}operation").get("soapAction") == ""
    assert [body.get("use") for body in binding.iter(f"{SOAP}body")] == ["literal", "literal"]


def test_there_is_one_operation_with_one_wrapped_part_each_way(nhso: Client) -> None:
    wsdl = read(nhso.endpoint + "?wsdl")
    operation = only(wsdl, f"{WSDL}portType/{WSDL}operation")
    assert operation.get("name") == "searchCurrentByPID"
    action = NAMESPACE + "UCWSTokenP1/searchCurrentByPID"
    assert only(operation, f"{WSDL}input").get(f"{WSAM}Action") == action + "Request"
    assert only(operation, f"{WSDL}output").get(f"{WSAM}Action") == action + "Response"
    parts = {
        message.get("name"): [(part.get("name"), part.get("element")) for part in message]
        for message in wsdl.findall(f"{WSDL}message")
    }
    assert parts == {
        "searchCurrentByPID": [("parameters", "tns:searchCurrentByPID")],
        "searchCurrentByPIDResponse": [("parameters", "tns:searchCurrentByPIDResponse")],
    }


def test_the_inputs_are_three_optional_unqualified_strings(nhso: Client) -> None:
    schema = schema_of(nhso)
    assert schema.get("targetNamespace") == NAMESPACE
    assert schema.get("elementFormDefault") in (None, "unqualified")
    assert elements_of(schema, "searchCurrentByPID") == [
        ("user_person_id", "xs:string", "0"),
        ("smctoken", "xs:string", "0"),
        ("person_id", "xs:string", "0"),
    ]


def test_the_answer_has_63_fields_in_order_and_only_the_count_is_mandatory(nhso: Client) -> None:
    schema = schema_of(nhso)
    assert elements_of(schema, "searchCurrentByPIDResponse") == [("return", "tns:nhsoDataSetC1", "0")]
    types = {"count_select": "xs:int", "new_date_register": "xs:dateTime", "ws_date_request": "xs:dateTime"}
    assert len(FIELDS) == 63
    assert elements_of(schema, "nhsoDataSetC1") == [
        (name, types.get(name, "xs:string"), None if name == "count_select" else "0") for name in FIELDS
    ]


def test_without_wsdl_or_xsd_there_is_nothing_to_read(nhso: Client) -> None:
    assert requests.get(nhso.endpoint, timeout=5).status_code == 404
    assert requests.get(nhso.endpoint + "?xsd=2", timeout=5).status_code == 404
