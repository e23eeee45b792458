"""The host's side of the PIN process: start it, hand it the request, wait for its one result, end it.

Knows processes and pipes; never sees a PIN.
"""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Lock, Thread
from typing import IO

from sitthi.errors import LoginInProgress, PinWindowFailed
from sitthi.pin import child, system
from sitthi.pin.request import PinRequest
from sitthi.pin.result import MAX_BYTES, InvalidResult, unpack_result

GRACE_S = 30.0  # beyond the window's own time-out: start, a busy card's back-off, the verification
LINGER_S = 15.0  # how long a process may still show its result after reporting it

_one_window = Lock()
_lingering: subprocess.Popen[bytes] | None = None


def verify_pin(request: PinRequest, *, argv: list[str] | None = None, grace_s: float = GRACE_S) -> None:
    """Have the person type the PIN and the card check it, once. Returns when the card has accepted it.

    Raises the SitthiError that the PIN process reports; PinWindowFailed(reason=…) when it cannot start
    ("not_started"), ends without a result ("died"), answers nonsense ("bad_answer") or not at all
    ("no_answer", it is killed); LoginInProgress when this host already shows a window.
    """
    if not _one_window.acquire(blocking=False):
        raise LoginInProgress
    try:
        _end_lingering()
        packed = _exchange(argv or child.command(), request, request.timeout_s + grace_s)
    finally:
        _one_window.release()
    if not packed:
        raise PinWindowFailed(reason="died")
    try:
        failure = unpack_result(packed)
    except InvalidResult:
        raise PinWindowFailed(reason="bad_answer") from None
    if failure is not None:
        raise failure


def _exchange(argv: list[str], request: PinRequest, limit_s: float) -> bytes:
    process = _start(argv)
    answer: list[bytes] = []
    reader = Thread(target=_talk, args=(process, request.pack(), answer), daemon=True)
    reader.start()
    try:
        reader.join(limit_s)
        if reader.is_alive():
            raise PinWindowFailed(reason="no_answer")
    except BaseException:
        process.kill()
        process.wait()
        raise
    _let_it_finish(process)
    return answer[0] if answer else b""


def _start(argv: list[str]) -> subprocess.Popen[bytes]:
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
        raise PinWindowFailed(reason="not_started") from None
    system.allow_foreground(process.pid)
    return process


def _talk(process: subprocess.Popen[bytes], request: bytes, answer: list[bytes]) -> None:
    """Write the request, then read until the child closes its result pipe, which it does before it ends."""
    stdin, stdout = _pipes(process)
    try:
        stdin.write(request)
        stdin.close()
    except OSError:
        pass
    answer.append(stdout.read(MAX_BYTES + 1))
    stdout.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("started without pipes")
    return process.stdin, process.stdout


def _let_it_finish(process: subprocess.Popen[bytes]) -> None:
    """The child still shows what happened; reap it when it ends, end it when it stays."""
    global _lingering
    _lingering = process
    Thread(target=_reap, args=(process,), daemon=True).start()


def _reap(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(LINGER_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_lingering() -> None:
    """The message of the last try must not lie over the window of the next."""
    global _lingering
    if _lingering is not None and _lingering.poll() is None:
        _lingering.kill()
        _lingering.wait()
    _lingering = None
