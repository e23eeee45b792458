"""One attempt to get the remote policy: fetch, check, keep. The hosts of an account take turns."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import datetime

from sitthi import paths
from sitthi.errors import VaultUnavailable
from sitthi.policy.remote import kept
from sitthi.policy.remote.kept import Attempt
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.policy.remote.signed import Refused, RemoteText, read_signed
from sitthi.service.remote_policy.fetch import Fetched, NotFetched, fetch
from sitthi.session.files import remove_leftovers, replace_private
from sitthi.session.lock import writer_lock

Fetch = Callable[[RemotePolicy, str, str], Fetched | None]


def refresh(settings: RemotePolicy, now: datetime, get: Fetch = fetch) -> str | None:
    """The outcome ("" = what is kept is the server's newest); None where another host is at it. Raises OSError."""
    try:
        with writer_lock(paths.state_dir() / "remote-policy.lock", timeout=0):
            return _refresh(settings, now, get)
    except VaultUnavailable as problem:
        if problem.data.get("reason") == "locked":
            return None
        raise OSError(str(problem.data.get("reason"))) from None


def _refresh(settings: RemotePolicy, now: datetime, get: Fetch) -> str:
    text, last = kept.kept_text(settings), kept.last_attempt(settings)
    digest = _digest(kept.kept_path().read_bytes()) if text is not None else ""
    known = last if last is not None and digest and last.digest == digest else Attempt(settings.url)
    attempt = Attempt(settings.url, "", known.etag, known.modified, digest)
    try:
        fetched = get(settings, known.etag, known.modified)
        if fetched is not None:
            attempt = _keep(settings, text, fetched, now)
        elif text is not None and text.expired(now):
            raise Refused("expired")
    except NotFetched as failure:
        attempt = _failed(attempt, failure.reason)
    except Refused as refused:
        attempt = _failed(attempt, refused.reason, refused.problem.data if refused.problem else None)
    _note(attempt)
    return attempt.outcome


def _keep(settings: RemotePolicy, old: RemoteText | None, fetched: Fetched, now: datetime) -> Attempt:
    """Puts it in the place of the old one. Raises Refused."""
    new = read_signed(fetched.content, fetched.signature, settings.keys, settings.url)
    if old is not None and new.serial < old.serial:
        raise Refused("rollback")
    if old is not None and new.serial == old.serial and new.document.text != old.document.text:
        raise Refused("same_serial")
    if new.expired(now):
        raise Refused("expired")
    content = kept.kept_bytes(fetched.content, fetched.signature)
    path = kept.kept_path()
    remove_leftovers(path)
    if not path.exists() or path.read_bytes() != content:
        replace_private(path, content)
    return Attempt(settings.url, "", fetched.etag, fetched.modified, _digest(content))


def _failed(attempt: Attempt, reason: str, problem: dict[str, object] | None = None) -> Attempt:
    return Attempt(attempt.url, reason, attempt.etag, attempt.modified, attempt.digest, problem)


def _note(attempt: Attempt) -> None:
    """A result as before changes the file's time alone: nobody reads the policy again for it."""
    path, content = kept.attempt_path(), kept.attempt_bytes(attempt)
    if path.exists() and path.read_bytes() == content:
        os.utime(path)
    else:
        remove_leftovers(path)
        replace_private(path, content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
