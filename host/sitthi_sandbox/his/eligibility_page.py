"""The registrar's page: a patient's data, and their rights as NHSO tells them."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from .operator_check import UNAVAILABLE, looks_like_cid
from .rights_view import RightsView, rights_view
from .sessions import Operator
from .soap_client import NhsoUnavailable, search_current_by_pid
from .thai_dates import is_birth_date
from .web import FORM_EXPIRED, His, current_operator, current_session, form_is_ours, typed

#: Role (as the tests compare by) and the name of the input.
INPUTS = {
    "hn": "hn",
    "patient_cid": "patient_cid",
    "patient_title": "title",
    "patient_first_name": "first_name",
    "patient_last_name": "last_name",
    "patient_birth_date": "birth_date",
    "patient_sex": "sex",
    "patient_address": "address",
}
NOT_A_CID = "กรุณากรอกเลขประจำตัวประชาชนผู้ป่วยเป็นตัวเลข 13 หลัก"
NOT_A_DATE = "วันเกิดต้องเป็น วว/ดด/ปปปป (พ.ศ.) เช่น 01/09/2530"


def eligibility_page(his: His) -> Blueprint:
    """Route /eligibility."""
    routes = Blueprint("eligibility", __name__)

    @routes.get("/eligibility")
    def form() -> Response:
        if current_operator() is None:
            return make_response(redirect(url_for("operator.login"), 303))
        values, rights = take_answer() or ({}, None)
        return _page(values, rights=rights)

    @routes.post("/eligibility")
    def check() -> Response:
        operator = current_operator()
        if operator is None:
            return make_response(redirect(url_for("operator.login"), 303))
        values = {role: typed(name) for role, name in INPUTS.items()}
        if not form_is_ours():
            return _page(values, 400, problem=FORM_EXPIRED)
        return _check(his, operator, values)

    return routes


def _check(his: His, operator: Operator, values: dict[str, str]) -> Response:
    problem = _problem(values)
    if problem:
        _remember(his, values, "invalid")
        return _page(values, 400, problem=problem)
    try:
        answer = search_current_by_pid(his.nhso, operator.cid, operator.token, values["patient_cid"])
    except NhsoUnavailable:
        _remember(his, values, "unavailable")
        return _page(values, 502, problem=UNAVAILABLE)
    view = rights_view(answer)
    _remember(his, values, view.outcome, answer["ws_status"])
    # Redirected, not shown at once: a browser keeps the body of a POST in its profile to be able to repeat it.
    current_session().answer = (values, view)
    return make_response(redirect(url_for("eligibility.form"), 303))


def take_answer() -> tuple[dict[str, str], RightsView | None] | None:
    """The answer of this session's last check; shown once, then forgotten."""
    session = current_session()
    answer, session.answer = session.answer, None
    return answer


def _problem(values: dict[str, str]) -> str:
    if not looks_like_cid(values["patient_cid"]):
        return NOT_A_CID
    if values["patient_birth_date"] and not is_birth_date(values["patient_birth_date"]):
        return NOT_A_DATE
    return ""


def _remember(his: His, values: dict[str, str], outcome: str, ws_status: str = "") -> None:
    his.submissions.remember("eligibility", request.path, values, outcome, ws_status)


def _page(
    values: dict[str, str], status: int = 200, *, problem: str = "", rights: RightsView | None = None
) -> Response:
    response = make_response(render_template("eligibility.html", values=values, problem=problem, rights=rights))
    response.status_code = status
    return response
