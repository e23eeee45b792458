"""The agent's double as a Flask application, byte for byte as the reference says (nhso 4.1 [A]).

It asks nobody who they are and lets every page ask, as the agent does. `/sandbox` sets what it should do next.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.nhso.faults import Fault, FaultKind, FaultTarget
from sitthi_sandbox.nhso.guard import under_faults
from sitthi_sandbox.nhso.loopback import LoopbackServer

from .desk import READER, AgentDesk, AgentError

_MAX_REQUEST_BYTES = 64 * 1024
_SECONDS = {FaultKind.SLOW: 2.0, FaultKind.HANG: 60.0}


def agent_server(desk: AgentDesk, port: int = 0) -> LoopbackServer:
    """The server for `desk`; its times are the desk's."""
    return LoopbackServer(create_app(desk), port, desk.clock.now)


def create_app(desk: AgentDesk) -> Flask:
    """The application for `desk`."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_REQUEST_BYTES

    @app.get("/api/smartcard/terminals")
    def terminals() -> Response:
        return _answer(desk, desk.terminals)

    @app.get("/api/smartcard/read")
    def read() -> Response:
        return _answer(desk, desk.read)

    @app.get("/api/smartcard/read-card-only")
    def read_card_only() -> Response:
        return _answer(desk, desk.read_card_only)

    @app.post("/api/nhso-service/confirm-save")
    def confirm_save() -> Response:
        asked = request.get_json()
        return _answer(desk, lambda: desk.confirm(asked))

    @app.get("/api/nhso-service/latest-5-authen-code-all-hospital/<pid>")
    def latest(pid: str) -> Response:
        return _answer(desk, lambda: desk.latest(pid))

    @app.post("/sandbox")
    def control() -> Response:
        _control(desk, request.get_json())
        return Response(status=204)

    @app.after_request
    def open_to_every_page(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return app


def _answer(desk: AgentDesk, make: Callable[[], object]) -> Response:
    def answer(_: FaultKind | None) -> Response:
        try:
            return _json(make(), 200)
        except AgentError as problem:
            content = {
                "timestamp": desk.clock.now().isoformat(timespec="milliseconds"),
                "status": problem.status,
                "error": problem.error,
                "message": problem.message,
                "errors": [],
            }
            return _json(content, problem.status)

    return under_faults(desk.faults, FaultTarget.ANY, answer)


def _json(content: object, status: int) -> Response:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, content_type="application/json")


def _control(desk: AgentDesk, asked: dict[str, object]) -> None:
    """`{"card": person or null, "readers": [names], "fault": kind, "seconds": n, "forgetful": flag}`, each optional."""
    if not asked.keys() <= {"card", "readers", "fault", "seconds", "forgetful"}:
        raise BadRequest("known: card, readers, fault, seconds, forgetful")
    if "card" in asked:
        person = PEOPLE.get(str(asked["card"]))
        desk.card = lambda: person.cid if person else None
    if "readers" in asked:
        readers = asked["readers"]
        desk.readers = [str(each) for each in readers] if isinstance(readers, list) else [READER]
    if "forgetful" in asked:
        desk.forgetful = bool(asked["forgetful"])
    if "fault" in asked:
        kind = FaultKind(str(asked["fault"]))
        desk.faults.arm(Fault(kind, float(str(asked.get("seconds", _SECONDS.get(kind, 0.0))))), 1)
