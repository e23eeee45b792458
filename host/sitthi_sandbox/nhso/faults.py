"""Things that go wrong on purpose: what is armed, and how an answer is spoilt. No SOAP, no tokens.

`slow` and `hang` wait on an event that `clear` sets, so a reset or a stop never has to wait for them.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask import Request, Response

HUGE_BYTES = 8 * 1024 * 1024
_CHUNK = 64 * 1024


class FaultKind(StrEnum):
    """What a fault does to the next answers."""

    SLOW = "slow"  # waits, then answers rightly
    HTTP_500 = "http_500"  # status 500, plain text
    HTTP_503 = "http_503"  # status 503, a gateway's page
    MALFORMED = "malformed"  # status 200, the right type, broken in the middle
    TRUNCATED = "truncated"  # Content-Length of all, bytes of half
    HTML = "html"  # status 200, somebody's log-in page
    CHARSET = "charset"  # the right answer in TIS-620 under the name of UTF-8
    WRONG_TOKEN = "wrong_token"  # SOAP: NHSO-00003; SRM: 401; issuer: a token that is not registered
    OTHER_CODE = "other_code"  # SOAP: a ws_status that nobody has documented; SRM: 403; both with words
    SOAP_FAULT = "soap_fault"  # SOAP: a fault of the server's side
    OTHER_PERSON = "other_person"  # the answer is about another citizen ID
    HUGE = "huge"  # status 200, the right answer and 8 MiB of white space
    HANG = "hang"  # no answer at all, then the connection closes


class FaultTarget(StrEnum):
    """Which calls a fault strikes."""

    ANY = "any"
    SOAP = "soap"
    ISSUER = "issuer"
    SRM = "srm"


@dataclass(frozen=True)
class Fault:
    """One armed fault; `seconds` matters to slow and hang only."""

    kind: FaultKind
    seconds: float
    target: FaultTarget = FaultTarget.ANY


class FaultBox:
    """The faults still to come, first in first out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[Fault] = []
        self._released = threading.Event()

    def arm(self, fault: Fault, count: int) -> None:
        """Let the next `count` calls of the fault's target meet it."""
        with self._lock:
            self._armed += [fault] * count

    def take(self, target: FaultTarget) -> Fault | None:
        """The fault this call meets, if any."""
        with self._lock:
            for place, fault in enumerate(self._armed):
                if fault.target in (FaultTarget.ANY, target):
                    return self._armed.pop(place)
        return None

    @property
    def armed(self) -> int:
        """How many faults are still to come."""
        return len(self._armed)

    def wait(self, seconds: float) -> None:
        """Wait for `seconds`, or until the box is cleared."""
        self._released.wait(seconds)

    def clear(self) -> None:
        """Disarm everything and let go whoever waits."""
        with self._lock:
            self._armed.clear()
            self._released.set()
            self._released = threading.Event()


def spoil(kind: FaultKind, right: Response) -> Response:
    """The spoilt version of the right answer, for the kinds that work on bytes; others pass through."""
    body = right.get_data()
    if kind is FaultKind.HTTP_500:
        return Response("internal error", 500, content_type="text/plain")
    if kind is FaultKind.HTTP_503:
        return Response(_BUSY_PAGE, 503, content_type="text/html")
    if kind is FaultKind.CHARSET:
        return Response(body.decode().encode("tis-620", "replace"), 200, content_type=right.content_type)
    if kind is FaultKind.HTML:
        return Response(_LOGIN_PAGE, 200, content_type="text/html; charset=utf-8")
    if kind is FaultKind.MALFORMED:
        return Response(body[: len(body) // 2] + b"<<{\xff", 200, content_type=right.content_type)
    if kind is FaultKind.TRUNCATED:
        response = Response(iter([body[: len(body) // 2]]), 200, content_type=right.content_type)
        response.headers["Content-Length"] = str(len(body))
        return response
    if kind is FaultKind.HUGE:
        return Response(_with_spaces(body), 200, content_type=right.content_type)
    return right


def drop_connection(request: Request) -> None:
    """Close the caller's connection without an answer (the server then has nobody to write to)."""
    socket = request.environ.get("werkzeug.socket")
    if socket is not None:
        socket.shutdown(2)


def _with_spaces(body: bytes) -> Iterator[bytes]:
    """The right answer and 8 MiB of white space: it parses, so only a limit on the size refuses it."""
    yield body
    for _ in range(HUGE_BYTES // _CHUNK):
        yield b" " * _CHUNK


_BUSY_PAGE = "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"
_LOGIN_PAGE = """<!DOCTYPE html><html lang="th"><title>เข้าสู่ระบบเครือข่าย</title>
<form method="post"><label>ผู้ใช้ <input name="user"></label>
<label>รหัสผ่าน <input type="password" name="pass"></label>
<button>เข้าสู่ระบบ</button></form></html>"""
