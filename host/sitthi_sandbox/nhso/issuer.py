"""The token issuer: the HTTP contract of manifests/issuer.md, with the sandbox's registry behind it."""

import hmac
import secrets
from functools import partial

from flask import Blueprint, Response, jsonify, request

from .cid import valid_cid
from .faults import FaultKind, FaultTarget
from .guard import under_faults
from .patients import PATIENTS
from .registry import TOKEN_ALPHABET, TOKEN_LENGTH, IssuedToken, UserNotRegistered, UserRemoved
from .state import Sandbox

_NOT_REGISTERED = "ยังไม่มีสิทธิใช้งาน กรุณายื่นแบบขอสิทธิใช้งานที่ สปสช. เขต"
_REMOVED = "สิทธิใช้งานถูกยกเลิกเพราะไม่ได้ใช้งานเกิน 180 วัน กรุณายื่นแบบขอสิทธิใช้งานใหม่ที่ สปสช. เขต"


def issuer_blueprint(sandbox: Sandbox) -> Blueprint:
    """Routes under /issuer/."""
    routes = Blueprint("issuer", __name__, url_prefix="/issuer")

    @routes.post("/v1/token")
    def token() -> Response:
        return under_faults(sandbox.faults, FaultTarget.ISSUER, partial(_noted_token, sandbox))

    @routes.post("/v1/revoke")
    def revoke() -> Response:
        return under_faults(sandbox.faults, FaultTarget.ISSUER, partial(_revoke, sandbox))

    return routes


def _noted_token(sandbox: Sandbox, fault: FaultKind | None) -> Response:
    response = _token(sandbox, fault)
    sandbox.calls.note("issuer_token", str(response.status_code))
    return response


def _token(sandbox: Sandbox, fault: FaultKind | None) -> Response:
    if not _workstation_allowed(sandbox.workstation_key):
        return _refusal(401, "workstation_not_allowed", "เครื่องนี้ไม่ได้รับอนุญาต")
    asked = _json_object()
    cid = asked.get("cid")
    chip_id = asked.get("chip_id")
    if not (isinstance(cid, str) and valid_cid(cid) and isinstance(chip_id, str | None)
            and isinstance(asked.get("client"), str)):  # fmt: skip
        return _refusal(400, "invalid_request", "คำขอไม่ถูกต้อง")
    try:
        issued = sandbox.registry.login(cid, sandbox.clock.now())
    except UserNotRegistered:
        return _refusal(403, "user_not_registered", _NOT_REGISTERED)
    except UserRemoved:
        return _refusal(403, "user_removed", _REMOVED)
    return jsonify(_as_answer(issued) | _false_answer(issued, fault))


def _revoke(sandbox: Sandbox, fault: FaultKind | None) -> Response:
    asked = _json_object()
    cid, token = asked.get("cid"), asked.get("token")
    if isinstance(cid, str) and isinstance(token, str):
        # Whether it was alive is not told: a caller who does not hold the token learns nothing.
        sandbox.registry.revoke(cid, token)
        response = Response(status=204)
    else:
        response = _refusal(400, "invalid_request", "คำขอไม่ถูกต้อง")
    sandbox.calls.note("issuer_revoke", str(response.status_code))
    return response


def _as_answer(issued: IssuedToken) -> dict[str, object]:
    return {
        "cid": issued.cid,
        "token": issued.token,
        "kind": "uc",
        "issued_at": issued.issued_at.isoformat(),
        "expires_at": issued.expires_at.isoformat(),
        "last_used_at": issued.last_used_at.isoformat() if issued.last_used_at else None,
    }


def _false_answer(issued: IssuedToken, fault: FaultKind | None) -> dict[str, object]:
    if fault is FaultKind.WRONG_TOKEN:
        return {"token": "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))}
    if fault is FaultKind.OTHER_PERSON:
        return {"cid": next(patient.cid for patient in PATIENTS if patient.cid != issued.cid)}
    return {}


def _workstation_allowed(key: str | None) -> bool:
    if key is None:
        return True
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {key}".encode())


def _json_object() -> dict[str, object]:
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def _refusal(status: int, error: str, message: str) -> Response:
    response = jsonify({"error": error, "message": message})
    response.status_code = status
    return response
