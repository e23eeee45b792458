"""Notices that the card has left the reader while the window is open. Holds no connection and no
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sitthi.card.monitor import (
    CardInserted,
    CardTakenOut,
    Event,
    ReaderMonitor,
    ReadersChanged,
    ServiceChanged,
)
from sitthi.errors import CardRemoved, PcscUnavailable, SitthiError


class CardPresence:
    """What has happened in one reader since then. `lost` may be asked from any thread, at no cost."""

    def __init__(self, reader: str) -> None:
        self._reader = reader
        self._insertion: int | None = None
        self._lost: SitthiError | None = None

    def lost(self) -> SitthiError | None:
        """CardRemoved or PcscUnavailable, once and for all; a card that comes back is another card."""
        return self._lost

    def hear(self, event: Event) -> None:
        """The listener for ReaderMonitor."""
        if self._lost is not None:
            return
        if isinstance(event, ServiceChanged) and not event.available:
            self._lost = PcscUnavailable()
        elif isinstance(event, ReadersChanged) and self._insertion is not None:
            if self._reader not in event.readers:
                self._lost = CardRemoved()
        elif isinstance(event, CardTakenOut) and event.reader == self._reader:
            self._lost = CardRemoved()
        elif isinstance(event, CardInserted) and event.reader == self._reader:
            if self._insertion not in (None, event.insertion):
                self._lost = CardRemoved()
            self._insertion = event.insertion


@contextmanager
def watching(reader: str) -> Iterator[CardPresence]:
    """Watch `reader` in a thread of its own until the block ends."""
    presence = CardPresence(reader)
    monitor = ReaderMonitor(presence.hear)
    monitor.start()
    try:
        yield presence
    finally:
        monitor.stop()
