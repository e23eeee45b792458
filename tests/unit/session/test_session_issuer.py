"""The issuer source against its contract (manifests/issuer.md): good answers, refusals, broken and hostile ones."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitthi import __version__
from sitthi.errors import SitthiError, SourceRejected, SourceUnavailable, UserNotRegistered, UserRemoved
from sitthi.policy.model import SOURCE_NAMES, IssuerPolicy, Policy, SessionPolicy
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources.issuer import IssuerSource
from sitthi.session.sources.registry import make_sources
from unit.session.conftest import CID, TOKEN
from unit.session.issuer_double import Double, closed_port, running

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
GOOD = {
    "cid": CID,
    "token": TOKEN,
    "kind": "uc",
    "issued_at": "2026-03-02T09:00:00+07:00",
    "expires_at": "2026-03-03T00:00:00+07:00",
    "last_used_at": None,
}


@pytest.fixture
def issuer() -> Iterator[Double]:
    with running() as double:
        double.body = json.dumps(GOOD).encode()
        double.headers = {"Date": "Mon, 02 Mar 2026 02:00:03 GMT"}
        yield double


def obtain(issuer: Double, holder: CardHolder, timeout: float = 5, key_file: str = "") -> IssuedToken:
    return IssuerSource(issuer.url + "/issuer/", timeout, key_file).obtain(holder, NOW)


def test_a_token_is_asked_for_and_read_as_documented(issuer: Double, holder: CardHolder) -> None:
    issued = obtain(issuer, holder)
    assert issued == IssuedToken(
        token=TOKEN,
        cid=CID,
        kind="uc",
        issued_at=NOW,
        expires_at=datetime(2026, 3, 2, 17, 0, tzinfo=UTC),
        server_time=datetime(2026, 3, 2, 2, 0, 3, tzinfo=UTC),
    )
    ((path, headers, body),) = issuer.received
    assert path == "/issuer/v1/token"
    assert json.loads(body) == {"cid": CID, "chip_id": holder.chip_id, "client": f"sitthi/{__version__}"}
    assert headers["Content-Type"] == "application/json"
    assert "Authorization" not in headers


def test_the_workstation_key_comes_from_its_file(issuer: Double, holder: CardHolder, tmp_path: Path) -> None:
    key = tmp_path / "issuer.key"
    key.write_text("key-of-this-workstation\n")
    obtain(issuer, holder, key_file=str(key))
    assert issuer.received[0][1]["Authorization"] == "Bearer key-of-this-workstation"
    key.write_bytes(b"two\r\nX-Header: lines")
    for broken in (str(key), str(tmp_path / "missing")):
        with pytest.raises(SourceUnavailable) as failure:
            obtain(issuer, holder, key_file=broken)
        assert failure.value.data["reason"] == "key_file"


@pytest.mark.parametrize(
    ("status", "body", "error", "reason"),
    [
        (403, {"error": "user_not_registered", "message": CID}, UserNotRegistered, None),
        (403, {"error": "user_removed", "message": CID}, UserRemoved, None),
        (403, {"error": "something_else"}, SourceRejected, "forbidden"),
        (403, ["no object"], SourceRejected, "forbidden"),
        (401, {"error": "workstation_not_allowed"}, SourceRejected, "workstation_not_allowed"),
        (400, {"error": "invalid_request"}, SourceRejected, "http_400"),
        (404, {}, SourceRejected, "http_404"),
        (429, {}, SourceUnavailable, "http_429"),
        (500, {"error": "user_removed"}, SourceUnavailable, "http_500"),
        (503, {}, SourceUnavailable, "http_503"),
        (202, {}, SourceUnavailable, "bad_answer"),
    ],
)
def test_each_refusal_has_its_error(
    issuer: Double, holder: CardHolder, status: int, body: object, error: type[SitthiError], reason: str | None
) -> None:
    issuer.status, issuer.body = status, json.dumps(body).encode()
    with pytest.raises(error) as failure:
        obtain(issuer, holder)
    assert failure.value.data.get("reason") == reason
    assert CID not in str(failure.value)


@pytest.mark.parametrize(
    "change",
    [
        {"token": "short"},
        {"token": TOKEN + "0"},
        {"token": TOKEN[:-1] + "!"},
        {"token": TOKEN + "\n"},
        {"token": 1234567890123456},
        {"token": None},
        {"cid": 1100800447899},
        {"kind": None},
        {"kind": "x" * 21},
        {"issued_at": None},
        {"issued_at": "yesterday"},
        {"issued_at": "2026-03-02T09:00:00"},
        {"issued_at": 5},
        {"issued_at": "0001-01-01T00:00:00+14:00"},
        {"expires_at": "soon"},
        {"last_used_at": []},
    ],
)
def test_an_answer_of_another_shape_is_no_token(issuer: Double, holder: CardHolder, change: dict[str, object]) -> None:
    issuer.body = json.dumps(GOOD | change).encode()
    with pytest.raises(SourceUnavailable) as failure:
        obtain(issuer, holder)
    assert failure.value.data["reason"] == "bad_answer"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"token":', b"\xff\xfe", b"[" * 9000, b"1" * 9000])
def test_an_answer_that_is_no_object_is_no_token(issuer: Double, holder: CardHolder, body: bytes) -> None:
    issuer.body = body
    with pytest.raises(SourceUnavailable) as failure:
        obtain(issuer, holder)
    assert failure.value.data["reason"] == "bad_answer"


def test_a_redirect_is_not_followed(issuer: Double, holder: CardHolder) -> None:
    with running() as elsewhere:
        issuer.status, issuer.headers = 307, {"Location": elsewhere.url + "/v1/token"}
        with pytest.raises(SourceUnavailable):
            obtain(issuer, holder)
        assert elsewhere.received == []


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("pieces", "drip", "reason"),
    [
        ([HEAD + b"Content-Length: 900\r\n\r\n", b"{}"], 0, "protocol"),
        ([HEAD + b"\r\n", b" " * 40_000], 0, "too_large"),
        ([HEAD + b"Content-Length: 99999999\r\n\r\n", b" " * 40_000], 0, "too_large"),
        ([b"nonsense\r\n\r\n"], 0, "connect"),
        ([], 0, "connect"),
        ([HEAD + b"Content-Length: 900\r\n\r\n", *[b" "] * 100], 0.05, "timeout"),
        ([HEAD, *[b"X-A: b\r\n"] * 100], 0.05, "timeout"),
        ([b"HTTP/1.1 200 OK"], 30, "timeout"),
    ],
)
def test_a_broken_slow_or_endless_answer_is_bounded(
    issuer: Double, holder: CardHolder, pieces: list[bytes], drip: float, reason: str
) -> None:
    issuer.raw, issuer.drip = pieces, drip
    # What is broken is known at once, however slow the machine: only who never ends may run out of time.
    timeout = 0.4 if reason == "timeout" else 30
    started = time.monotonic()
    with pytest.raises(SourceUnavailable) as failure:
        obtain(issuer, holder, timeout=timeout)
    assert time.monotonic() - started < 20
    assert failure.value.data["reason"] == reason


def test_a_given_up_exchange_ends_soon(issuer: Double, holder: CardHolder) -> None:
    """One byte every 50 ms never runs into a socket's time-out: the exchange has to look at the clock itself."""
    issuer.raw, issuer.drip = [HEAD + b"Content-Length: 900\r\n\r\n", *[b" "] * 900], 0.05
    with pytest.raises(SourceUnavailable):
        obtain(issuer, holder, timeout=0.2)
    for thread in threading.enumerate():
        if thread.name == "http-post":
            thread.join(30)
            assert not thread.is_alive()


