"""The control API under /sandbox/: clock, faults, users, counters. For tests and demos; shows no token."""

import math
from datetime import datetime

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, HTTPException

from .cid import valid_cid
from .faults import Fault, FaultKind, FaultTarget
from .registry import User, UserNotRegistered
from .state import Sandbox

_DEFAULT_SECONDS = {FaultKind.SLOW: 2.0, FaultKind.HANG: 60.0}


def control_blueprint(sandbox: Sandbox) -> Blueprint:
    """Routes under /sandbox/."""
    routes = Blueprint("control", __name__, url_prefix="/sandbox")

    @routes.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> tuple[Response, int]:
        return jsonify({"error": problem.description}), problem.code or 500

    @routes.get("/clock")
    def clock() -> Response:
        return _clock(sandbox)

    @routes.post("/clock")
    def set_clock() -> Response:
        asked = _asked({"now", "advance_seconds", "frozen"})
        frozen = asked.get("frozen", sandbox.clock.frozen)
        if not isinstance(frozen, bool):
            raise BadRequest("frozen: true or false")
        if "now" in asked:
            sandbox.clock.set(_moment(asked, "now"), frozen=frozen)
        elif "frozen" in asked:
            sandbox.clock.set(sandbox.clock.now(), frozen=frozen)
        if "advance_seconds" in asked:
            sandbox.clock.advance(_seconds(asked, "advance_seconds"))
        return _clock(sandbox)

    @routes.post("/fault")
    def fault() -> Response:
        asked = _asked({"kind", "seconds", "count", "target"})
        try:
            kind = FaultKind(str(asked.get("kind")))
            target = FaultTarget(str(asked.get("target", "any")))
        except ValueError:
            raise BadRequest(f"kind: one of {', '.join(FaultKind)}; target: one of {', '.join(FaultTarget)}") from None
        count = asked.get("count", 1)
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise BadRequest("count: a number from 1")
        seconds = _DEFAULT_SECONDS.get(kind, 0.0)
        if "seconds" in asked:
            seconds = _seconds(asked, "seconds")
        sandbox.faults.arm(Fault(kind, seconds, target), count)
        return jsonify({"armed": sandbox.faults.armed})

    @routes.get("/users")
    def users() -> Response:
        return jsonify([_as_answer(user) for user in sandbox.registry.users(sandbox.clock.now())])

    @routes.post("/users")
    def change_user() -> Response:
        return _change_user(sandbox)

    @routes.get("/calls")
    def calls() -> Response:
        return jsonify(sandbox.calls.report() | {"faults_armed": sandbox.faults.armed})

    @routes.post("/reset")
    def reset() -> Response:
        _asked(set())
        sandbox.reset()
        return _clock(sandbox)

    return routes


def _change_user(sandbox: Sandbox) -> Response:
    asked = _asked({"action", "cid", "last_used_at"})
    cid = asked.get("cid")
    if not isinstance(cid, str) or not valid_cid(cid):
        raise BadRequest("cid: a citizen ID")
    registry, now = sandbox.registry, sandbox.clock.now()
    last_used_at = _moment(asked, "last_used_at") if asked.get("last_used_at") is not None else None
    try:
        match asked.get("action"):
            case "add":
                registry.register(cid, now, last_used_at)
            case "set_last_used_at" if last_used_at is not None:
                registry.set_last_used(cid, last_used_at)
            case "remove":
                registry.cancel(cid)
            case "forget":
                registry.forget(cid)
            case _:
                raise BadRequest("action: add, set_last_used_at (with last_used_at), remove or forget")
    except UserNotRegistered:
        raise BadRequest("cid: not a registered user") from None
    user = registry.user(cid, now)
    return jsonify(_as_answer(user) if user else None)


def _clock(sandbox: Sandbox) -> Response:
    return jsonify({"now": sandbox.clock.now().isoformat(), "frozen": sandbox.clock.frozen})


def _as_answer(user: User) -> dict[str, object]:
    return {
        "cid": user.cid,
        "registered_at": user.registered_at.isoformat(),
        "last_used_at": user.last_used_at.isoformat() if user.last_used_at else None,
        "removal_at": user.removal_at.isoformat(),
        "removed": user.removed,
        "token_live": user.token_live,
    }


def _asked(members: set[str]) -> dict[str, object]:
    """The JSON object of the request, with these members at most.

    JSON's own content type is asked for, which no form of a foreign page can send.
    """
    asked = request.get_json()
    if not isinstance(asked, dict) or asked.keys() - members:
        raise BadRequest(f"a JSON object with members out of: {', '.join(sorted(members)) or 'none'}")
    return asked


def _moment(asked: dict[str, object], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(asked[name]))
    except ValueError:
        raise BadRequest(f"{name}: an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise BadRequest(f"{name}: needs an offset")
    return moment


def _seconds(asked: dict[str, object], name: str) -> float:
    seconds = asked[name]
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not math.isfinite(seconds):
        raise BadRequest(f"{name}: a number of seconds")
    return float(seconds)
