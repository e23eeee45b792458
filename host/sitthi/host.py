"""The native-messaging host's entry: makes the standard streams safe, then serves the browser that started it.

The start path. Everything imported here is paid before the first `hello`; the rest is loaded after it.
"""

from __future__ import annotations

import os
import sys

from sitthi import __version__
from sitthi.ending import end_now
from sitthi.messaging.frames import FrameWriter
from sitthi.messaging.messages import METHODS, PROTOCOL
from sitthi.messaging.server import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sitthi.messaging.server import Notify, Service


def main() -> int:
    """Serve until the browser closes our standard input; the exit code is 0 then.

    Arguments are what the browser appends (reference: browser 1); they identify nobody reliably and are not used.
    """
    reader, writer = _take_streams()
    Server(lambda count: os.read(reader, count), writer, _hello, _load).serve()
    # Threads may still be inside a PC/SC call or a socket; the browser is gone, so nothing of theirs matters.
    sys.stderr.flush()
    end_now()


def _take_streams() -> tuple[int, FrameWriter]:
    """Private copies of the two pipes; fd 1 becomes stderr, so that a library's print cannot break a frame."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(1, os.O_BINARY)
    reader, output = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return reader, FrameWriter(output)


def _hello() -> dict[str, object]:
    return {
        "host": __version__,
        "protocol": PROTOCOL,
        "platform": sys.platform,
        "language": "th",
        "capabilities": [name for name in METHODS if name != "hello"],
    }


def _load(notify: Notify) -> Service:
    from sitthi.service.app import App

    return App(notify)


if __name__ == "__main__":
    sys.exit(main())
