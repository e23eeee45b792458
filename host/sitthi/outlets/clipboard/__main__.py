"""`python -m sitthi.outlets.clipboard`: holds one text on the clipboard for some seconds; started by sitthi.outlets.

One JSON object on standard input: text, seconds, mark (a file; gone = let go now). Answers `ok` or one word on standard
output as soon as the text is there. Nothing is ever printed besides.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    sys.excepthook = lambda *_: None  # a traceback could quote the text
    request = json.loads(sys.stdin.buffer.read())
    mark, until = Path(request["mark"]), time.monotonic() + request["seconds"]
    try:
        _hold(request["text"], lambda: mark.exists() and time.monotonic() < until)
    finally:
        mark.unlink(missing_ok=True)


def _hold(text: str, still: Callable[[], bool]) -> None:
    try:
        if sys.platform == "win32":
            from sitthi.outlets.clipboard.windows import hold
        else:
            from sitthi.outlets.clipboard.x11 import hold
    except ImportError:
        _answer("no_tk")
        return
    hold(text, still, lambda: _answer("ok"), _answer)


def _answer(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 1)


if __name__ == "__main__":
    main()
