"""The host's side of the Token ID window: start its process, hand it the request, take its one answer."""

from __future__ import annotations

import os
import subprocess
import sys

from sitthi.errors import SitthiError, SourceUnavailable
from sitthi.manual.request import TokenRequest
from sitthi.manual.result import InvalidResult, unpack_result
from sitthi.pin import child, system

GRACE_S = 20.0
"""Seconds beyond the window's own time-out: its start, and a desktop that is slow."""


def ask_in_window(request: TokenRequest, *, argv: list[str] | None = None, grace_s: float = GRACE_S) -> str:
    """The Token ID that was typed, in the right form.

    Raises what the window reports (SourceCancelled, SourceTimeout, SourceUnavailable(reason)), and
    SourceUnavailable(reason) where it cannot start, dies, or does not answer (then it is killed).
    """
    answer = _exchange(argv or child.command("sitthi.manual"), request, grace_s)
    if isinstance(answer, str):
        return answer
    raise answer


def _exchange(argv: list[str], request: TokenRequest, grace_s: float) -> str | SitthiError:
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child.environment(os.environ),
            cwd=os.path.abspath(os.sep),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
        )
    except OSError:
        return _failed("not_started")
    with process:
        system.allow_foreground(process.pid)
        try:
            packed, _ = process.communicate(request.pack(), request.timeout_s + grace_s)
        except BaseException as problem:
            process.kill()
            if not isinstance(problem, subprocess.TimeoutExpired):
                raise
            return _failed("no_answer")
    try:
        return unpack_result(packed) if packed else _failed("died")
    except InvalidResult:
        return _failed("bad_answer")


def _failed(reason: str) -> SourceUnavailable:
    return SourceUnavailable(source="manual", reason=reason)
