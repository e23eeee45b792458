"""An issuer behind real TLS with a private authority, and a small proxy that knows CONNECT. All on 127.0.0.1."""

from __future__ import annotations

import datetime
import json
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "issuer.example"
"""A name that nothing resolves: whoever reaches it went through the proxy."""


class Authority:
    """A hospital's own certificate authority, as a PEM file, and certificates of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hospital test CA")])
        certificate = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, None), True)
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
            data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        certificate = certificate.add_extension(usage, True).add_extension(
            x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False
        )
        self.pem = folder / "ca.pem"
        self.pem.write_bytes(certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def server_context(self, *names: str, days: int = 30) -> ssl.SSLContext:
        """A server's side with a certificate for these names; over already with negative `days`."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        builder = self._builder(subject, key, days).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), False
        )
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False
        )
        pem = builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain = self._folder / "server.pem"
        chain.write_bytes(pem + key.private_bytes(*form))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, days: int = 30) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(now + datetime.timedelta(days=days))
        )


@contextmanager
def tls_issuer(context: ssl.SSLContext, answer: dict[str, object]) -> Iterator[int]:
    """The port of a server that answers every POST with `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def get_request(self) -> tuple[socket.socket, object]:
            connection, address = super().get_request()
            connection.settimeout(5)
            return context.wrap_socket(connection, server_side=True), address

        def handle_error(self, *_: object) -> None:
            pass  # a client that does not trust us goes away

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _serving(server):
        yield server.server_address[1]


@dataclass
class Proxy:
    """Connects every name to `port`; `refuse` answers 403 instead. `asked` are the names that it was asked for."""

    port: int
    refuse: bool = False
    url: str = ""
    asked: list[str] = field(default_factory=list)


@contextmanager
def running_proxy(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            proxy.asked.append(self.path)
            if proxy.refuse:
                self.send_error(403)
                return
            with socket.create_connection(("127.0.0.1", proxy.port)) as there:
                self.send_response(200)
                self.end_headers()
                _carry(self.connection, there)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_address[1]}"
    with _serving(server):
        yield proxy


def _carry(one: socket.socket, other: socket.socket) -> None:
    while True:
        for readable in select.select([one, other], [], [], 5)[0]:
            with suppress(OSError):
                piece = readable.recv(65536)
                if piece:
                    (other if readable is one else one).sendall(piece)
                    continue
            return


@contextmanager
def _serving(server: ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
