"""The issuer over the network of a hospital: its own authority, its proxy, and connections that do not come about."""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests.adapters
import truststore

from sitthi.errors import SourceNotHere, SourceUnavailable
from sitthi.nhso import http
from sitthi.session.sources import CardHolder, patient_post
from sitthi.session.sources.issuer import IssuerSource
from unit.session.conftest import CID, TOKEN
from unit.session.issuer_double import Double, closed_port, running
from unit.session.tls_double import HOST, Authority, Proxy, running_proxy, tls_issuer

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
GOOD: dict[str, object] = {"cid": CID, "token": TOKEN, "kind": "uc", "issued_at": NOW.isoformat()}
PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """In the trust store of the operating system, as far as OpenSSL reads it; nothing else is in there."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return authority


@pytest.fixture
def proxy(authority: Authority) -> Iterator[Proxy]:
    """A proxy before an issuer whose certificate is for HOST and localhost."""
    with tls_issuer(authority.server_context(HOST, "localhost"), GOOD) as port, running_proxy(port) as proxy:
        yield proxy


def obtain(holder: CardHolder, url: str, proxy: str = "", timeout: float = 5) -> str:
    return IssuerSource(url, timeout, proxy=proxy).obtain(holder, NOW).token


def reason(holder: CardHolder, url: str, proxy: str = "", timeout: float = 5) -> object:
    with pytest.raises(SourceUnavailable) as failure:
        obtain(holder, url, proxy, timeout)
    return failure.value.data["reason"]


# ---- trust -------------------------------------------------------------------------------------------------------


def test_a_hospitals_own_authority_in_the_systems_store_is_trusted(proxy: Proxy, holder: CardHolder) -> None:
    assert obtain(holder, f"https://localhost:{proxy.port}") == TOKEN


def test_an_authority_that_is_not_there_is_not(
    proxy: Proxy, holder: CardHolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = f"https://localhost:{proxy.port}"
    own_list = tmp_path / "ca.pem"
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    assert reason(holder, url) == "tls"
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(own_list))  # the list that requests brings
    assert reason(holder, url) == "tls"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(own_list))
    assert reason(holder, url) == "tls"


def test_without_truststore_linux_reads_the_same_store(
    proxy: Proxy, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "truststore", None)
    assert obtain(holder, f"https://localhost:{proxy.port}") == TOKEN
    assert not isinstance(http.system_trust(), truststore.SSLContext)


@pytest.mark.parametrize(("name", "days"), [("other.example", 30), ("localhost", -1)])
def test_a_wrong_name_or_an_old_certificate_is_refused(
    authority: Authority, holder: CardHolder, name: str, days: int
) -> None:
    with tls_issuer(authority.server_context(name, days=days), GOOD) as port:
        assert reason(holder, f"https://localhost:{port}") == "tls"


# ---- proxies -----------------------------------------------------------------------------------------------------


def test_the_policys_proxy_is_used_and_tls_is_still_checked_behind_it(
    proxy: Proxy, holder: CardHolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert obtain(holder, f"https://{HOST}/issuer", proxy.url) == TOKEN
    assert proxy.asked == [f"{HOST}:443"]
    assert reason(holder, "https://other.example", proxy.url) == "tls"
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    assert reason(holder, f"https://{HOST}", proxy.url) == "tls"


def test_without_a_policy_the_systems_proxy_is(
    proxy: Proxy, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    assert obtain(holder, f"https://{HOST}") == TOKEN
    assert len(proxy.asked) == 1
    monkeypatch.setenv("NO_PROXY", HOST)
    assert reason(holder, f"https://{HOST}") == "connect"
    assert len(proxy.asked) == 1


def test_direct_means_that_the_systems_proxy_is_not_asked(
    proxy: Proxy, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    assert reason(holder, f"https://{HOST}", "direct") == "connect"
    assert proxy.asked == []


def test_a_proxy_that_refuses_or_is_not_there(proxy: Proxy, holder: CardHolder) -> None:
    proxy.refuse = True
    assert reason(holder, f"https://{HOST}", proxy.url) == "proxy"
    assert len(proxy.asked) == 1  # its answer is one: no second attempt
    assert reason(holder, f"https://{HOST}", f"http://127.0.0.1:{closed_port()}") == "proxy"


def test_behind_a_proxy_it_is_the_same_store_that_is_asked() -> None:
    """On Linux OpenSSL would read the store anyway; on Windows and macOS only truststore does."""
    adapter = http._system_trust_adapter()
    assert isinstance(adapter.poolmanager.connection_pool_kw["ssl_context"], truststore.SSLContext)
    behind = adapter.proxy_manager_for("http://proxy.example:3128")
    assert isinstance(behind.connection_pool_kw["ssl_context"], truststore.SSLContext)


# ---- repeating ---------------------------------------------------------------------------------------------------


@pytest.fixture
def issuer() -> Iterator[Double]:
    with running() as double:
        double.body = json.dumps(GOOD).encode()
        yield double


def test_a_connection_that_does_not_come_about_is_tried_again(
    issuer: Double, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address listens only after the first attempt, as when a network wakes up."""
    port = int(issuer.url.rpartition(":")[2])
    late = closed_port()
    attempts: list[float] = []
    real = patient_post.post

    def counted(url: str, *arguments: object, **options: object) -> object:
        attempts.append(time.monotonic())
        return real(url if len(attempts) == 1 else url.replace(str(late), str(port)), *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(patient_post, "post", counted)
    assert obtain(holder, f"http://127.0.0.1:{late}") == TOKEN
    assert len(attempts) == 2 and attempts[1] - attempts[0] >= patient_post._PAUSES[0]
    assert len(issuer.received) == 1


def test_the_attempts_end_with_the_time_out(holder: CardHolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patient_post, "_PAUSES", (0.1,) * 100)
    started = time.monotonic()
    assert reason(holder, f"http://127.0.0.1:{closed_port()}", timeout=0.6) == "connect"
    assert time.monotonic() - started < 9  # a hundred pauses are 10 s


def test_what_may_have_been_sent_is_never_sent_twice(issuer: Double, holder: CardHolder) -> None:
    """A service that closes without an answer may have issued a token, which a second request would end."""
    for raw in ([], [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"]):
        issuer.raw, issuer.received = raw, []
        assert reason(holder, issuer.url) in ("connect", "protocol")
        assert len(issuer.received) == 1
    issuer.raw, issuer.received, issuer.status = None, [], 503
    assert reason(holder, issuer.url) == "http_503"
    assert len(issuer.received) == 1


def test_a_connection_that_breaks_before_the_request_is_not_taken_for_one_that_never_was(holder: CardHolder) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        came: list[int] = []

        def accept_and_close() -> None:
            listener.settimeout(3)
            with suppress(OSError):
                while True:
                    listener.accept()[0].close()
                    came.append(1)

        thread = threading.Thread(target=accept_and_close)
        thread.start()
        assert reason(holder, f"http://127.0.0.1:{listener.getsockname()[1]}") == "connect"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert len(came) == 1


def test_without_an_address_the_source_is_not_here(holder: CardHolder) -> None:
    with pytest.raises(SourceNotHere):
        obtain(holder, "")
