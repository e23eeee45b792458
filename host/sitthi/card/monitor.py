"""Watches readers and cards in a thread of its own and tells a listener what happened. Never connects to a
card.

Our own loop on SCardGetStatusChange: pyscard's monitor threads die when the PC/SC service stops, which
Windows does when the last reader is unplugged (reference: platform 1). Here a lost service is an event like
any other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sitthi.card.pcsc_service import (
    UNAWARE,
    ReaderState,
    pcsc_context,
    reader_names,
    scard,
    wait_for_change,
)
from sitthi.errors import ReaderUnknown, SitthiError

# The pseudo-reader that reports readers coming and going, on Windows and pcsc-lite.
_HOT_PLUG = "\\\\?PnP?\\Notification"
# A reader may come between listing and waiting: look again now and then even where hot-plug is reported.
_RELIST_MS = 10_000
_RELIST_WITHOUT_HOT_PLUG_MS = 1_000
_FIRST_BACK_OFF_SECONDS, _LAST_BACK_OFF_SECONDS = 0.2, 2.0
# A reader that is listed, yet unknown to the wait, would make it return at once for ever.
_UNSETTLED_READER_SECONDS = 0.2
_STOP_SECONDS, _CANCEL_AGAIN_SECONDS = 5.0, 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServiceChanged:
    """The PC/SC service answers, or has gone."""

    available: bool


@dataclass(frozen=True, slots=True)
class ReadersChanged:
    """All readers there are now."""

    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardInserted:
    """A card that is in the reader now. `insertion` grows by one with each card this monitor reports; `atr`
    is empty for a card that does not answer."""

    reader: str
    atr: bytes
    insertion: int


@dataclass(frozen=True, slots=True)
class CardTakenOut:
    """The card last reported for this reader is gone, even if another is in its place already."""

    reader: str


@dataclass(frozen=True, slots=True)
class FirstLookDone:
    """All that was there when the service was found has been reported."""


Event = ServiceChanged | ReadersChanged | CardInserted | CardTakenOut | FirstLookDone


class ReaderMonitor:
    """Calls `listener` from its own thread, one event at a time; the listener must return soon."""

    def __init__(self, listener: Callable[[Event], None]) -> None:
        self._listener = listener
        self._stopping = threading.Event()
        self._context_lock = threading.Lock()
        self._context: Any = None
        self._thread: threading.Thread | None = None
        self._available: bool | None = None
        self._readers: tuple[str, ...] | None = None
        self._states: dict[str, ReaderState] = {}
        self._insertion = 0

    def start(self) -> None:
        """Starts watching; what is there already is reported as events. Once per monitor."""
        self._thread = threading.Thread(target=self._run, name="sitthi-readers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread. No event follows after it returns, except when the listener itself calls it."""
        self._stopping.set()
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return
        # A cancel that comes just before the wait begins is lost, so it is repeated.
        for _ in range(int(_STOP_SECONDS / _CANCEL_AGAIN_SECONDS)):
            with self._context_lock:
                if self._context is not None:
                    scard().SCardCancel(self._context)
            thread.join(_CANCEL_AGAIN_SECONDS)
            if not thread.is_alive():
                return

    # ---- the thread ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        back_off = _FIRST_BACK_OFF_SECONDS
        while not self._stopping.is_set():
            try:
                self._watch_with_new_context()
            except SitthiError:
                pass
            except Exception as error:  # noqa: BLE001
                # The thread is the host's only eye on the readers: it outlives what it did not foresee.
                _log.warning("reader watch interrupted: %s", type(error).__name__)
            if self._stopping.is_set():
                return
            back_off = _FIRST_BACK_OFF_SECONDS if self._available else back_off
            self._service_lost()
            self._stopping.wait(back_off)
            back_off = min(back_off * 2, _LAST_BACK_OFF_SECONDS)

    def _watch_with_new_context(self) -> None:
        with pcsc_context() as context:
            with self._context_lock:
                self._context = context
            try:
                self._watch(context)
            finally:
                with self._context_lock:
                    self._context = None

    def _watch(self, context: Any) -> None:
        """Returns only when stopping; raises PcscUnavailable when the service is lost."""
        hot_plug: int | None = UNAWARE
        looked = False
        while not self._stopping.is_set():
            self._see_readers(reader_names(context))
            if not looked and not self._states:
                looked = True
                self._tell(FirstLookDone())
            believed = {name: state.believed for name, state in self._states.items()}
            if hot_plug is not None:
                believed[_HOT_PLUG] = hot_plug
            wait_ms = _RELIST_MS if hot_plug is not None else _RELIST_WITHOUT_HOT_PLUG_MS
            try:
                seen = self._wait(context, believed, wait_ms)
            except ReaderUnknown:
                # A reader that has just gone, as the next listing will show, or else the pseudo-reader.
                if reader_names(context) == self._readers:
                    hot_plug = None
                self._stopping.wait(_UNSETTLED_READER_SECONDS)
                continue
            if self._stopping.is_set():
                return
            notification = seen.pop(_HOT_PLUG, None)
            if notification is not None:
                hot_plug = notification.believed if notification.known else None
            for name, state in seen.items():
                self._see_state(name, state)
            if not looked:
                looked = True
                self._tell(FirstLookDone())

    def _wait(self, context: Any, believed: dict[str, int], wait_ms: int) -> dict[str, ReaderState]:
        if not believed:
            self._stopping.wait(wait_ms / 1000)
            return {}
        return wait_for_change(context, believed, wait_ms)

    # ---- from states to events -----------------------------------------------------------------------------

    def _see_readers(self, readers: tuple[str, ...]) -> None:
        if not self._available:
            self._available = True
            self._tell(ServiceChanged(True))
        if readers == self._readers:
            return
        for name in [name for name in self._states if name not in readers]:
            self._see_state(name, ReaderState(UNAWARE, b""))
            del self._states[name]
        for name in readers:
            self._states.setdefault(name, ReaderState(UNAWARE, b""))
        self._readers = readers
        self._tell(ReadersChanged(readers))

    def _see_state(self, name: str, state: ReaderState) -> None:
        before = self._states.get(name, ReaderState(UNAWARE, b""))
        if not state.known:
            state = ReaderState(UNAWARE, b"")
            self._stopping.wait(_UNSETTLED_READER_SECONDS)
        self._states[name] = state
        # Two cards swapped between two looks show in the event counter; a mute card that answers late has a new ATR.
        same = state.same_insertion(before) and state.atr == before.atr
        if before.present and not same:
            self._tell(CardTakenOut(name))
        if state.present and not (before.present and same):
            self._insertion += 1
            self._tell(CardInserted(name, state.atr, self._insertion))

    def _service_lost(self) -> None:
        for name in list(self._states):
            self._see_state(name, ReaderState(UNAWARE, b""))
        self._states.clear()
        if self._readers:
            self._tell(ReadersChanged(()))
        self._readers = None
        if self._available is not False:
            self._available = False
            self._tell(ServiceChanged(False))

    def _tell(self, event: Event) -> None:
        if self._stopping.is_set():
            return
        try:
            self._listener(event)
        except Exception as error:  # noqa: BLE001
            _log.warning("listener failed on %s: %s", type(event).__name__, type(error).__name__)
