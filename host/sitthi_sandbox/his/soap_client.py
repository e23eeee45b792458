"""How this HIS asks NHSO: one SOAP call, one typed answer. Knows no pages and no sessions."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import requests

PATH = "/ucwstokenp1/UCWSTokenP1"
OK = "NHSO-000001"
_TIMEOUT_SECONDS = 10
_RETURN = (
    "{http://schemas.xmlsoap.org/soap/envelope/}Body/{http://tokenws.ucws.nhso.go.th/}searchCurrentByPIDResponse/return"
)


class NhsoUnavailable(Exception):
    """No usable answer came: unreachable, too slow, or not what the contract says."""


@dataclass(frozen=True)
class Answer:
    """The fields of one answer, by their names in the schema; absent ones read as empty."""

    fields: dict[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def accepted(self) -> bool:
        """True if NHSO took the operator's citizen ID and token."""
        return self["ws_status"] == OK


def search_current_by_pid(base_url: str, operator_cid: str, token: str, person_id: str) -> Answer:
    """Ask the service at `base_url` about `person_id`; NhsoUnavailable."""
    body = (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:tok="http://tokenws.ucws.nhso.go.th/"><soapenv:Body><tok:searchCurrentByPID>'
        f"<user_person_id>{escape(operator_cid)}</user_person_id><smctoken>{escape(token)}</smctoken>"
        f"<person_id>{escape(person_id)}</person_id></tok:searchCurrentByPID></soapenv:Body></soapenv:Envelope>"
    )
    headers = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": '""'}
    try:
        response = requests.post(base_url + PATH, data=body.encode(), headers=headers, timeout=_TIMEOUT_SECONDS)
        response.raise_for_status()
        found = ET.fromstring(response.content).find(_RETURN)
    except (requests.RequestException, ET.ParseError):
        raise NhsoUnavailable from None  # the cause would quote what was sent
    if found is None or not found.findtext("ws_status"):
        raise NhsoUnavailable
    return Answer({child.tag: child.text or "" for child in found})
