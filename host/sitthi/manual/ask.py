"""Asking where the person is: in the terminal that the program was started in, else in the window."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sitthi.card.cid import mask_cid
from sitthi.manual.request import TokenRequest


def asker(language: str, timeout_s: int) -> Callable[[str, str], str]:
    """A function of the person's name and citizen ID that returns the typed Token ID.

    It raises SourceCancelled, SourceTimeout and SourceUnavailable(reason).
    """

    def ask(name: str, cid: str) -> str:
        request = TokenRequest(name, mask_cid(cid), language, timeout_s)
        if _in_a_terminal():
            from sitthi.manual.terminal import ask_in_terminal

            return ask_in_terminal(request)
        from sitthi.manual.client import ask_in_window

        return ask_in_window(request)

    return ask


def _in_a_terminal() -> bool:
    """A browser starts the host with pipes; `sitthi login` has the person's terminal."""
    return sys.stdin is not None and sys.stdin.isatty()
