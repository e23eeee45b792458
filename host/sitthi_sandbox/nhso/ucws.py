"""The eligibility Web service over HTTP: WSDL, schema, and searchCurrentByPID (reference: nhso 1)."""

import secrets
from functools import partial

from flask import Blueprint, Response, request

from .cid import valid_cid
from .crowd import anybody
from .faults import FaultKind, FaultTarget
from .guard import under_faults
from .patients import PATIENTS
from .soap import (
    OK,
    TOKEN_REJECTED,
    SearchRequest,
    SoapFault,
    parse_request,
    render_answer,
    render_fault,
)
from .state import Sandbox
from .wsdl import PATH, schema, wsdl

_XML = "text/xml; charset=utf-8"
OTHER_CODE, OTHER_CODE_TEXT = "NHSO-00009", "ระบบปิดปรับปรุงชั่วคราว"
_REJECTED_TEXT = "Token ID ไม่ถูกต้องหรือหมดอายุ กรุณาเข้าสู่ระบบด้วยบัตรประชาชนใหม่"


def ucws_blueprint(sandbox: Sandbox) -> Blueprint:
    """Routes under /ucwstokenp1/."""
    routes = Blueprint("ucws", __name__)

    @routes.get(PATH)
    def contract() -> Response:
        if "wsdl" in request.args:
            return Response(wsdl(request.host_url.rstrip("/")), content_type=_XML)
        if request.args.get("xsd") == "1":
            return Response(schema(), content_type=_XML)
        return Response("Web service UCWSTokenP1: ?wsdl\n", 404, content_type="text/plain")

    @routes.post(PATH)
    def search() -> Response:
        return under_faults(sandbox.faults, FaultTarget.SOAP, partial(_search, sandbox))

    return routes


def _search(sandbox: Sandbox, fault: FaultKind | None) -> Response:
    try:
        if request.mimetype != "text/xml":
            raise SoapFault("Client", "the content type must be text/xml")
        call = parse_request(request.get_data())
        if fault is FaultKind.SOAP_FAULT:
            raise SoapFault("Server", "the service failed")
    except SoapFault as problem:
        sandbox.calls.note("soap", f"fault:{problem.code}")
        return Response(render_fault(problem), 500, content_type=_XML)
    fields = _answer(sandbox, call, fault)
    sandbox.calls.note("soap", fields["ws_status"])
    return Response(render_answer(fields), content_type=_XML)


def _answer(sandbox: Sandbox, call: SearchRequest, fault: FaultKind | None) -> dict[str, str]:
    now = sandbox.clock.now()
    about_the_call = {
        "count_select": "0",
        "ws_data_source": "NHSO",
        "ws_date_request": now.isoformat(timespec="seconds"),
        "wsid": f"WS{secrets.randbelow(10**15):015d}",
        "wsid_batch": f"WSB{secrets.randbelow(10**13):013d}",
    }
    accepted = sandbox.registry.accepts(call.user_person_id, call.smctoken, now)
    if fault is FaultKind.WRONG_TOKEN or not accepted:
        return about_the_call | {"ws_status": TOKEN_REJECTED, "ws_status_desc": _REJECTED_TEXT}
    if fault is FaultKind.OTHER_CODE:
        return about_the_call | {"ws_status": OTHER_CODE, "ws_status_desc": OTHER_CODE_TEXT}
    about_the_call |= {"ws_status": OK, "ws_status_desc": "ok"}
    person_id = call.person_id
    if fault is FaultKind.OTHER_PERSON:
        person_id = next(patient.cid for patient in PATIENTS if patient.cid != call.person_id)
    patient = anybody(person_id) if valid_cid(person_id) else None
    # Not found: the status is ok all the same, and there is no fname (reference: nhso 1.3 [A]).
    return about_the_call | (patient.fields() if patient else {})
