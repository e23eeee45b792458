"""One bounded HTTP exchange with a program on this computer: no other machine, no proxy, no redirect followed.

`http.client` instead of the `requests` of nhso/http.py, because it lets the address be chosen here: a name is never
looked up, so that no hosts file and no resolver can make "localhost" another machine.
"""

from __future__ import annotations

import ipaddress
import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sitthi import __version__
from sitthi.nhso.http import Answer, Unreachable

if TYPE_CHECKING:
    from http.client import HTTPConnection

_CHUNK = 64 * 1024
_LOCALHOST = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class LocalAddress:
    """`hosts`: loopback addresses to try in this order. `name`: for the Host header."""

    hosts: tuple[str, ...]
    port: int
    name: str


def local_address(text: str) -> LocalAddress:
    """Of `http://localhost:8189` and the like. Raises ValueError for whatever is not on this computer."""
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme != "http" or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("not the address of a local program")
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError("not on this computer")
    return LocalAddress(_LOCALHOST if host == "localhost" else (host,), parts.port or 80, parts.netloc)


def exchange(
    address: LocalAddress, method: str, path: str, body: bytes | None, *, timeout: float, limit: int
) -> Answer:
    """`timeout` in seconds bounds the whole exchange, `limit` in bytes the answer.

    Raises Unreachable with reason connect (nobody listens), timeout, too_large or protocol. Runs on a thread of its
    own, because a program that sends one byte now and then never runs into a time-out of a socket.
    """
    results: queue.SimpleQueue[Answer | Unreachable] = queue.SimpleQueue()
    open_connections: list[HTTPConnection] = []

    def run() -> None:
        try:
            results.put(_exchange(address, method, path, body, timeout, limit, open_connections))
        except Unreachable as failure:
            results.put(failure)

    threading.Thread(target=run, name="agent-http", daemon=True).start()
    try:
        result = results.get(timeout=timeout)
    except queue.Empty:
        for connection in open_connections:  # lets the thread go, which may sit in an answer that never ends
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(SHUT_RDWR)
        result = Unreachable("timeout")
    if isinstance(result, Unreachable):
        raise result
    return result


def _exchange(
    address: LocalAddress,
    method: str,
    path: str,
    body: bytes | None,
    timeout: float,
    limit: int,
    open_connections: list[HTTPConnection],
) -> Answer:
    connection = _connect(address, timeout)
    open_connections.append(connection)
    headers = {"Host": address.name, "User-Agent": f"sitthi/{__version__}", "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return Answer(response.status, _read(response, limit), None)
    except TimeoutError:
        failure = Unreachable("timeout")
    except Unreachable as told:
        failure = told
    except Exception:  # noqa: BLE001  # any failure for a broken answer: its text may quote what was sent
        failure = Unreachable("protocol")
    finally:
        connection.close()
    raise failure


def _connect(address: LocalAddress, timeout: float) -> HTTPConnection:
    from http.client import HTTPConnection

    for host in address.hosts:
        connection = HTTPConnection(host, address.port, timeout=timeout)
        try:
            connection.connect()
        except TimeoutError:
            raise Unreachable("timeout", never_sent=True) from None
        except OSError:
            continue
        return connection
    raise Unreachable("connect", never_sent=True)


def _read(response: Any, limit: int) -> bytes:
    """At most `limit` bytes; more is no answer, and its rest is not read."""
    content = bytearray()
    while len(content) <= limit:
        piece = response.read1(_CHUNK)
        if not piece:
            return _complete(response, bytes(content))
        content += piece
    raise Unreachable("too_large")


def _complete(response: Any, content: bytes) -> bytes:
    """A connection that broke before the promised length is no answer."""
    promised = response.headers.get("Content-Length", "")
    if promised.isascii() and promised.isdigit() and int(promised) != len(content):
        raise Unreachable("protocol")
    return content
