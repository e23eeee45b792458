"""An https server (or a folder) with a signed policy, which can be made to behave badly; and the key that signs it."""

from __future__ import annotations

import hashlib
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sitthi.policy.remote.signature import sign
from support.certificates import Certificate


class Signer:
    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()

    @property
    def public(self) -> str:
        return b64encode(self.key.public_key().public_bytes_raw()).decode()

    def signature(self, text: str) -> bytes:
        return sign(text.encode(), self.key)


def policy_text(serial: int, more: str = "", site: str = "remote") -> str:
    head = f"serial = {serial}\n{more}\n"
    return f'{head}[[site]]\nname = "{site}"\nmatch = ["https://{site}.example/*"]\nfill = ["token"]\n'


@dataclass
class PolicyServer:
    """`mode`: good, slow, huge, redirect, or a status as text. `asked`: path and status of each request."""

    url: str
    text: str = ""
    signature: bytes = b""
    mode: str = "good"
    asked: list[tuple[str, int]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def publish(self, text: str, signer: Signer) -> None:
        self.text, self.signature = text, signer.signature(text)


@contextmanager
def policy_server(certificate: Certificate) -> Iterator[PolicyServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = self.answer()
            state.asked.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def answer(self) -> tuple[int, dict[str, str], bytes]:
            if state.mode == "slow":
                state.stopping.wait(20)
            if state.mode == "redirect":
                return 302, {"Location": f"{state.url}.other"}, b""
            if state.mode.isdigit():
                return int(state.mode), {}, b""
            body = state.signature if self.path.endswith(".sig") else state.text.encode()
            if state.mode == "huge":
                body = b"#" * (300 * 1024)
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                return 304, {"ETag": etag}, b""
            return 200, {"ETag": etag}, body

        def log_message(self, *_: Any) -> None:
            return None

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that breaks off is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    state = PolicyServer(f"https://127.0.0.1:{server.server_port}/policy.toml")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        state.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()


def publish_in(folder: Path, text: str, signer: Signer) -> Path:
    """As on a share: the policy's file, its signature beside it."""
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    file.with_name("policy.toml.sig").write_bytes(signer.signature(text))
    return file
