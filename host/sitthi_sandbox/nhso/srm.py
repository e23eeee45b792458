"""SRM's side: pairs of tokens as its log-in program writes them, the refresh service, and right-search (reference:
nhso 2, 3, 4.2 [A]).

What a real pair's payload holds is not published: these name their person in `pid`. `/srm/login` stands for the SRM
program, card and PIN included; it answers with the text of `token.txt`.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify, request

from .cid import valid_cid
from .crowd import anybody
from .faults import FaultBox, FaultKind, FaultTarget
from .guard import under_faults
from .patients import PATIENTS
from .srm_search import srm_answer

ACCESS_SECONDS, REFRESH_SECONDS = 3600, 12 * 3600
SEARCH_PATH = "/api/ucws/v1/right-search"
OTHER_CODE_TEXT = "ไม่มีสิทธิใช้บริการนี้"


@dataclass
class SrmDesk:
    """Who holds which refresh token: one a person, used once. `as_lines`: answer in the second of the two forms.

    Access tokens live until they are over or the person logs in again; that a refresh leaves the one before alive is
    not published [C].
    """

    access_seconds: int = ACCESS_SECONDS
    as_lines: bool = False
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(64), repr=False)
    _live: dict[str, str] = field(default_factory=dict, repr=False)
    _access: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def login(self, cid: str, now: datetime) -> tuple[str, str]:
        """Access and refresh token; the pair before is dead."""
        with self._lock:
            self._access.pop(cid, None)
            return self._pair(cid, now)

    def accepts(self, token: str, now: datetime) -> bool:
        """True for an access token of these that is alive."""
        with self._lock:
            known = any(token in tokens for tokens in self._access.values())
        return known and now.timestamp() < _payload(token)["exp"]

    def refresh(self, token: str, now: datetime) -> tuple[str, str] | None:
        """The next pair; None for a token that was used, replaced or is over."""
        with self._lock:
            cid = next((cid for cid, live in self._live.items() if hmac.compare_digest(live, token)), None)
            if cid is None or now.timestamp() >= _payload(token)["exp"]:
                return None
            return self._pair(cid, now)

    def clear(self) -> None:
        """Back to a fresh start."""
        with self._lock:
            self._live.clear()
            self._access.clear()
            self.access_seconds, self.as_lines = ACCESS_SECONDS, False

    def _pair(self, cid: str, now: datetime) -> tuple[str, str]:
        access = self._jwt(cid, "access", now, self.access_seconds)
        self._access.setdefault(cid, set()).add(access)
        self._live[cid] = self._jwt(cid, "refresh", now, REFRESH_SECONDS)
        return access, self._live[cid]

    def _jwt(self, cid: str, use: str, now: datetime, seconds: int) -> str:
        ends = now + timedelta(seconds=seconds)
        payload: dict[str, object] = {"pid": cid, "use": use, "jti": secrets.token_hex(8)}
        payload |= {"iat": int(now.timestamp()), "exp": int(ends.timestamp())}
        signed = f"{_part({'alg': 'HS512', 'typ': 'JWT'})}.{_part(payload)}"
        return f"{signed}.{_encoded(hmac.new(self._key, signed.encode(), hashlib.sha512).digest())}"


def srm_blueprint(
    desk: SrmDesk, faults: FaultBox, now: Callable[[], datetime], note: Callable[[str, str], None]
) -> Blueprint:
    """Routes under /srm/."""
    routes = Blueprint("srm", __name__, url_prefix="/srm")

    @routes.post("/login")
    def login() -> Response:
        asked = request.get_json()
        cid = asked.get("cid")
        if not isinstance(cid, str) or not valid_cid(cid):
            return Response(status=400)
        seconds = asked.get("access_seconds", ACCESS_SECONDS)
        desk.access_seconds, desk.as_lines = int(seconds), bool(asked.get("as_lines", desk.as_lines))
        return _lines(desk.login(cid, now()))

    @routes.post("/api/scard/access-token")
    def access_token() -> Response:
        return under_faults(faults, FaultTarget.SRM, answer)

    def answer(_: FaultKind | None) -> Response:
        token = request.form.get("refresh_token") or request.form.get("refresh-token") or ""
        desk.access_seconds = ACCESS_SECONDS
        pair = desk.refresh(token, now())
        if pair is None:
            response = Response(status=401)
        elif desk.as_lines:
            response = _lines(pair)
        else:
            response = jsonify({"access_token": pair[0], "refresh_token": pair[1]})
        note("srm_refresh", str(response.status_code))
        return response

    @routes.get(SEARCH_PATH)
    def right_search() -> Response:
        return under_faults(faults, FaultTarget.SRM, noted_search)

    def noted_search(fault: FaultKind | None) -> Response:
        response = _search(desk, now(), fault)
        note("srm_search", str(response.status_code))
        return response

    return routes


def _search(desk: SrmDesk, now: datetime, fault: FaultKind | None) -> Response:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if fault is FaultKind.WRONG_TOKEN or scheme != "Bearer" or not desk.accepts(token, now):
        return _refusal(401, "Unauthorized", "access token ไม่ถูกต้องหรือหมดอายุ")
    if fault is FaultKind.OTHER_CODE:
        return _refusal(403, "Forbidden", OTHER_CODE_TEXT)
    pid = request.args.get("pid", "")
    if not valid_cid(pid):
        return _refusal(400, "Bad Request", "กรุณาระบุเลขประจำตัวประชาชน 13 หลัก")
    if fault is FaultKind.OTHER_PERSON:
        pid = next(patient.cid for patient in PATIENTS if patient.cid != pid)
    return _json(srm_answer(pid, anybody(pid), now))


def _refusal(status: int, error: str, message: str) -> Response:
    """In the form of the services around it (reference: nhso 4.1); SRM's own is not published [C]."""
    response = _json({"status": status, "error": error, "message": message})
    response.status_code = status
    return response


def _json(content: dict[str, object]) -> Response:
    """Thai as Thai, so that a wrong charset shows."""
    return Response(json.dumps(content, ensure_ascii=False), content_type="application/json")


def _lines(pair: tuple[str, str]) -> Response:
    return Response(f"access-token={pair[0]}\r\nrefresh-token={pair[1]}\r\n", content_type="text/plain")


def _part(content: dict[str, object]) -> str:
    return _encoded(json.dumps(content, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _payload(token: str) -> dict[str, int]:
    part = token.split(".")[1]
    payload: dict[str, int] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return payload
