"""`sitthi diagnose` where a service cannot be reached or trusted: real sockets, real TLS, a clock that is off."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.certificates import new_certificate
from support.private_places import NOWHERE, Account
from support.provoked import provokes, seen


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


@contextmanager
def server(*, status: int = 200, off: timedelta = timedelta(0), tls: ssl.SSLContext | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + off, usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        listening.socket = tls.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listening.server_address[1]}"
    finally:
        listening.shutdown()
        thread.join(5)
        listening.server_close()


@provokes("service.ok", "clock.ok")
def test_a_service_that_answers(account: Account) -> None:
    with server(status=404) as url:  # an answer, even if it is about another page
        account.write_policy(f"{url}/ucws")
        assert "service.unencrypted" not in seen(account.diagnose(private=False))


@provokes("service.refused", "service.dns", "service.agent_missing", "clock.unknown")
def test_nothing_there(account: Account) -> None:
    more = f'[issuer]\nurl = "https://no-such-host.invalid/issuer"\n[authen]\non = true\naddress = "{NOWHERE}/"\n'
    account.write_policy(f"{NOWHERE}/ucws", more)
    found = seen(account.diagnose())
    assert [each["data"]["service"] for each in found["service.refused"]] == ["nhso"]
    assert [each["data"]["service"] for each in found["service.dns"]] == ["issuer"]
    assert "th" in found["service.dns"][0]["text"]


@provokes("service.server_error", "clock.wrong")
def test_a_service_that_fails_and_whose_clock_differs(account: Account) -> None:
    with server(status=503, off=timedelta(hours=2)) as url:
        account.write_policy(f"{url}/ucws")
        found = seen(account.diagnose(private=False))
    assert -7215 < int(found["clock.wrong"][0]["data"]["seconds"]) < -7185


@provokes("service.timeout", "service.garbled")
def test_a_service_that_says_nothing_and_one_that_says_something_else(account: Account) -> None:
    with ExitStack() as stack:
        mute = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        other = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def greet() -> None:  # once for the look at the connection, once for the request
            for _ in range(2):
                with other.accept()[0] as connection:
                    connection.sendall(b"220 mail.hospital.example ESMTP\r\n")

        Thread(target=greet, daemon=True).start()
        issuer = f'[issuer]\nurl = "http://127.0.0.1:{other.getsockname()[1]}/"\n'
        account.write_policy(f"http://127.0.0.1:{mute.getsockname()[1]}/ucws", issuer)
        found = seen(account.diagnose(private=False))
    assert found["service.timeout"][0]["data"]["service"] == "nhso"
    assert found["service.garbled"][0]["data"]["service"] == "issuer"


@provokes("service.tls", "service.tls_inspected")
def test_a_certificate_that_nobody_trusts_and_one_that_only_this_computer_trusts(account: Account) -> None:
    files = new_certificate(account.folder)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files.chain, files.key)
    with server(tls=tls) as url:
        account.write_policy(f"{url}/ucws")
        found = seen(account.diagnose(private=False))
        assert found["service.tls"][0]["data"]["issuer"] == "test authority"
        assert "service.ok" not in found
        account.env["SSL_CERT_FILE"] = str(files.authority)
        inspected = seen(account.diagnose(private=False))
        assert inspected["service.tls_inspected"][0]["data"]["issuer"] == "test authority"
        assert "service.ok" in inspected
        seen({"sections": [{"findings": found["service.tls"]}]})


@provokes("service.proxy", "service.proxy_failed", "service.unencrypted")
def test_a_proxy_of_the_system_that_is_not_there(account: Account) -> None:
    account.write_policy("http://nhso.invalid/ucws")
    account.env["http_proxy"] = NOWHERE.replace("://", "://somebody:hunter2secret@")
    done = account.diagnose(private=False)
    found = seen(done)
    assert found["service.proxy"][0]["data"]["proxy"] == NOWHERE
    assert "hunter2secret" not in str(done)


@provokes("service.unreachable")
def test_no_network(account: Account) -> None:
    assert "service.refused" not in seen(account.diagnose(offline=True))
