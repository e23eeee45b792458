"""A client that speaks to a running sandbox over HTTP only, as a workstation and as a tester."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass

import requests

ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
TOKENWS = "{http://tokenws.ucws.nhso.go.th/}"


@dataclass
class Client:
    """What a workstation and a tester can ask the sandbox."""

    url: str

    @property
    def endpoint(self) -> str:
        return f"{self.url}/ucwstokenp1/UCWSTokenP1"

    def at(self, now: str) -> None:
        """Stop the sandbox's clock at `now`."""
        self.control("clock", now=now, frozen=True)

    def control(self, path: str, **members: object) -> dict[str, object]:
        response = requests.post(f"{self.url}/sandbox/{path}", json=members, timeout=5)
        assert response.status_code == 200, response.text
        answer = response.json()
        return answer if isinstance(answer, dict) else {}

    def ask_token(self, cid: str, **headers: str) -> requests.Response:
        body = {"cid": cid, "chip_id": "1022334455660001", "client": "sitthi/1.0"}
        return requests.post(f"{self.url}/issuer/v1/token", json=body, headers=headers, timeout=5)

    def login(self, cid: str) -> str:
        response = self.ask_token(cid)
        assert response.status_code == 200, response.text
        return str(response.json()["token"])

    def post_soap(self, body: str | bytes, content_type: str = "text/xml;charset=UTF-8") -> requests.Response:
        payload = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": content_type, "SOAPAction": '""'}
        return requests.post(self.endpoint, data=payload, headers=headers, timeout=5)

    def search(self, cid: str, token: str, person_id: str) -> dict[str, str]:
        response = self.post_soap(envelope(cid, token, person_id))
        assert response.status_code == 200, response.text
        answer = ET.fromstring(response.content).find(f"{ENVELOPE}Body/{TOKENWS}searchCurrentByPIDResponse/return")
        assert answer is not None
        return {child.tag: child.text or "" for child in answer}

    def ws_status(self, cid: str, token: str) -> str:
        return self.search(cid, token, cid)["ws_status"]

    def user(self, cid: str) -> dict[str, object]:
        users = requests.get(f"{self.url}/sandbox/users", timeout=5).json()
        return next(user for user in users if user["cid"] == cid)


def envelope(cid: str, token: str, person_id: str) -> str:
    """The request in the byte form of existing clients (reference: nhso 1.1)."""
    return (
        '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:tok="http://tokenws.ucws.nhso.go.th/"><soapenv:Header/><soapenv:Body><tok:searchCurrentByPID>'
        f"<user_person_id>{cid}</user_person_id><smctoken>{token}</smctoken><person_id>{person_id}</person_id>"
        "</tok:searchCurrentByPID></soapenv:Body></soapenv:Envelope>"
    )
