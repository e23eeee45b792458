"""JSON-RPC 2.0 over frames: bytes to a checked request, and answers to bytes. Batches are refused.

Pure: no I/O and no methods of its own. Every fault of the other side becomes an `RpcFault` with the code of JSON-RPC.
"""

from __future__ import annotations

import json

from sitthi.messaging.messages import METHODS, RPC_ERRORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitthi.errors_base import SitthiError

    Id = str | int | None

_LONGEST_ID = 64


class RpcFault(Exception):
    """A request that cannot be carried out because of its form; `name` is a key of RPC_ERRORS."""

    def __init__(self, name: str, request_id: Id = None, **data: object) -> None:
        super().__init__(name)
        self.name, self.request_id, self.data = name, request_id, data


class Request:
    """A well-formed call of a known method; `id` is None for a notification (no answer is sent)."""

    __slots__ = ("id", "method", "notification", "params")

    def __init__(self, request_id: Id, method: str, params: dict[str, object], notification: bool) -> None:
        self.id, self.method, self.params, self.notification = request_id, method, params, notification


def parse(payload: bytes) -> Request:
    """The request in a frame. Raises RpcFault: parse_error, invalid_request, method_not_found, invalid_params."""
    try:
        message = json.loads(payload.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise RpcFault("parse_error") from fault
    if not isinstance(message, dict):
        raise RpcFault("invalid_request", problem="batch" if isinstance(message, list) else "not an object")
    request_id = message.get("id")
    if not _valid_id(request_id):
        raise RpcFault("invalid_request", field="id")
    if message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        raise RpcFault("invalid_request", request_id, field="jsonrpc or method")
    if unknown := message.keys() - {"jsonrpc", "id", "method", "params"}:
        raise RpcFault("invalid_request", request_id, problem=f"{len(unknown)} unknown members")
    method = METHODS.get(message["method"])
    if method is None:
        raise RpcFault("method_not_found", request_id)
    params = message.get("params", {})
    if wrong := method.params.fault(params, ""):
        raise RpcFault("invalid_params", request_id, field=wrong[0], problem=wrong[1])
    return Request(request_id, message["method"], params, "id" not in message)


def result(request_id: Id, value: Mapping[str, object]) -> bytes:
    return _dump({"jsonrpc": "2.0", "id": request_id, "result": value})


def notification(method: str, params: Mapping[str, object]) -> bytes:
    return _dump({"jsonrpc": "2.0", "method": method, "params": params})


def fault(problem: RpcFault) -> bytes:
    return _error(problem.request_id, RPC_ERRORS[problem.name], problem.name, problem.data)


def error(request_id: Id, problem: SitthiError) -> bytes:
    return _error(request_id, problem.number, problem.name, problem.data)


def _error(request_id: Id, code: int, name: str, data: Mapping[str, object]) -> bytes:
    return _dump({"jsonrpc": "2.0", "id": request_id, "error": {"code": code, "message": name, "data": data}})


def _dump(message: object) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _valid_id(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_ID and value.isprintable()
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53)


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
