"""Starting the program that writes a token file, so that it outlives the host. Knows nothing of tokens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_running: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}


def start(command: Sequence[str]) -> None:
    """Starts it in its own folder, unless this process did and it still runs. Never through a shell. Raises OSError."""
    key = tuple(command)
    before = _running.get(key)
    if before is not None and before.poll() is None:
        return
    _running[key] = _start(list(command))


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    if sys.platform != "win32":
        return _popen(command, start_new_session=True)
    # A browser may end everything in its job together with the host (reference: browser 1).
    try:
        return _popen(command, creationflags=subprocess.CREATE_BREAKAWAY_FROM_JOB)
    except PermissionError:  # the job lets nothing out
        return _popen(command)


def _popen(command: list[str], *, start_new_session: bool = False, creationflags: int = 0) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=Path(command[0]).parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=start_new_session,
        creationflags=creationflags,
    )