def test_nobody_there(holder: CardHolder) -> None:
    with pytest.raises(SourceUnavailable) as failure:
        IssuerSource(f"http://127.0.0.1:{closed_port()}", 5).obtain(holder, NOW)
    assert failure.value.data == {"source": "issuer", "reason": "connect"}
    with pytest.raises(SourceUnavailable) as failure:
        IssuerSource("", 5).obtain(holder, NOW)
    assert failure.value.data["reason"] == "not_configured"


def test_no_tls_where_tls_is_expected(issuer: Double, holder: CardHolder) -> None:
    with pytest.raises(SourceUnavailable) as failure:
        IssuerSource(issuer.url.replace("http:", "https:"), 5).obtain(holder, NOW)
    assert failure.value.data["reason"] == "tls"


def test_a_missing_or_foolish_date_is_no_clock(issuer: Double, holder: CardHolder) -> None:
    for date in ("", "yesterday", "Mon, 99 Foo 2026 99:00:00 GMT"):
        issuer.headers = {"Date": date}
        assert obtain(issuer, holder).server_time is None


def test_revoke_sends_the_token_once(issuer: Double) -> None:
    issuer.status, issuer.body = 204, b""
    IssuerSource(issuer.url, 5).revoke(CID, TOKEN)
    ((path, _, body),) = issuer.received
    assert (path, json.loads(body)) == ("/v1/revoke", {"cid": CID, "token": TOKEN})
    issuer.status = 500
    with pytest.raises(SourceUnavailable):
        IssuerSource(issuer.url, 5).revoke(CID, TOKEN)


def test_netrc_and_proxies_get_nothing(
    issuer: Double, holder: CardHolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    obtain(issuer, holder)
    assert "Authorization" not in issuer.received[0][1]


def test_logs_and_failures_quote_nothing(issuer: Double, holder: CardHolder, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = repr(obtain(issuer, holder)) + repr(holder)
    issuer.raw = [HEAD + b"Content-Length: 9\r\n\r\n", CID.encode()]
    with pytest.raises(SourceUnavailable) as failure:
        obtain(issuer, holder)
    shown += caplog.text + repr(failure.value) + str(failure.value.__cause__) + str(failure.value.__context__)
    assert not any(secret in shown for secret in (CID, TOKEN, holder.name_th, holder.name_en))


def test_the_registry_builds_what_a_policy_may_name() -> None:
    policy = Policy(session=SessionPolicy(sources=SOURCE_NAMES), issuer=IssuerPolicy(url="http://127.0.0.1:1/"))
    assert tuple(source.name for source in make_sources(policy)) == SOURCE_NAMES
