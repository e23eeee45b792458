"""Both services over a bad network: the same failures by the same names, in bounded time and memory."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sitthi.errors import NhsoBadAnswer, NhsoUnreachable
from sitthi.nhso import http
from sitthi.nhso.json_safe import MAX_BYTES as MAX_JSON
from sitthi.nhso.rights import Rights
from sitthi.nhso.srm_rights import right_search
from sitthi.nhso.ucws import search_current_by_pid
from sitthi.nhso.xml_safe import MAX_BYTES as MAX_XML
from unit.nhso import srm_double, ucws_double
from unit.nhso.service_double import Double
from unit.nhso.ucws_double import PATIENT, TOKEN, USER
from unit.session.issuer_double import closed_port
from unit.session.tls_double import HOST, Authority, running_proxy


@dataclass(frozen=True)
class Kind:
    running: Callable[[ssl.SSLContext | None], AbstractContextManager[Double]]
    limit: int

    def search(self, url: str, timeout: float = 5, proxy: str = "") -> Rights:
        if self is SRM:
            return right_search(url, token=srm_double.JWT, person_cid=PATIENT, timeout=timeout, proxy=proxy)
        return search_current_by_pid(url, user_cid=USER, token=TOKEN, person_cid=PATIENT, timeout=timeout, proxy=proxy)

    def reason(
        self, error: type[NhsoBadAnswer | NhsoUnreachable], url: str, timeout: float = 5, proxy: str = ""
    ) -> object:
        with pytest.raises(error) as failure:
            self.search(url, timeout, proxy)
        assert failure.value.__cause__ is None and PATIENT not in repr(failure.value.__context__)
        return failure.value.data["reason"]


SRM = Kind(srm_double.running, MAX_JSON)
UCWS = Kind(ucws_double.running, MAX_XML)


@pytest.fixture(params=[UCWS, SRM], ids=["ucws", "srm"])
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def service(kind: Kind) -> Iterator[Double]:
    with kind.running(None) as double:
        yield double


def test_the_double_answers(kind: Kind, service: Double) -> None:
    assert kind.search(service.url).outcome == "ok"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_gateway_is_out_of_reach(kind: Kind, service: Double, status: int) -> None:
    service.status = status
    assert kind.reason(NhsoUnreachable, service.url) == f"http_{status}"


def test_an_answer_that_never_comes(kind: Kind, service: Double) -> None:
    service.hang = threading.Event()
    started = time.monotonic()
    assert kind.reason(NhsoUnreachable, service.url, timeout=0.2) == "timeout"
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("whole_header", [True, False], ids=["body", "header"])
def test_a_byte_now_and_then_does_not_put_the_end_off(kind: Kind, service: Double, whole_header: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" if whole_header else b"HTTP/1.1 200 OK\r\nX: "
    service.hang, service.drip = threading.Event(), head + b" " * 900
    started = time.monotonic()
    assert kind.reason(NhsoUnreachable, service.url, timeout=0.8 if whole_header else 0.3) == "timeout"
    assert time.monotonic() - started < 15  # all those bytes take 18 s
    assert service.received
    if whole_header:  # and nobody goes on reading it
        for thread in [each for each in threading.enumerate() if each.name == "http"]:
            thread.join(30)
            assert not thread.is_alive()


def test_half_of_the_promised_bytes(kind: Kind, service: Double) -> None:
    service.raw = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + service.body
    assert kind.reason(NhsoBadAnswer, service.url) == "protocol"


def test_what_is_no_http(kind: Kind, service: Double) -> None:
    service.raw = b"220 mail.example.go.th ESMTP\r\n"
    with pytest.raises((NhsoUnreachable, NhsoBadAnswer)) as failure:
        kind.search(service.url)
    assert failure.value.data["reason"] in ("connect", "protocol")


def test_an_answer_without_end_is_cut_off(kind: Kind, service: Double) -> None:
    service.body += b" " * kind.limit
    assert kind.reason(NhsoBadAnswer, service.url) == "too_large"


def test_a_redirect_is_not_followed(kind: Kind, service: Double) -> None:
    service.raw = f"HTTP/1.1 302 Found\r\nLocation: {service.url}\r\nContent-Length: 0\r\n\r\n".encode()
    assert kind.reason(NhsoBadAnswer, service.url) == "http_302"
    assert len(service.received) == 1


def test_nobody_there(kind: Kind) -> None:
    assert kind.reason(NhsoUnreachable, f"http://127.0.0.1:{closed_port()}/x") == "connect"
    assert kind.reason(NhsoUnreachable, "http://no-such-host.invalid/") == "connect"


def test_a_proxy_that_is_not_there_or_refuses(kind: Kind) -> None:
    url = f"https://{HOST}/x"
    assert kind.reason(NhsoUnreachable, url, proxy=f"http://127.0.0.1:{closed_port()}") == "proxy"
    with running_proxy(0) as proxy:
        proxy.refuse = True
        assert kind.reason(NhsoUnreachable, url, proxy=proxy.url) == "proxy"
        assert proxy.asked == [f"{HOST}:443"]


class TestTls:
    """By the trust store of a machine that knows the hospital's own authority."""

    @pytest.fixture
    def authority(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
        authority = Authority(tmp_path)
        trust = ssl.create_default_context(cafile=str(authority.pem))
        monkeypatch.setattr(http, "system_trust", lambda: trust)
        return authority

    def test_through_a_proxy_to_a_service_with_a_good_certificate(self, kind: Kind, authority: Authority) -> None:
        with (
            kind.running(authority.server_context(HOST)) as service,
            running_proxy(urlsplit(service.url).port or 0) as proxy,
        ):
            assert kind.search(service.url.replace("127.0.0.1", HOST), proxy=proxy.url).outcome == "ok"

    @pytest.mark.parametrize("wrong", ["name", "over", "stranger"])
    def test_a_certificate_that_is_not_right(
        self, kind: Kind, authority: Authority, wrong: str, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        issuer = Authority(tmp_path_factory.mktemp("other")) if wrong == "stranger" else authority
        context = issuer.server_context(
            "other.example" if wrong == "name" else HOST, days=-1 if wrong == "over" else 30
        )
        with kind.running(context) as service, running_proxy(urlsplit(service.url).port or 0) as proxy:
            assert kind.reason(NhsoUnreachable, service.url.replace("127.0.0.1", HOST), proxy=proxy.url) == "tls"
            assert service.received == []

    def test_a_service_without_tls(self, kind: Kind, authority: Authority, service: Double) -> None:
        assert kind.reason(NhsoUnreachable, service.url.replace("http:", "https:")) == "tls"
