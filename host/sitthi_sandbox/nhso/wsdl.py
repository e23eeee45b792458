"""The contract a SOAP client reads: WSDL 1.1 and its schema, as NHSO has them (reference: nhso 1.1, 1.2 [A]).

The tables below are also what `soap` answers by. Nothing here knows people, tokens or HTTP.
"""

from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://tokenws.ucws.nhso.go.th/"
PATH = "/ucwstokenp1/UCWSTokenP1"
OPERATION = "searchCurrentByPID"
INPUTS = ("user_person_id", "smctoken", "person_id")

#: The 63 elements of nhsoDataSetC1 in schema order.
FIELDS = (
    "birthdate", "cardid", "chat", "count_select", "expdate", "fname", "hmain", "hmain_name", "hmain_op",
    "hmain_op_name", "hsub", "hsub_name", "lname", "maininscl", "maininscl_main", "maininscl_name",
    "mastercup_id", "nation", "new_date_register", "new_expdate", "new_hmain", "new_hmain_name",
    "new_hmain_op", "new_hmain_op_name", "new_hsub", "new_hsub_name", "new_maininscl", "new_maininscl_name",
    "new_mastercup_id", "new_paid_model", "new_purchaseprovince", "new_purchaseprovince_name",
    "new_staffname",
    "new_startdate", "new_subinscl", "new_subinscl_name", "new_type_register", "new_type_register_desc",
    "paid_model", "person_id", "primary_amphur_name", "primary_moo", "primary_mooban_name",
    "primary_province_name", "primary_tumbon_name", "primaryprovince", "purchaseprovince",
    "purchaseprovince_name", "sex", "startdate", "startdate_sss", "status", "status_desc", "subinscl",
    "subinscl_name", "title", "title_name", "ws_data_source", "ws_date_request", "ws_status",
    "ws_status_desc", "wsid", "wsid_batch",
)  # fmt: skip

#: Those that are not xs:string.
FIELD_TYPES = {"count_select": "xs:int", "new_date_register": "xs:dateTime", "ws_date_request": "xs:dateTime"}
MANDATORY = frozenset({"count_select"})


def wsdl(base_url: str) -> str:
    """The WSDL with its addresses at `base_url` (scheme, host and port, no slash at the end)."""
    address = base_url + PATH
    action = f"{NAMESPACE}UCWSTokenP1/{OPERATION}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata"
    xmlns:tns="{NAMESPACE}" targetNamespace="{NAMESPACE}" name="UCWSTokenP1">
  <types>
    <xsd:schema>
      <xsd:import namespace="{NAMESPACE}" schemaLocation={quoteattr(address + "?xsd=1")}/>
    </xsd:schema>
  </types>
  <message name="{OPERATION}"><part name="parameters" element="tns:{OPERATION}"/></message>
  <message name="{OPERATION}Response"><part name="parameters" element="tns:{OPERATION}Response"/></message>
  <portType name="UCWSTokenP1">
    <operation name="{OPERATION}">
      <input wsam:Action="{action}Request" message="tns:{OPERATION}"/>
      <output wsam:Action="{action}Response" message="tns:{OPERATION}Response"/>
    </operation>
  </portType>
  <binding name="UCWSTokenP1PortBinding" type="tns:UCWSTokenP1">
    <soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <operation name="{OPERATION}">
      <soap:operation soapAction=""/>
      <input><soap:body use="literal"/></input>
      <output><soap:body use="literal"/></output>
    </operation>
  </binding>
  <service name="UCWSTokenP1">
    <port name="UCWSTokenP1Port" binding="tns:UCWSTokenP1PortBinding">
      <soap:address location={quoteattr(address)}/>
    </port>
  </service>
</definitions>
"""


def schema() -> str:
    """The XML schema the WSDL imports. No elementFormDefault: local elements are unqualified."""
    inputs = "\n".join(_element(name, "xs:string", optional=True) for name in INPUTS)
    fields = "\n".join(
        _element(name, FIELD_TYPES.get(name, "xs:string"), optional=name not in MANDATORY) for name in FIELDS
    )
    answer = _element("return", "tns:nhsoDataSetC1", optional=True)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="{NAMESPACE}" version="1.0"
    targetNamespace="{NAMESPACE}">
  <xs:element name="{OPERATION}" type="tns:{OPERATION}"/>
  <xs:element name="{OPERATION}Response" type="tns:{OPERATION}Response"/>
{_sequence(OPERATION, inputs)}
{_sequence(OPERATION + "Response", answer)}
{_sequence("nhsoDataSetC1", fields)}
</xs:schema>
"""


def _sequence(name: str, elements: str) -> str:
    return f'  <xs:complexType name="{name}">\n    <xs:sequence>\n{elements}\n    </xs:sequence>\n  </xs:complexType>'


def _element(name: str, kind: str, *, optional: bool) -> str:
    occurs = ' minOccurs="0"' if optional else ""
    return f'      <xs:element name="{escape(name)}" type="{kind}"{occurs}/>'
