"""Opening cards through PC/SC. Knows no applet.

Connections are shared, each with a context of its own that is released with it; a transaction keeps others
out.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sitthi.card.bounded import call_within
from sitthi.card.connection import BUSY_WAIT_SECONDS, CardConnection
from sitthi.card.pcsc_codes import SETTLING, Code, error_for, normal
from sitthi.card.pcsc_service import (
    new_context,
    pcsc_context,
    reader_names,
    reader_state,
    release_context,
    scard,
)
from sitthi.errors import CardBusy, NoCard

__all__ = ["CardConnection", "list_readers", "open_card"]

# Seconds between connect attempts: another program holds the card exclusively, or it has just been inserted.
_CONNECT_WAITS = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
_WORTH_WAITING = SETTLING | {Code.SHARING_VIOLATION}


def list_readers() -> list[str]:
    """Names of all readers, possibly none. Raises PcscUnavailable."""
    with pcsc_context() as context:
        return list(reader_names(context))


@contextmanager
def open_card(reader: str) -> Iterator[CardConnection]:
    """A shared connection to the card in `reader`, closed at the end.

    Raises ReaderUnknown, NoCard, CardBusy or CardUnreadable (after 2 to 4 s of attempts), PcscUnavailable.
    """
    connection = _connect(reader)
    try:
        yield connection
    finally:
        connection.close()


class _ConnectAbandoned(Exception):
    """SCardConnect did not return in time; its thread owns the context from now on."""


def _connect(reader: str) -> CardConnection:
    context = new_context()
    try:
        return _attempt(context, reader)
    except _ConnectAbandoned:
        raise CardBusy() from None
    except BaseException:
        release_context(context)
        raise


def _attempt(context: Any, reader: str) -> CardConnection:
    for wait in (*_CONNECT_WAITS, None):
        state = reader_state(context, reader)
        if not state.present:
            raise NoCard()
        code, card, protocol = _connect_once(context, reader)
        if code == Code.SUCCESS:
            return CardConnection(context, reader, card, protocol, state)
        if code not in _WORTH_WAITING or wait is None:
            raise error_for(code)
        time.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _connect_once(context: Any, reader: str) -> tuple[int, Any, int]:
    """Return code, handle and protocol. While another program holds a transaction, pcsc-lite lets connect wait
    without a limit of its own."""
    binding = scard()
    any_protocol = binding.SCARD_PROTOCOL_T0 | binding.SCARD_PROTOCOL_T1

    def connect() -> tuple[int, Any, int]:
        code, card, protocol = binding.SCardConnect(context, reader, binding.SCARD_SHARE_SHARED, any_protocol)
        return normal(code), card, protocol

    def undo(late: tuple[int, Any, int]) -> None:
        if late[0] == Code.SUCCESS:
            binding.SCardDisconnect(late[1], binding.SCARD_LEAVE_CARD)
        release_context(context)

    result = call_within(BUSY_WAIT_SECONDS, connect, undo)
    if result is None:
        raise _ConnectAbandoned
    return result
