"""An issuer that answers what the test tells it to, byte for byte, on a free port of 127.0.0.1."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Double:
    """`raw` replaces the whole answer; `wait` holds it back until set; `received` is what came in."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    raw: list[bytes] | None = None
    drip: float = 0
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""
    release: threading.Event = field(default_factory=threading.Event)


@contextmanager
def running() -> Iterator[Double]:
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            double.received.append((self.path, dict(self.headers), body))
            if double.raw is not None:
                self._send_raw(double.raw)
                return
            self.send_response_only(double.status)
            for name, value in {"Content-Length": str(len(double.body)), **double.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(double.body)

        def _send_raw(self, pieces: list[bytes]) -> None:
            try:
                for piece in pieces:
                    self.wfile.write(piece)
                    if double.release.wait(double.drip):
                        break
            except OSError:
                pass  # the client gave up, as it should
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield double
    finally:
        double.release.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
