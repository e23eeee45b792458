"""The bytes of a remote policy and of its signature, from an https server or a file; bounded in time and size."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.nhso import http
from sitthi.policy.remote.signature import MAX_SIGNATURE_BYTES
from sitthi.policy.remote.signed import MAX_BYTES

if TYPE_CHECKING:
    from sitthi.policy.remote.settings import RemotePolicy

_SECONDS = 15.0
"""For the policy and for its signature each; a share whose server is away hangs far longer by itself."""


class NotFetched(Exception):
    """`reason`: one of http.Unreachable, http_STATUS, redirect, or missing, denied and unreadable of a file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Fetched:
    content: bytes
    signature: bytes
    etag: str = ""
    modified: str = ""


def fetch(settings: RemotePolicy, etag: str = "", modified: str = "", seconds: float = _SECONDS) -> Fetched | None:
    """None where the server says that what it gave with these validators is still right. Raises NotFetched."""
    if not settings.by_https:
        content = _read(settings.url, MAX_BYTES, seconds)
        return Fetched(content, _read(settings.signature_url, MAX_SIGNATURE_BYTES, seconds))
    asked = {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
    answer = _get(settings.url, asked, MAX_BYTES, seconds)
    if answer.status == 304 and asked:
        return None
    content = _good(answer)
    signature = _good(_get(settings.signature_url, {}, MAX_SIGNATURE_BYTES, seconds))
    return Fetched(content, signature, answer.etag[:200], answer.modified[:200])


def _get(url: str, headers: dict[str, str], limit: int, seconds: float) -> http.Answer:
    try:
        return http.get(url, headers, seconds, limit)
    except http.Unreachable as failure:
        raise NotFetched(failure.reason) from None


def _good(answer: http.Answer) -> bytes:
    """A redirect is not followed: the administrator named the server, and nobody else names another."""
    if 300 <= answer.status < 400:
        raise NotFetched("redirect")
    if answer.status != 200:
        raise NotFetched(f"http_{answer.status}")
    return answer.body


def _read(path: str, limit: int, seconds: float) -> bytes:
    """On a thread of its own, which is left behind when a share does not answer."""
    results: queue.SimpleQueue[bytes | str] = queue.SimpleQueue()

    def read() -> None:
        try:
            with Path(path).open("rb") as file:
                results.put(file.read(limit + 1))
        except FileNotFoundError:
            results.put("missing")
        except PermissionError:
            results.put("denied")
        except OSError:
            results.put("unreadable")

    threading.Thread(target=read, name="policy-share", daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except queue.Empty:
        result = "timeout"
    if isinstance(result, str):
        raise NotFetched(result)
    if len(result) > limit:
        raise NotFetched("too_large")
    return result
