"""The example of docs/his-api.md: a page whose own program logs in by `window.sitthi`."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from .operator_check import check_operator
from .web import His, begin_session


def sitthi_api_page(his: His) -> Blueprint:
    """Routes /sitthi-api and /sitthi-api/login."""
    routes = Blueprint("sitthi_api", __name__)

    @routes.get("/sitthi-api")
    def example() -> Response:
        return make_response(render_template("sitthi_api.html"))

    @routes.post("/sitthi-api/login")
    def login() -> Response:
        """JSON alone, which no form of a foreign site can send."""
        sent: object = request.get_json(silent=True)
        values = sent if isinstance(sent, dict) else {}
        cid, token = str(values.get("cid", "")), str(values.get("token", ""))
        check = check_operator(his.nhso, cid, token)
        received = {"operator_cid": cid, "token": token}
        his.submissions.remember("sitthi_api", request.path, received, check.outcome, check.ws_status)
        if check.operator is not None:
            begin_session(check.operator)
        message = f"ยินดีต้อนรับ {check.operator.name}" if check.operator else check.problem
        response = jsonify({"ok": check.operator is not None, "message": message})
        response.status_code = 200 if check.operator else check.http_status
        return response

    return routes
