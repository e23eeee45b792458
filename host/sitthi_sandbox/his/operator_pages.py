"""Pages about the operator: both log-in forms, log-out, and the settings with the Web service account."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from .operator_check import OperatorCheck, check_operator
from .web import FORM_EXPIRED, His, begin_session, current_operator, current_session, form_is_ours, typed


@dataclass(frozen=True)
class LoginForm:
    """One look of the log-in: its template and what its two inputs are called."""

    template: str
    cid_input: str
    token_input: str


LOGIN = LoginForm("login.html", "username", "password")
#: An old-fashioned one: labels are table cells, inputs have no id and names that say nothing.
TABLE_LOGIN = LoginForm("table_login.html", "txt1", "txt2")

_CONNECTION_INPUTS = ("service_url", "api_key", "line_token", "db_password")


def operator_pages(his: His) -> Blueprint:
    """Routes /login, /table-login, /logout and /settings."""
    routes = Blueprint("operator", __name__)

    @routes.route("/login", methods=["GET", "POST"])
    def login() -> Response:
        return _login(his, LOGIN)

    @routes.route("/table-login", methods=["GET", "POST"])
    def table_login() -> Response:
        return _login(his, TABLE_LOGIN)

    @routes.post("/logout")
    def logout() -> Response:
        if form_is_ours():
            begin_session(None)
        return _to("operator.login")

    @routes.route("/settings", methods=["GET", "POST"])
    def settings() -> Response:
        if current_operator() is None:
            return _to("operator.login")
        return _settings(his)

    return routes


def _login(his: His, form: LoginForm) -> Response:
    if request.method == "GET":
        return _page(form.template)
    if not form_is_ours():
        return _page(form.template, 400, problem=FORM_EXPIRED)
    check = _checked(his, "login", form.cid_input, form.token_input)
    if check.operator is None:
        return _page(form.template, check.http_status, problem=check.problem)
    begin_session(check.operator)
    return _to("eligibility.form")


def _settings(his: His) -> Response:
    if request.method == "GET":
        return _page("settings.html")
    if not form_is_ours():
        return _page("settings.html", 400, problem=FORM_EXPIRED)
    if "nhso_user" in request.form:
        check = _checked(his, "settings", "nhso_user", "nhso_token")
        if check.operator is None:
            return _page("settings.html", check.http_status, problem=check.problem)
        current_session().operator = check.operator
        return _page("settings.html", saved="บันทึกบัญชี Web Service แล้ว")
    values = {name: typed(name) for name in _CONNECTION_INPUTS}
    his.submissions.remember("connections", request.path, values, "received")
    return _page("settings.html", saved="ได้รับค่าการเชื่อมต่อแล้ว (หน้าตัวอย่าง ไม่มีการบันทึก)")


def _checked(his: His, form: str, cid_input: str, token_input: str) -> OperatorCheck:
    cid, token = typed(cid_input), typed(token_input)
    check = check_operator(his.nhso, cid, token)
    his.submissions.remember(form, request.path, {"operator_cid": cid, "token": token}, check.outcome, check.ws_status)
    return check


def _page(template: str, status: int = 200, *, problem: str = "", saved: str = "") -> Response:
    response = make_response(render_template(template, problem=problem, saved=saved))
    response.status_code = status
    return response


def _to(endpoint: str) -> Response:
    return make_response(redirect(url_for(endpoint), 303))
