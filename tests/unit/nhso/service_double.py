"""A service on a free port of 127.0.0.1 that answers what the test says, rightly or wrongly."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Double:
    """`raw` instead of status, headers and body; `hang`: answers when it is set; `drip`: sends this byte for byte, each
    when `hang` has been waited for 0.02 s. `received`: path, headers and body of each request.
    """

    status: int = 200
    body: bytes = b""
    raw: bytes | None = None
    drip: bytes = b""
    hang: threading.Event | None = None
    content_type: str = "text/xml;charset=utf-8"
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(path: str, context: ssl.SSLContext | None = None) -> Iterator[Double]:
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            double.received.append((self.path, dict(self.headers), body))
            self.close_connection = True
            if double.drip and double.hang is not None:
                for place in range(len(double.drip)):
                    if double.hang.wait(0.02):
                        return
                    self.wfile.write(double.drip[place : place + 1])
            elif double.hang is not None:
                double.hang.wait(30)
            elif double.raw is not None:
                self.wfile.write(double.raw)
            else:
                self.send_response(double.status)
                self.send_header("Content-Type", double.content_type)
                self.send_header("Content-Length", str(len(double.body)))
                self.end_headers()
                self.wfile.write(double.body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, object]:
            connection, address = super().get_request()
            if context is None:
                return connection, address
            connection.settimeout(5)
            return context.wrap_socket(connection, server_side=True), address

        def handle_error(self, *_: object) -> None:
            pass  # a client that has heard enough goes away

    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http" if context is None else "https"
    double.url = f"{scheme}://127.0.0.1:{server.server_address[1]}{path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield double
    finally:
        if double.hang is not None:
            double.hang.set()
        server.shutdown()
        server.server_close()
        thread.join()
