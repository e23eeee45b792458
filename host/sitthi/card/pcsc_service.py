"""The PC/SC service itself: the binding, contexts, the reader list, a reader's state. Knows no connection
and no card.

A context does not outlive a restart of the service, yet still claims to be valid: whoever loses the service
makes a new one (reference: platform 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sitthi.card.pcsc_codes import Code, normal
from sitthi.errors import PcscUnavailable, ReaderUnknown

_CHANGED, _UNKNOWN, _UNAVAILABLE, _PRESENT = 0x02, 0x04, 0x08, 0x20
_EVENT_COUNTER_SHIFT = 16

UNAWARE = 0


@dataclass(frozen=True, slots=True)
class ReaderState:
    """A reader's state word and the card's ATR, as the service reports them."""

    word: int
    atr: bytes

    @property
    def present(self) -> bool:
        return bool(self.word & _PRESENT)

    @property
    def known(self) -> bool:
        """False for a reader that the service has lost."""
        return not self.word & (_UNKNOWN | _UNAVAILABLE)

    @property
    def event_count(self) -> int:
        """Insertions and removals so far; always 0 on macOS."""
        return self.word >> _EVENT_COUNTER_SHIFT

    @property
    def believed(self) -> int:
        """The word to wait from: what we believe now."""
        return self.word & ~_CHANGED

    def same_insertion(self, earlier: ReaderState) -> bool:
        return self.present and self.event_count == earlier.event_count


def scard() -> Any:
    """The binding, imported at first use; PcscUnavailable where the platform has no PC/SC library."""
    try:
        import smartcard.scard as binding
    except ImportError as error:
        raise PcscUnavailable(problem="no_library") from error
    return binding


def service_error(code: int) -> PcscUnavailable:
    return PcscUnavailable(pcsc=f"0x{normal(code):08X}")


def new_context() -> Any:
    """A new context, which the caller must release: pcscd gives 200 in all. Raises PcscUnavailable."""
    binding = scard()
    code, context = binding.SCardEstablishContext(binding.SCARD_SCOPE_USER)
    if normal(code):
        raise service_error(code)
    return context


def release_context(context: Any) -> None:
    scard().SCardReleaseContext(context)


@contextmanager
def pcsc_context() -> Iterator[Any]:
    """A new context, released at the end. Raises PcscUnavailable."""
    context = new_context()
    try:
        yield context
    finally:
        release_context(context)


def reader_names(context: Any) -> tuple[str, ...]:
    """All readers, possibly none. Raises PcscUnavailable."""
    code, readers = scard().SCardListReaders(context, [])
    if normal(code) in (Code.NO_READERS_AVAILABLE, Code.UNKNOWN_READER):
        return ()
    if normal(code):
        raise service_error(code)
    return tuple(readers)


def wait_for_change(context: Any, believed: dict[str, int], wait_ms: int) -> dict[str, ReaderState]:
    """Blocks until one of the readers differs from what is believed of it, at most `wait_ms`; 0 asks and
    returns.

    The result has the readers' states, and is empty after a time-out or a cancel. Raises PcscUnavailable, and
    ReaderUnknown where one unknown reader makes the whole call fail; elsewhere it is reported as not `known`.
    """
    code, states = scard().SCardGetStatusChange(context, wait_ms, list(believed.items()))
    if normal(code) in (Code.TIMEOUT, Code.CANCELLED):
        return {}
    if normal(code) in (Code.UNKNOWN_READER, Code.READER_UNAVAILABLE, Code.NO_READERS_AVAILABLE):
        raise ReaderUnknown()
    if normal(code):
        raise service_error(code)
    return {name: ReaderState(word, bytes(atr)) for name, word, atr in states}


def reader_state(context: Any, reader: str) -> ReaderState:
    """The state now, without waiting. Raises PcscUnavailable, ReaderUnknown."""
    state = wait_for_change(context, {reader: UNAWARE}, 0).get(reader, ReaderState(UNAWARE, b""))
    if not state.known:
        raise ReaderUnknown()
    return state
