"""UCWSTokenP1 `searchCurrentByPID`: one question about one person, by SOAP 1.1 (reference: nhso 1 [A]).

Nothing of the three inputs goes into a log or an exception. The answer is believed only where it is whole,
has the documented shape and is about the person who was asked for.
"""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape  # writes XML, reads none

from sitthi.card.cid import valid_cid
from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, TokenRevoked
from sitthi.nhso import xml_safe
from sitthi.nhso.exchange import Heard, check_person, exchange, harmless
from sitthi.nhso.http import Answer, post
from sitthi.nhso.rights import Rights
from sitthi.nhso.ucws_rights import FIELDS, ucws_rights

STATUS_OK = "NHSO-000001"
STATUS_TOKEN_DEAD = "NHSO-00003"  # noqa: S105  # a status code
"""Compared as exact text: the two have different numbers of digits (reference: nhso 1.3 [A])."""

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_SERVICE = "http://tokenws.ucws.nhso.go.th/"
_HEADERS = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": '""'}

_QUESTION = (
    f'<soapenv:Envelope xmlns:soapenv="{_SOAP}" xmlns:tok="{_SERVICE}"><soapenv:Header/><soapenv:Body>'
    "<tok:searchCurrentByPID><user_person_id>{user}</user_person_id><smctoken>{token}</smctoken>"
    "<person_id>{person}</person_id></tok:searchCurrentByPID></soapenv:Body></soapenv:Envelope>"
)


def search_current_by_pid(
    endpoint: str,
    *,
    user_cid: str,
    token: str,
    person_cid: str,
    timeout: float,
    proxy: str = "",
    heard: Heard = lambda time: None,
) -> Rights:
    """`timeout` in seconds for the whole exchange; `proxy` as http.post takes it.

    Raises InvalidCid; TokenRevoked (NHSO-00003: the session is over everywhere); NhsoRejected(ws_status,
    ws_status_desc) for any other status; NhsoUnreachable(reason); NhsoBadAnswer(reason).
    """
    if not valid_cid(person_cid):
        raise InvalidCid()
    question = _QUESTION.format(user=escape(user_cid), token=escape(token), person=escape(person_cid)).encode()
    answer = exchange(lambda: post(endpoint, question, _HEADERS, timeout, limit=xml_safe.MAX_BYTES, proxy=proxy), heard)
    fields = read_answer(answer)
    _check_status(fields, (user_cid, token, person_cid))
    check_person(person_cid, fields.get("person_id", "").strip(), fields.get("fname", "").strip())
    return ucws_rights(person_cid, fields, datetime.now(UTC))


def read_answer(answer: Answer) -> dict[str, str]:
    """The fields that were sent. Raises NhsoBadAnswer(reason)."""
    try:
        root = xml_safe.parse_xml(answer.body)
    except xml_safe.XmlRefused as refused:
        reason = f"xml_{refused.reason}" if answer.status == 200 else f"http_{answer.status}"
        raise NhsoBadAnswer(reason=reason) from None
    body = root.child(_SOAP, "Body") if (root.namespace, root.name) == (_SOAP, "Envelope") else None
    if body is not None and body.child(_SOAP, "Fault") is not None:
        raise NhsoBadAnswer(reason="soap_fault")
    if answer.status != 200:
        raise NhsoBadAnswer(reason=f"http_{answer.status}")
    wrapper = body and body.child(_SERVICE, "searchCurrentByPIDResponse")
    result = wrapper and wrapper.child("", "return")
    if not result:
        raise NhsoBadAnswer(reason="no_result")
    return _fields(result)


def _fields(result: xml_safe.Element) -> dict[str, str]:
    """By name; a field that stands twice could be read either way, so it is refused."""
    fields: dict[str, str] = {}
    for element in result.children:
        if element.namespace or element.name not in FIELDS:
            continue
        if element.name in fields:
            raise NhsoBadAnswer(reason="field_twice")
        fields[element.name] = element.text
    return fields


def _check_status(fields: dict[str, str], secrets: tuple[str, ...]) -> None:
    status = fields.get("ws_status", "").strip()
    if status == STATUS_OK:
        return
    if status == STATUS_TOKEN_DEAD:
        raise TokenRevoked()
    if not status:
        raise NhsoBadAnswer(reason="no_status")
    raise NhsoRejected(
        ws_status=harmless(status, secrets),
        ws_status_desc=harmless(fields.get("ws_status_desc", ""), secrets),
    )
