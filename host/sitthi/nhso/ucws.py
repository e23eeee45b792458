"""UCWSTokenP1 `searchCurrentByPID`: one question about one person, by SOAP 1.1 (reference: nhso 1 [A]).

Nothing of the three inputs goes into a log or an exception. The answer is believed only where it is whole,
has the documented shape and is about the person who was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from xml.sax.saxutils import escape  # writes XML, reads none

from sitthi.card.cid import valid_cid
from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, NhsoUnreachable, TokenRevoked
from sitthi.nhso import xml_safe
from sitthi.nhso.http import Answer, Unreachable, post
from sitthi.nhso.rights import FIELDS, Rights

STATUS_OK = "NHSO-000001"
STATUS_TOKEN_DEAD = "NHSO-00003"  # noqa: S105  # a status code
"""Compared as exact text: the two have different numbers of digits (reference: nhso 1.3 [A])."""

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_SERVICE = "http://tokenws.ucws.nhso.go.th/"
_HEADERS = {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": '""'}
_BUSY_STATUSES = (429, 502, 503, 504)
_MAX_STATUS_TEXT = 200
_LONG_DIGITS = re.compile(r"[0-9]{13,}")

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
    heard: Callable[[datetime], None] = lambda time: None,
) -> Rights:
    """`timeout` in seconds for the whole exchange. `heard` is told the service's time (UTC), whatever it answers.

    Raises InvalidCid; TokenRevoked (NHSO-00003: the session is over everywhere); NhsoRejected(ws_status,
    ws_status_desc) for any other status; NhsoUnreachable(reason); NhsoBadAnswer(reason).
    """
    if not valid_cid(person_cid):
        raise InvalidCid()
    question = _QUESTION.format(user=escape(user_cid), token=escape(token), person=escape(person_cid))
    answer = _ask(endpoint, question.encode(), timeout)
    if answer.date is not None:
        heard(answer.date)
    fields = read_answer(answer)
    _check_status(fields, (user_cid, token, person_cid))
    answered = fields.get("person_id", "").strip()
    if answered != person_cid and (answered or fields.get("fname", "").strip()):
        raise NhsoBadAnswer(reason="other_person")
    return Rights(cid=person_cid, fields=fields, received_at=datetime.now(UTC))


def read_answer(answer: Answer) -> dict[str, str]:
    """The fields that were sent. Raises NhsoUnreachable for a gateway's refusal, else
    NhsoBadAnswer(reason).
    """
    if answer.status in _BUSY_STATUSES:
        raise NhsoUnreachable(reason=f"http_{answer.status}")
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


def _ask(endpoint: str, question: bytes, timeout: float) -> Answer:
    try:
        return post(endpoint, question, _HEADERS, timeout, limit=xml_safe.MAX_BYTES)
    except Unreachable as failure:
        reason = failure.reason
    if reason in ("protocol", "too_large"):
        raise NhsoBadAnswer(reason=reason)
    raise NhsoUnreachable(reason=reason)


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
        ws_status=_harmless(status, secrets),
        ws_status_desc=_harmless(fields.get("ws_status_desc", ""), secrets),
    )


def _harmless(text: str, secrets: tuple[str, ...]) -> str:
    """The service's own words, without what was sent to it and without anything that looks like a citizen
    ID.
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    text = _LONG_DIGITS.sub("…", text)
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:_MAX_STATUS_TEXT]
