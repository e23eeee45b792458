"""The `issuer` source: the small HTTP contract of manifests/issuer.md (a hospital gateway, the sandbox,
NHSO one day).

Nothing that the service answers is trusted before it was checked, and nothing it says goes into an error
but a code.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitthi import __version__
from sitthi.errors import SitthiError, SourceNotHere, SourceRejected, SourceUnavailable, UserNotRegistered, UserRemoved
from sitthi.nhso.http import Answer, Unreachable
from sitthi.policy.model import Policy
from sitthi.session.files import read_small
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources.patient_post import post_patiently
from sitthi.session.token import TOKEN_FORMAT

_MAX_ANSWER = 16 * 1024
_MAX_KEY = 1024
_FORBIDDEN = {"user_not_registered": UserNotRegistered, "user_removed": UserRemoved}


class IssuerSource:
    name = "issuer"

    def __init__(self, url: str, timeout_seconds: float, key_file: str = "", proxy: str = "") -> None:
        self._url = url.rstrip("/")
        self._timeout = timeout_seconds
        self._key_file = key_file
        self._proxy = proxy

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        client = f"sitthi/{__version__}"
        answer = self._post("/v1/token", {"cid": holder.cid, "chip_id": holder.chip_id, "client": client})
        if answer.status != 200:
            raise _refusal(answer)
        try:
            return _issued(json.loads(answer.body), answer.date)
        except (ValueError, KeyError, TypeError, RecursionError):
            problem = SourceUnavailable(source=self.name, reason="bad_answer")
        raise problem

    def revoke(self, cid: str, token: str) -> None:
        answer = self._post("/v1/revoke", {"cid": cid, "token": token})
        if answer.status not in (200, 204):
            raise _refusal(answer)

    def _post(self, path: str, content: dict[str, object]) -> Answer:
        if not self._url:
            raise SourceNotHere(source=self.name, reason="not_configured")
        headers = {"Content-Type": "application/json", "Accept": "application/json", **self._authorization()}
        try:
            body = json.dumps(content).encode()
            return post_patiently(self._url + path, body, headers, self._timeout, limit=_MAX_ANSWER, proxy=self._proxy)
        except Unreachable as failure:
            problem = SourceUnavailable(source=self.name, reason=failure.reason)
        raise problem  # outside the handler: no chain to an exception that quotes addresses

    def _authorization(self) -> dict[str, str]:
        """The workstation's key from its file, read for each request so that it can be replaced."""
        if not self._key_file:
            return {}
        try:
            key = (read_small(Path(self._key_file), _MAX_KEY) or b"").decode("ascii").strip()
        except (OSError, UnicodeDecodeError):
            key = ""
        if not key or not key.isprintable() or len(key) > _MAX_KEY:
            raise SourceUnavailable(source=self.name, reason="key_file")
        return {"Authorization": f"Bearer {key}"}


def from_policy(policy: Policy) -> IssuerSource:
    issuer = policy.issuer
    return IssuerSource(issuer.url, issuer.timeout_seconds, issuer.key_file, issuer.proxy)


def _issued(raw: Any, server_time: datetime | None) -> IssuedToken:
    """Raises ValueError, KeyError or TypeError for anything that is not the documented answer."""
    token, cid, kind = raw["token"], raw["cid"], raw["kind"]
    if not all(isinstance(text, str) for text in (token, cid, kind)) or len(kind) > 20:
        raise ValueError("wrong types")
    if not TOKEN_FORMAT.fullmatch(token):
        raise ValueError("not a token")
    issued_at = _time(raw["issued_at"])
    if issued_at is None:
        raise ValueError("no issue time")
    return IssuedToken(
        token=token,
        cid=cid,
        kind=kind,
        issued_at=issued_at,
        expires_at=_time(raw.get("expires_at")),
        last_used_at=_time(raw.get("last_used_at")),
        server_time=server_time,
    )


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without offset")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time out of range") from None


def _refusal(answer: Answer) -> SitthiError:
    if answer.status == 401:
        return SourceRejected(source="issuer", reason="workstation_not_allowed")
    if answer.status == 403:
        kind = _FORBIDDEN.get(_error_code(answer.body))
        return kind() if kind else SourceRejected(source="issuer", reason="forbidden")
    if answer.status == 429 or answer.status >= 500:
        return SourceUnavailable(source="issuer", reason=f"http_{answer.status}")
    if answer.status >= 400:
        return SourceRejected(source="issuer", reason=f"http_{answer.status}")
    return SourceUnavailable(source="issuer", reason="bad_answer")


def _error_code(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
