"""The clipboard, on a person's request: a process of its own holds the token there for some seconds and then lets go.

What ends it before: another text on the clipboard, or its mark (an empty file) being gone, which is how a logout in any
process reaches it. The token goes to it through a pipe.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from sitthi import paths
from sitthi.errors_outlets import OutletClipboardFailed
from sitthi.outlets import Note, Trace, fingerprint
from sitthi.policy.outlets import ClipboardPolicy
from sitthi.session.token import Session

PACKAGE = "sitthi.outlets.clipboard"
"""What `start` has to start."""
READY = b"ok\n"
_ANSWER_S = 10.0
_MOST = 200


class Clipboard:
    """`start` starts the holder with pipes as its standard input and output. Raises OutletClipboardFailed(reason)."""

    def __init__(self, policy: ClipboardPolicy, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._seconds, self._start = policy.seconds, start

    def deliver(self, session: Session, note: Note) -> None:
        mark = _mark(f"clipboard-{secrets.token_hex(8)}")
        note(Trace({"mark": mark.name, "content": fingerprint(session.token)}))
        try:
            mark.touch(mode=0o600, exist_ok=False)
            process = self._start()
        except OSError as problem:
            mark.unlink(missing_ok=True)
            raise OutletClipboardFailed(reason=type(problem).__name__) from None
        request = {"text": session.token, "seconds": self._seconds, "mark": str(mark)}
        answer = _ask(process, json.dumps(request).encode())
        if answer != READY:
            mark.unlink(missing_ok=True)
            process.kill()
            reason = answer.decode("ascii", "replace").strip()
            raise OutletClipboardFailed(reason=reason if reason.isidentifier() else "no_answer")
        Thread(target=process.wait, daemon=True).start()  # reaped when it ends

    def withdraw(self, trace: Trace) -> None:
        name = str(trace.plain.get("mark", ""))
        if Path(name).name == name and name.startswith("clipboard-"):
            _mark(name).unlink(missing_ok=True)
        if sys.platform == "win32":
            from sitthi.outlets.clipboard.windows import clear_if

            clear_if(trace.plain.get("content"))  # there a text outlives the process that put it


def _mark(name: str) -> Path:
    return paths.runtime_dir() / name


def _ask(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    answer: list[bytes] = []

    def talk() -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("started without pipes")
        try:
            process.stdin.write(request)
            process.stdin.close()
        except OSError:
            return
        answer.append(process.stdout.readline(_MOST))
        process.stdout.close()

    thread = Thread(target=talk, daemon=True)
    thread.start()
    thread.join(_ANSWER_S)
    return answer[0] if answer else b""
