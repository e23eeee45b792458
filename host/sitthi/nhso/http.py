"""One bounded HTTP request: time, size and redirects limited, and no failure that quotes what was sent.

`requests` is imported at the first call (it costs more than the whole start of the host). TLS trusts what
the operating system trusts, so that a hospital's own certificate authority works (reference: browser 2.18).
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sitthi import __version__
from sitthi.system_trust import system_trust

_CHUNK = 64 * 1024
_GRACE = 0.5
"""Seconds beyond the time-out for a failure to arrive with its own name."""


DIRECT = "direct"
"""For `proxy`: none is used, whatever the operating system says."""


class Unreachable(Exception):
    """No usable answer. `reason`: connect, timeout, tls, proxy, too_large, protocol.

    `never_sent`: no connection came about, so that the service cannot have got the request.
    """

    def __init__(self, reason: str, *, never_sent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.never_sent = never_sent


@dataclass(frozen=True, repr=False)
class Answer:
    """`date` is the service's clock from the HTTP Date header, UTC, or None.

    `etag`, `modified`: by which a later request can ask for what is newer, "" = not said.
    """

    status: int
    body: bytes
    date: datetime | None
    etag: str = ""
    modified: str = ""

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.body)} bytes)"


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float, limit: int, *, proxy: str = "") -> Answer:
    """`timeout` in seconds bounds the whole exchange, `limit` in bytes the answer. Raises Unreachable.

    `proxy`: its address, DIRECT, or "" for what the operating system says (never for this machine itself).
    """
    return _bounded(_Request("POST", url, body, dict(headers), time.monotonic() + timeout, limit, proxy), timeout)


def get(url: str, headers: Mapping[str, str], timeout: float, limit: int, *, proxy: str = "") -> Answer:
    """As `post`, without a body."""
    return _bounded(_Request("GET", url, None, dict(headers), time.monotonic() + timeout, limit, proxy), timeout)


@dataclass(frozen=True, repr=False)
class _Request:
    """`deadline` by time.monotonic()."""

    method: str
    url: str
    body: bytes | None
    headers: dict[str, str]
    deadline: float
    limit: int
    proxy: str


def _bounded(request: _Request, timeout: float) -> Answer:
    """The exchange runs on a thread of its own, because a server that sends one byte now and then never runs
    into a time-out of a socket.
    """
    results: queue.SimpleQueue[Answer | Unreachable] = queue.SimpleQueue()
    threading.Thread(target=lambda: results.put(_exchange(request)), name="http", daemon=True).start()
    try:
        result = results.get(timeout=timeout + _GRACE)
    except queue.Empty:
        result = Unreachable("timeout")
    if isinstance(result, Unreachable):
        raise result
    return result


def _exchange(request: _Request) -> Answer | Unreachable:
    import requests

    logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # it writes whole addresses, and one may hold a citizen ID
    headers = {"User-Agent": f"sitthi/{__version__}", "Accept-Encoding": "identity", **request.headers}
    try:
        with (
            _session(request.url, request.proxy) as session,
            session.request(
                request.method,
                request.url,
                data=request.body,
                headers=headers,
                timeout=max(0.01, request.deadline - time.monotonic()),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            content = _read(response, request.deadline, request.limit)
            if isinstance(content, Unreachable):
                return content
            said = response.headers
            validators = said.get("ETag", ""), said.get("Last-Modified", "")
            return Answer(response.status_code, content, _date(said.get("Date")), *validators)
    except requests.exceptions.Timeout as failure:
        return Unreachable("timeout", never_sent=isinstance(failure, requests.exceptions.ConnectTimeout))
    except requests.exceptions.SSLError:
        return Unreachable("tls")
    except requests.exceptions.ProxyError as failure:
        return Unreachable("proxy", never_sent=_never_sent(failure))
    except requests.exceptions.ConnectionError as failure:
        return Unreachable("connect", never_sent=_never_sent(failure))
    except Exception:  # noqa: BLE001  # any failure for a broken answer: its text may quote the address
        return Unreachable("protocol")


def _never_sent(failure: Any) -> bool:
    """True where the connection itself, or that to the proxy, did not come about."""
    from urllib3.exceptions import NewConnectionError, ProxyError

    reason = getattr(failure.args[0], "reason", None) if failure.args else None
    if isinstance(reason, ProxyError):
        reason = reason.original_error
    return isinstance(reason, NewConnectionError)


def _read(response: Any, deadline: float, limit: int) -> bytes | Unreachable:
    """At most `limit` bytes, in pieces as they arrive, so that the deadline is looked at between them."""
    content = bytearray()
    read_available = getattr(response.raw, "read1", None) or response.raw.read
    while len(content) <= limit:
        if time.monotonic() > deadline:
            return Unreachable("timeout")
        piece = read_available(_CHUNK)
        if not piece:
            return _complete(response, bytes(content))
        content += piece
    return Unreachable("too_large")


def _complete(response: Any, content: bytes) -> bytes | Unreachable:
    """A connection that broke before the promised length is no answer."""
    promised = response.headers.get("Content-Length", "")
    if response.status_code == 304:  # it may tell the length of what it does not send
        return content
    return Unreachable("protocol") if promised.isdigit() and int(promised) != len(content) else content


def _session(url: str, proxy: str) -> Any:
    import requests
    from requests.utils import get_environ_proxies

    session = requests.Session()
    session.trust_env = False  # no credentials out of ~/.netrc; proxies are taken over below
    parts = urlsplit(url)
    if proxy:
        session.proxies = {} if proxy == DIRECT else {parts.scheme: proxy}
    elif parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        session.proxies = get_environ_proxies(url)
    if parts.scheme == "https":
        session.mount("https://", _system_trust_adapter())
    return session


def _system_trust_adapter() -> Any:
    """Verifies by the operating system's trust store alone, also through a proxy.

    `requests` would add its own list of authorities, with ones that a hospital has taken out of the system's.
    """
    from requests.adapters import HTTPAdapter

    class SystemTrustAdapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
            return super().init_poolmanager(*args, **kwargs, ssl_context=system_trust())

        def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
            return super().proxy_manager_for(proxy, **kwargs, ssl_context=system_trust())

        def cert_verify(self, conn: Any, *_: object) -> None:
            conn.cert_reqs = "CERT_REQUIRED"

    return SystemTrustAdapter()


def _date(text: str | None) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
