"""The Token ID prompt of `sitthi login` in a terminal: nothing readable is echoed. Needs a terminal, never a pipe."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager

from sitthi.errors import PinWindowFailed, SourceCancelled, SourceTimeout, SourceUnavailable
from sitthi.manual.entry import LENGTH, TokenEntry
from sitthi.manual.request import TokenRequest
from sitthi.manual.texts import texts_for
from sitthi.pin.terminal import CANCEL, ENTER, ERASE, Terminal, controlling_terminal


def ask_in_terminal(request: TokenRequest, *, terminal: AbstractContextManager[Terminal] | None = None) -> str:
    """The Token ID that was typed. Raises SourceCancelled, SourceTimeout; SourceUnavailable without a terminal."""
    try:
        with terminal or controlling_terminal() as tty:
            return _ask(tty, request)
    except PinWindowFailed as failure:
        problem = SourceUnavailable(source="manual", reason=str(failure.data.get("reason")))
    raise problem


def _ask(tty: Terminal, request: TokenRequest) -> str:
    texts = texts_for(request.language)
    tty.write(f"{texts.belongs_to}: {request.name} {request.cid_masked}\n{texts.where}\n{texts.prompt}")
    entry = TokenEntry(time.monotonic() + request.timeout_s)
    try:
        return _typed(tty, entry)
    finally:
        entry.wipe()
        tty.write("\n")


def _typed(tty: Terminal, entry: TokenEntry) -> str:
    while True:
        key = tty.read_key(0.25)
        if not key:
            if entry.timed_out(time.monotonic()):
                raise SourceTimeout(source="manual", reason="terminal")
        elif key in ENTER and entry.complete:
            return entry.text()
        elif key in CANCEL:
            raise SourceCancelled(source="manual")
        elif key in ERASE:
            if entry.count:
                entry.remove_last()
                tty.write("\b \b")
        elif entry.count < LENGTH and entry.add(key.decode("latin-1")):
            tty.write("•")
