"""An agent whose bytes each test chooses, on a free port of 127.0.0.1: what the sandbox's double would never say."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENT = "1100800447899"
CORRELATION = "0f8fad5b-d9cb-469f-a165-70867728950e"
READ = {
    "pid": PATIENT,
    "fname": "สมชาย",
    "claimTypes": [{"claimType": "PG0060001", "claimTypeName": "ทั่วไป"}],
    "correlationId": CORRELATION,
}
CONFIRMED = {
    "pid": PATIENT,
    "claimType": "PG0060001",
    "correlationId": CORRELATION,
    "createdDate": "2026-03-02T09:00:00",
    "claimCode": "PP1234567890",
}


def error(status: int, message: str = "", errors: object = ()) -> dict[str, object]:
    return {"timestamp": "2026-03-02T02:00:00.000+00:00", "status": status, "error": "x", "message": message,
            "errors": errors}  # fmt: skip


def http(content: object, status: int = 200, *more: str) -> bytes:
    """A whole HTTP answer; a `bytes` content goes as it is."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    head = [f"HTTP/1.1 {status} x", "Content-Type: application/json", f"Content-Length: {len(body)}", *more, "", ""]
    return "\r\n".join(head).encode() + body


@dataclass
class RawAgent:
    """`answers` by a part of the path; what is not there is closed without a word. `drip`: sent again and again."""

    port: int
    answers: dict[str, list[bytes]] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    hold_open: bool = False
    drip: bytes = b""
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def say(self, path: str, *answers: bytes) -> None:
        """One after the other; the last one again and again."""
        self.answers[path] = list(answers)

    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode().partition("?")[0].rpartition("/api/")[2] for request in self.asked]

    def handle(self, connection: socket.socket) -> None:
        with connection:
            request = _request(connection)
            self.asked.append(request)
            path = request.split(b" ")[1].decode()
            queued = next((each for start, each in self.answers.items() if start in path), None)
            if queued:
                connection.sendall(queued.pop(0) if len(queued) > 1 else queued[0])
            while self.drip and not self.released.wait(0.02):
                connection.sendall(self.drip)
            if self.hold_open:
                self.released.wait(10)


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def raw_agent() -> Iterator[RawAgent]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        agent = RawAgent(listening.getsockname()[1])

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=agent.handle, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield agent
        finally:
            agent.released.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
