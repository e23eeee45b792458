"""A PC/SC service in memory with the binding's functions: blocking waits, event counters, failures on demand.

Install it with `install(monkeypatch, FakePcsc(...))`. It stands for platforms that the machine at hand is
not: without hot-plug (macOS), with a service that stops (Windows), with another program that resets the card.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

ATR = bytes.fromhex("3B799600005448204E4944203138")
HOT_PLUG = "\\\\?PnP?\\Notification"
NO_SERVICE, CANCELLED, TIMEOUT, UNKNOWN_READER = 0x8010001D, 0x80100002, 0x8010000A, 0x80100009
NO_READERS, NO_SMARTCARD = 0x8010002E, 0x8010000C

_CHANGED, _UNKNOWN, _EMPTY, _PRESENT, _MUTE = 0x02, 0x04, 0x10, 0x20, 0x200


def signed(code: int) -> int:
    """As Windows reports return codes."""
    return code - (1 << 32) if code & 0x80000000 else code


class FakePcsc:
    """`readers`: name to [event count, ATR or None]."""

    SCARD_SCOPE_USER, SCARD_SHARE_SHARED, SCARD_LEAVE_CARD = 0, 2, 0
    SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1 = 1, 2

    def __init__(self, *readers: str, hot_plug: bool = True) -> None:
        self.changed = threading.Condition()
        self.running = True
        self.hot_plug = hot_plug
        self.readers: dict[str, list[object]] = {name: [0, None] for name in readers}
        self.contexts: set[int] = set()
        self.stale: set[int] = set()
        self.cancelled: set[int] = set()
        self.established = 0
        self.waits = 0
        self.connects: list[int] = []
        self.begins: list[int] = []
        self.calls: list[str] = []
        self.transmit: Callable[[list[int]], tuple[int, list[int]]] = lambda apdu: (0, [0x90, 0x00])
        self.protocol = 1
        self.block_begin: threading.Event | None = None

    # ---- what happens in the world -------------------------------------------------------------------------

    def insert(self, reader: str, atr: bytes = ATR) -> None:
        with self.changed:
            self._event(reader, atr)

    def remove(self, reader: str) -> None:
        with self.changed:
            self._event(reader, None)

    def swap(self, reader: str, atr: bytes = ATR) -> None:
        """Out and in again before anyone can look."""
        with self.changed:
            self._event(reader, None)
            self._event(reader, atr)

    def answer_after_all(self, reader: str, atr: bytes = ATR) -> None:
        """A mute card speaks, without having been taken out."""
        with self.changed:
            self.readers[reader][1] = atr
            self.changed.notify_all()

    def plug(self, reader: str) -> None:
        with self.changed:
            self.readers[reader] = [0, None]
            self.changed.notify_all()

    def unplug(self, reader: str) -> None:
        with self.changed:
            del self.readers[reader]
            self.changed.notify_all()

    def stop_service(self) -> None:
        with self.changed:
            self.running = False
            self.stale |= self.contexts
            self.changed.notify_all()

    def start_service(self) -> None:
        with self.changed:
            self.running = True

    def _event(self, reader: str, atr: bytes | None) -> None:
        count = self.readers[reader][0]
        assert isinstance(count, int)
        self.readers[reader] = [count + 1, atr]
        self.changed.notify_all()

    # ---- the binding ---------------------------------------------------------------------------------------

    def SCardEstablishContext(self, scope: int) -> tuple[int, int]:
        with self.changed:
            self.established += 1
            if not self.running:
                return signed(NO_SERVICE), 0
            self.contexts.add(self.established)
            return 0, self.established

    def SCardReleaseContext(self, context: int) -> int:
        with self.changed:
            self.contexts.remove(context)
            return 0

    def SCardListReaders(self, context: int, groups: list[str]) -> tuple[int, list[str]]:
        with self.changed:
            if context in self.stale:
                return signed(NO_SERVICE), []
            return (0, list(self.readers)) if self.readers else (signed(NO_READERS), [])

    def SCardCancel(self, context: int) -> int:
        with self.changed:
            self.cancelled.add(context)
            self.changed.notify_all()
            return 0

    def SCardGetStatusChange(
        self, context: int, wait_ms: int, states: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        with self.changed:
            self.waits += 1
            self.cancelled.discard(context)  # as pcscd: a cancel before the wait is lost
            readers = len(self.readers)

            def ready() -> bool:
                return (
                    context in self.stale
                    or context in self.cancelled
                    or len(self.readers) != readers
                    or any(self._differs(name, word) for name, word in states)
                )

            self.changed.wait_for(ready, wait_ms / 1000)
            if context in self.stale:
                return signed(NO_SERVICE), []
            if context in self.cancelled:
                return signed(CANCELLED), []
            if not self.hot_plug and any(name == HOT_PLUG for name, _ in states):
                return signed(UNKNOWN_READER), []
            if not ready():
                return signed(TIMEOUT), []
            return 0, [(name, *self._state(name, word)) for name, word in states]

    def _differs(self, name: str, believed: int) -> bool:
        if name == HOT_PLUG:
            return not self.hot_plug
        return bool(self._state(name, believed)[0] & _CHANGED)

    def _state(self, name: str, believed: int) -> tuple[int, list[int]]:
        if name == HOT_PLUG:
            return believed, []
        if name not in self.readers:
            return _UNKNOWN | _CHANGED, []
        count, atr = self.readers[name]
        assert isinstance(count, int) and (atr is None or isinstance(atr, bytes))
        word = count << 16 | (_EMPTY if atr is None else _PRESENT if atr else _PRESENT | _MUTE)
        return word | (0 if word == believed else _CHANGED), list(atr or b"")

    def SCardConnect(self, context: int, reader: str, mode: int, protocols: int) -> tuple[int, int, int]:
        assert (mode, protocols) == (2, 3)
        self.calls.append("connect")
        code = self.connects.pop(0) if self.connects else 0
        return signed(code), 77, self.protocol

    def SCardReconnect(self, card: int, mode: int, protocols: int, disposition: int) -> tuple[int, int]:
        self.calls.append("reconnect")
        return 0, self.protocol

    def SCardDisconnect(self, card: int, disposition: int) -> int:
        assert disposition == self.SCARD_LEAVE_CARD
        self.calls.append("disconnect")
        return 0

    def SCardBeginTransaction(self, card: int) -> int:
        if self.block_begin is not None:
            self.block_begin.wait(10)
        self.calls.append("begin")
        return signed(self.begins.pop(0) if self.begins else 0)

    def SCardEndTransaction(self, card: int, disposition: int) -> int:
        assert disposition == self.SCARD_LEAVE_CARD
        self.calls.append("end")
        return 0

    def SCardTransmit(self, card: int, pci: int, apdu: list[int]) -> tuple[int, list[int]]:
        assert pci == self.protocol
        self.calls.append("transmit")
        code, answer = self.transmit(apdu)
        return signed(code), answer

    def SCardControl(self, card: int, code: int, data: list[int]) -> tuple[int, list[int]]:
        self.calls.append("control")
        result, answer = self.transmit(data)
        return signed(result), answer


def install(monkeypatch: pytest.MonkeyPatch, pcsc: FakePcsc) -> FakePcsc:
    """Puts it in the place of `smartcard.scard`."""
    import smartcard

    monkeypatch.setattr(smartcard, "scard", pcsc, raising=False)
    monkeypatch.setitem(__import__("sys").modules, "smartcard.scard", pcsc)
    return pcsc
