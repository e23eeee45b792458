"""The PIN prompt of `sitthi login` in a terminal: the same questions, rules and verification as the window.

The digits are read one byte at a time into a bytearray; nothing is echoed. Needs a terminal, never a pipe.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Protocol

from sitthi.errors import PinCancelled, PinTimeout, PinWindowFailed
from sitthi.pin.card_access import CardAccess, real_card
from sitthi.pin.entry import PinEntry
from sitthi.pin.hardening import forbid_memory_dumps
from sitthi.pin.request import PinRequest
from sitthi.pin.texts import Texts, texts_for
from sitthi.pin.tries import TriesMemory, default_memory
from sitthi.pin.verification import Prospect, look, verify

ENTER, ERASE, CANCEL = b"\r\n", b"\x08\x7f", b"\x03\x04\x1b"


class Terminal(Protocol):
    """`read_key` gives one byte without echo, or b"" when `timeout_s` seconds pass."""

    def write(self, text: str) -> None: ...
    def read_key(self, timeout_s: float) -> bytes: ...


def verify_in_terminal(
    request: PinRequest,
    *,
    access: CardAccess | None = None,
    tries: TriesMemory | None = None,
    terminal: AbstractContextManager[Terminal] | None = None,
) -> None:
    """Ask on the controlling terminal and try the PIN once. Returns when the card has accepted it.

    Raises PinWindowFailed(reason="no_terminal") without a terminal, PinCancelled, PinTimeout, and what
    `verification` raises.
    """
    forbid_memory_dumps()
    access, tries = access or real_card(), tries or default_memory()
    with terminal or controlling_terminal() as tty:
        texts = texts_for(request.language)
        prospect = look(request, access, tries)
        for line in _introduction(request, prospect, texts):
            tty.write(line + "\n")
        tty.write(texts.prompt.format(n=prospect.min_length))
        try:
            pin = _read_pin(tty, PinEntry(prospect.min_length, prospect.max_length, _now() + request.timeout_s))
        finally:
            tty.write("\n")
        tty.write(texts.checking + "\n")
        verify(request, pin, access, tries)


def _introduction(request: PinRequest, prospect: Prospect, texts: Texts) -> Iterator[str]:
    yield f"{texts.asked_by}: {request.origin or texts.itself}"
    yield f"{texts.card_of}: {request.name} {request.cid_masked}"
    if prospect.tries_left is not None:
        yield texts.tries(prospect.tries_left)


def _read_pin(tty: Terminal, entry: PinEntry) -> bytearray:
    try:
        while True:
            key = tty.read_key(0.25)
            if not key:
                if entry.timed_out(_now()):
                    raise PinTimeout
            elif key in ENTER and entry.complete:
                return entry.take()
            elif key in CANCEL:
                raise PinCancelled
            elif key in ERASE:
                entry.remove_last()
            elif key.isdigit():
                entry.add(key[0] - 0x30)
    finally:
        entry.wipe()


def _now() -> float:
    return time.monotonic()


if sys.platform == "win32":
    import msvcrt

    class _Console:
        def write(self, text: str) -> None:
            sys.stdout.write(text)
            sys.stdout.flush()

        def read_key(self, timeout_s: float) -> bytes:
            deadline = _now() + timeout_s
            while not msvcrt.kbhit():
                if _now() >= deadline:
                    return b""
                time.sleep(0.02)
            return msvcrt.getch()

    @contextmanager
    def controlling_terminal() -> Iterator[Terminal]:
        if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
            raise PinWindowFailed(reason="no_terminal")
        yield _Console()

else:
    import select
    import termios

    class _Tty:
        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor

        def write(self, text: str) -> None:
            os.write(self._descriptor, text.encode())

        def read_key(self, timeout_s: float) -> bytes:
            ready, _, _ = select.select([self._descriptor], [], [], timeout_s)
            if not ready:
                return b""
            # A terminal that hangs up reads as empty: that is a cancellation, not a pause.
            return os.read(self._descriptor, 1) or CANCEL[:1]

    @contextmanager
    def controlling_terminal() -> Iterator[Terminal]:
        """/dev/tty without echo, line editing and signals; put back as it was in any case."""
        try:
            descriptor = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        except OSError:
            raise PinWindowFailed(reason="no_terminal") from None
        try:
            before = termios.tcgetattr(descriptor)
            silent = termios.tcgetattr(descriptor)
            silent[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
            termios.tcsetattr(descriptor, termios.TCSAFLUSH, silent)
            try:
                yield _Tty(descriptor)
            finally:
                # What was typed too much must not reach the shell as a command.
                with suppress(termios.error):
                    termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)
        finally:
            os.close(descriptor)
