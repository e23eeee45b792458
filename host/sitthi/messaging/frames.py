"""Native-messaging frames: a uint32 native-endian byte length, then that many bytes (reference: browser 1).

Reads from any `read(n)` and writes to a file descriptor. Knows nothing of JSON.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_INCOMING = 64 * 1024
"""Longest frame that is accepted from the browser, in bytes; no request of ours comes near it."""
MAX_OUTGOING = 1024 * 1024 - 1
"""Longest frame that a browser accepts from a host is 1 MiB (reference: browser 1 [exp]); we stay below."""
_CHUNK = 64 * 1024


class Oversized:
    """Stands for a frame over MAX_INCOMING whose bytes are not kept."""

    __slots__ = ("length",)

    def __init__(self, length: int) -> None:
        self.length = length


def read_frames(read: Callable[[int], bytes]) -> Iterator[bytes | Oversized]:
    """Yield each frame's payload until the end of the stream; `read(n)` returns 1..n bytes, or b"" at the end.

    An oversized frame is yielded *before* its bytes are discarded, so that the sender hears of it at once. A stream
    that ends inside a frame just ends: the browser is gone, and half a request must never be carried out.
    """
    while True:
        header = _read_exactly(read, 4)
        if header is None:
            return
        length = int.from_bytes(header, sys.byteorder)
        if length > MAX_INCOMING:
            yield Oversized(length)
            if not _discard(read, length):
                return
            continue
        payload = _read_exactly(read, length)
        if payload is None:
            return
        yield payload


def frame(payload: bytes) -> bytes:
    """The payload with its length in front. Raises ValueError above MAX_OUTGOING: sending it would kill the port."""
    if len(payload) > MAX_OUTGOING:
        raise ValueError("frame too long for the browser")
    return len(payload).to_bytes(4, sys.byteorder) + payload


class FrameWriter:
    """Writes whole frames to a file descriptor, one at a time from any thread.

    When the browser has gone (a broken pipe), `closed` turns true and later frames are dropped: there is nobody to
    tell, and the reading side ends the process.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = allocate_lock()
        self.closed = False

    def write(self, payload: bytes) -> None:
        rest = memoryview(frame(payload))
        with self._lock:
            while rest and not self.closed:
                try:
                    rest = rest[os.write(self._fd, rest) :]
                except (BrokenPipeError, OSError):
                    self.closed = True


def _read_exactly(read: Callable[[int], bytes], count: int) -> bytes | None:
    data = read(count) if count else b""
    while len(data) < count:
        more = read(count - len(data))
        if not more:
            return None
        data += more
    return data


def _discard(read: Callable[[int], bytes], count: int) -> bool:
    while count:
        gone = read(min(count, _CHUNK))
        if not gone:
            return False
        count -= len(gone)
    return True
