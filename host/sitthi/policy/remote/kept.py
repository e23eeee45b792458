"""The last good policy from the server, and how the last attempt to get one went: two small files of the account.

The signature is looked at whenever the text is read, because the account itself can write here. What the account can do
is take the copy away or put an older one back; what must hold even then belongs into the machine's own file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitthi import paths
from sitthi.errors import PolicyInvalid
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.policy.remote.signature import MAX_SIGNATURE_BYTES
from sitthi.policy.remote.signed import MAX_BYTES, Refused, RemoteText, read_signed

_MAX_ATTEMPT = 16 * 1024
WRONG = {
    "no_key": "[remote] names no public_key, so nothing from there can count",
    "signature": "is not signed by a public_key of [remote]; the last good policy is kept",
    "invalid": "has a mistake; the last good policy is kept",
    "too_large": "is larger than 256 KiB; the last good policy is kept",
    "expired": "has expired",
    "rollback": "is older than the policy that is kept (serial)",
    "same_serial": "was changed without a larger serial; the last good policy is kept",
}
"""Outcomes that somebody must set right, for people."""


@dataclass(frozen=True)
class Attempt:
    """`outcome` "" = the server's policy is the one kept; else a reason of Refused or of the fetch.

    `problem`: of `invalid`, as PolicyInvalid's data. `etag` and `modified` are what the server at `url` said of the
    text with this `digest`.
    """

    url: str
    outcome: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    problem: dict[str, Any] | None = None


@dataclass(frozen=True)
class RemoteStatus:
    """What `policy show` and a diagnosis say. `outcome` also: never (not asked yet), no_key. Times UTC."""

    settings: RemotePolicy
    outcome: str
    text: RemoteText | None
    expired: bool
    checked_at: datetime | None
    problem: PolicyInvalid | None

    @property
    def in_force(self) -> bool:
        return self.text is not None and not self.expired

    def failure(self) -> PolicyInvalid | None:
        """What people at this computer should know: not a server that is away while its last policy holds."""
        if self.outcome == "invalid" and self.problem is not None:
            return self.problem
        outcome = "expired" if self.expired and self.outcome not in WRONG else self.outcome
        if outcome in ("", "never") or (self.in_force and outcome not in WRONG):
            return None
        problem = WRONG.get(outcome, f"no policy has come from there yet: {outcome}")
        return PolicyInvalid(file=self.settings.url, line=None, key="", problem=problem)


def kept_path() -> Path:
    """`the signature's line, then the signed bytes`, in one file so that both are always of one version."""
    return paths.state_dir() / "remote-policy"


def attempt_path() -> Path:
    """Its time of change is the time of the attempt; its content changes only with the result."""
    return paths.state_dir() / "remote-policy.json"


def remote_status(settings: RemotePolicy, now: datetime) -> RemoteStatus:
    """Never raises: without a usable copy there is none."""
    attempt, checked_at = _last_attempt(settings)
    text = kept_text(settings)
    outcome = attempt.outcome if attempt else "never"
    if not settings.keys:
        outcome = "no_key"
    problem = PolicyInvalid(**attempt.problem) if attempt and attempt.problem else None
    return RemoteStatus(settings, outcome, text, bool(text and text.expired(now)), checked_at, problem)


def kept_text(settings: RemotePolicy) -> RemoteText | None:
    """What is kept, expired or not, if one of today's keys signed it."""
    try:
        with kept_path().open("rb") as file:
            signature, content = file.readline(MAX_SIGNATURE_BYTES), file.read(MAX_BYTES + 1)
        return read_signed(content, signature, settings.keys, settings.url)
    except (OSError, Refused):
        return None


def kept_bytes(content: bytes, signature: bytes) -> bytes:
    return signature.strip() + b"\n" + content


def last_attempt(settings: RemotePolicy) -> Attempt | None:
    return _last_attempt(settings)[0]


def attempt_bytes(attempt: Attempt) -> bytes:
    return json.dumps(vars(attempt), sort_keys=True).encode()


def _last_attempt(settings: RemotePolicy) -> tuple[Attempt | None, datetime | None]:
    """None where there was none for this address; a broken file is none."""
    try:
        path = attempt_path()
        with path.open("rb") as file:
            raw = json.loads(file.read(_MAX_ATTEMPT))
        problem = raw.pop("problem")
        found = Attempt(**{str(key): str(value) for key, value in raw.items()}, problem=problem)
        if found.url != settings.url or not isinstance(problem, dict | None):
            return None, None
        return found, datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None, None
