"""A POST that is repeated only where the service cannot have got it. Knows no source."""

from __future__ import annotations

import time

from sitthi.nhso.http import Answer, Unreachable, post

_PAUSES = (0.25, 0.75)
"""Seconds before each further attempt at a connection that did not come about (a network that just woke up)."""


def post_patiently(
    url: str, body: bytes, headers: dict[str, str], timeout: float, *, limit: int, proxy: str = ""
) -> Answer:
    """Again only what was never sent: a second token would end the first, whose answer may be on its way.

    All attempts share the one `timeout` (seconds). Raises Unreachable.
    """
    deadline, pauses = time.monotonic() + timeout, iter(_PAUSES)
    while True:
        left = max(0.01, deadline - time.monotonic())
        try:
            return post(url, body, headers, left, limit=limit, proxy=proxy)
        except Unreachable as failure:
            pause = next(pauses, None)
            if not failure.never_sent or pause is None or time.monotonic() + pause >= deadline:
                raise
        time.sleep(pause)
