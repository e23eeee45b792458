"""SRM's refresh service: one form field in, a new pair out (reference: nhso 3 [A]). Knows no file."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from sitthi.errors import SourceUnavailable
from sitthi.nhso.http import Unreachable
from sitthi.policy.model import SrmPolicy
from sitthi.session.sources.patient_post import post_patiently
from sitthi.session.sources.srm_pair import Pair, read_answer

_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json, text/plain"}
_MAX_ANSWER = 32 * 1024
_REFUSALS = (400, 401, 403)


class RefreshRefused(Exception):
    """The service does not take this refresh token (any more)."""


def refresh(policy: SrmPolicy, refresh_token: str) -> tuple[Pair, datetime | None]:
    """The new pair, and the service's clock if it tells. The old refresh token is used up by this.

    Raises RefreshRefused and SourceUnavailable(reason).
    """
    body = urlencode({policy.refresh_field: refresh_token}).encode()
    try:
        answer = post_patiently(
            policy.refresh_url, body, _HEADERS, policy.timeout_seconds, limit=_MAX_ANSWER, proxy=policy.proxy
        )
    except Unreachable as failure:
        problem = _unavailable(failure.reason)
    else:
        if answer.status in _REFUSALS:
            raise RefreshRefused
        pair = read_answer(answer.body, refresh_token) if answer.status == 200 else None
        if pair is not None:
            return pair, answer.date
        problem = _unavailable("bad_answer" if answer.status == 200 else f"http_{answer.status}")
    raise problem  # outside the handler: no chain to an exception that quotes addresses


def _unavailable(reason: str) -> SourceUnavailable:
    return SourceUnavailable(source="srm_file", reason=reason)
