"""Log-ins and patient forms written with the frameworks that hospitals use: built elsewhere, served and answered here.

A page sends as JSON what its framework believes to be in the fields, so that a value which stands in the DOM alone is
not taken for one that the page knows. Only served when the HIS is told where the built pages are.
"""

from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify, make_response, redirect, request, send_from_directory, url_for

from .eligibility_page import NOT_A_CID, NOT_A_DATE
from .operator_check import check_operator, looks_like_cid
from .sessions import Operator
from .thai_dates import is_birth_date
from .web import His, begin_session

#: Component libraries write style elements, and in-browser compilers make functions from text.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; font-src 'self' data:;"
    " img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_NOT_UNDERSTOOD = "ข้อมูลที่ส่งมาไม่ถูกต้อง กรุณาลองอีกครั้ง"
_RECEIVED = "ได้รับข้อมูลผู้ป่วยแล้ว (หน้าตัวอย่าง ไม่มีการบันทึก)"


def install_framework_pages(app: Flask, his: His, folder: Path) -> None:
    """Serve `folder` under /frameworks. Before `web.install`: of two such hooks the first one has the last word."""

    @app.after_request
    def allow_frameworks(response: Response) -> Response:
        if request.blueprint == "frameworks":
            response.headers["Content-Security-Policy"] = _POLICY
        return response

    app.register_blueprint(_routes(his, folder))


def _routes(his: His, folder: Path) -> Blueprint:
    routes = Blueprint("frameworks", __name__, url_prefix="/frameworks")

    @routes.get("/<name>")
    def bare(name: str) -> Response:
        return make_response(redirect(url_for("frameworks.page", name=name), 308))

    @routes.get("/<name>/", defaults={"file": "index.html"})
    @routes.get("/<name>/<path:file>")
    def page(name: str, file: str) -> Response:
        return send_from_directory(folder.resolve(), f"{name}/{file}")

    @routes.post("/<name>/login")
    def login(name: str) -> Response:
        values = _sent()
        if values is None:
            return _answer(400, _NOT_UNDERSTOOD)
        cid, token = values.get("cid", ""), values.get("token", "")
        check = check_operator(his.nhso, cid, token)
        received = {"operator_cid": cid, "token": token}
        his.submissions.remember(f"frameworks/{name}", request.path, received, check.outcome, check.ws_status)
        if check.operator is None:
            return _answer(check.http_status, check.problem)
        begin_session(check.operator)
        return _answer(200, _welcome(check.operator))

    @routes.post("/<name>/patient")
    def patient(name: str) -> Response:
        values = _sent()
        if values is None:
            return _answer(400, _NOT_UNDERSTOOD)
        problem = _problem(values)
        outcome = "invalid" if problem else "received"
        his.submissions.remember(f"frameworks/{name}", request.path, values, outcome)
        return _answer(400, problem) if problem else _answer(200, _RECEIVED)

    return routes


def _sent() -> dict[str, str] | None:
    """The JSON object of this request, if it is one of texts; JSON alone, which no form of a foreign site can send."""
    body: object = request.get_json(silent=True)
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        return None
    return body


def _problem(values: dict[str, str]) -> str:
    if not looks_like_cid(values.get("patient_cid", "")):
        return NOT_A_CID
    birth_date = values.get("patient_birth_date", "")
    return "" if not birth_date or _is_iso(birth_date) or is_birth_date(birth_date) else NOT_A_DATE


def _is_iso(text: str) -> bool:
    """What a browser's own date field gives."""
    return len(text) == 10 and text[4] == text[7] == "-"


def _welcome(operator: Operator) -> str:
    return f"ยินดีต้อนรับ {operator.name}"


def _answer(status: int, message: str) -> Response:
    response = jsonify({"ok": status == 200, "message": message})
    response.status_code = status
    return response
