"""SOAP 1.1 in and out for searchCurrentByPID: bytes to a typed request, fields to bytes.

Pure: knows the schema, but no people, no tokens, no HTTP. Inputs are unqualified (reference: nhso 1.1 [A]),
so a qualified `smctoken` is not seen.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from .wsdl import FIELDS, INPUTS, NAMESPACE, OPERATION

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
OK = "NHSO-000001"  # six digits
TOKEN_REJECTED = "NHSO-00003"  # five digits (reference: nhso 1.3 [A])


@dataclass(frozen=True)
class SearchRequest:
    """The three inputs; an absent one is an empty string. Not shown by repr: they are secrets."""

    user_person_id: str = field(repr=False)
    smctoken: str = field(repr=False)
    person_id: str = field(repr=False)


class SoapFault(Exception):
    """The request cannot be answered; `code` is the local part of faultcode."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class _NoDoctype(ET.TreeBuilder):
    """Builds a tree, and refuses a document type: no entity is ever expanded."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise SoapFault("Client", "a document type is not allowed in a SOAP message")


def parse_request(body: bytes) -> SearchRequest:
    """Read one searchCurrentByPID call, or raise SoapFault saying what is wrong with it."""
    envelope = _parse(body)
    if envelope.tag != f"{{{ENVELOPE}}}Envelope":
        code = "VersionMismatch" if envelope.tag.endswith("}Envelope") else "Client"
        raise SoapFault(code, "the message is not a SOAP 1.1 envelope")
    for header in envelope.findall(f"{{{ENVELOPE}}}Header/*"):
        if header.get(f"{{{ENVELOPE}}}mustUnderstand") == "1":
            raise SoapFault("MustUnderstand", "a header that must be understood is not understood")
    calls = envelope.findall(f"{{{ENVELOPE}}}Body/*")
    if len(calls) != 1 or calls[0].tag != f"{{{NAMESPACE}}}{OPERATION}":
        raise SoapFault("Client", f"the body must hold one {OPERATION} of {NAMESPACE}")
    call = calls[0]
    return SearchRequest(*((call.findtext(name) or "").strip() for name in INPUTS))


def render_answer(fields: Mapping[str, str]) -> bytes:
    """The response envelope: `fields` in schema order, empty ones left out (reference: nhso 1.2 [A])."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"not in nhsoDataSetC1: {sorted(unknown)}")
    inner = "".join(f"<{name}>{escape(fields[name])}</{name}>" for name in FIELDS if fields.get(name))
    return _envelope(f'<ns2:{OPERATION}Response xmlns:ns2="{NAMESPACE}"><return>{inner}</return>'
                     f"</ns2:{OPERATION}Response>")  # fmt: skip


def render_fault(fault: SoapFault) -> bytes:
    """The fault envelope; it goes out with HTTP 500 (SOAP 1.1, 6.2)."""
    return _envelope(
        f"<S:Fault><faultcode>S:{fault.code}</faultcode><faultstring>{escape(fault.text)}</faultstring></S:Fault>"
    )


def _parse(body: bytes) -> ET.Element:
    parser = ET.XMLParser(target=_NoDoctype())
    try:
        parser.feed(body)
        root: ET.Element = parser.close()
    except (ET.ParseError, ValueError, LookupError):
        # LookupError and ValueError: an encoding that does not exist, or one that expat cannot use.
        raise SoapFault("Client", "the message is not well-formed XML") from None
    return root


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="{ENVELOPE}"><S:Body>{body}</S:Body></S:Envelope>'
    ).encode()
