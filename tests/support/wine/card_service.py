"""The PC/SC service behind doubles/winscard.c: readers that a VirtualSlot can put cards into, for programs under wine.

To `World` it looks like a PrivatePcscd: a port for each reader, on which it speaks as the `vpcd` driver does.
It keeps what Windows keeps: contexts per process (freed when the process ends), transactions, event counters.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from support.wine import card_wire as wire
from support.wine.card_wire import Answer, Refused, Request
from support.wine.reader_slot import ReaderSlot


@dataclass
class Context:
    process: int
    cancels: int = 0


@dataclass
class Handle:
    context: int
    slot: ReaderSlot
    insertion: int
    resets: int
    exclusive: bool


@dataclass
class CardService:
    """A context manager."""

    names: tuple[str, ...] = ("Sitthi Test Reader 0", "Sitthi Test Reader 1")
    env: dict[str, str] = field(default_factory=dict)
    """Nothing: programs under wine find the port in a file."""

    def __enter__(self) -> Self:
        self._changed = threading.Condition()
        self._numbers = itertools.count(17)
        self._contexts: dict[int, Context] = {}
        self._handles: dict[int, Handle] = {}
        self.slots = {name: ReaderSlot(name, self._changed) for name in self.names}
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.service_port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing alone does not wake a thread in accept().
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)
        for slot in self.slots.values():
            slot.close()

    def port(self, reader: int = 0) -> int:
        return self.slots[self.names[reader]].port

    @property
    def readers(self) -> list[str]:
        return list(self.names)

    # ---- connections -------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(link,), daemon=True).start()

    def _serve(self, link: socket.socket) -> None:
        with link:
            try:
                request = wire.read_request(link)
                if request.operation == wire.LIFE:
                    self._accompany(link, request.process)
                    return
                link.sendall(self._answer(request))
            except OSError:
                return  # the program is gone

    def _accompany(self, link: socket.socket, process: int) -> None:
        link.sendall(bytes(4))
        with contextlib.suppress(OSError):
            link.recv(1)
        with self._changed:
            for number in [number for number, each in self._contexts.items() if each.process == process]:
                self._release(number)

    def _answer(self, request: Request) -> bytes:
        try:
            with self._changed:
                return wire.packed(_OPERATIONS[request.operation](self, request))
        except Refused as refused:
            return wire.packed(refused)

    # ---- operations: called with the lock ----------------------------------------------------------------------------

    def _context(self, request: Request) -> Context:
        if request.handle not in self._contexts:
            raise Refused(wire.INVALID_HANDLE)
        return self._contexts[request.handle]

    def _card(self, request: Request) -> Handle:
        """The handle, if its card is still the same and nobody reset it."""
        if request.handle not in self._handles:
            raise Refused(wire.INVALID_HANDLE)
        handle = self._handles[request.handle]
        if not handle.slot.atr or handle.slot.events != handle.insertion:
            raise Refused(wire.REMOVED_CARD)
        if handle.slot.resets != handle.resets:
            raise Refused(wire.RESET_CARD)
        return handle

    def establish(self, request: Request) -> Answer:
        number = next(self._numbers)
        self._contexts[number] = Context(request.process)
        return Answer(number)

    def release(self, request: Request) -> Answer:
        self._context(request)
        self._release(request.handle)
        return Answer()

    def _release(self, number: int) -> None:
        del self._contexts[number]
        for each in [each for each, handle in self._handles.items() if handle.context == number]:
            self._disconnect(each, 0)

    def listing(self, request: Request) -> Answer:
        self._context(request)
        if not self.slots:
            raise Refused(wire.NO_READERS)
        return Answer(data="".join(f"{name}\0" for name in self.slots).encode() + b"\0")

    def cancel(self, request: Request) -> Answer:
        self._context(request).cancels += 1
        self._changed.notify_all()
        return Answer()

    def valid(self, request: Request) -> Answer:
        self._context(request)
        return Answer()

    def change(self, request: Request) -> Answer:
        context, believed = self._context(request), wire.believed_states(request)
        cancels, deadline = context.cancels, time.monotonic() + request.first / 1000
        while True:
            seen = [self._seen(name, word) for name, word in believed]
            if any(word & wire.CHANGED for word, _ in seen):
                return Answer(data=b"".join(struct.pack("<IB", word, len(atr)) + atr for word, atr in seen))
            left = None if request.first == wire.FOREVER else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise Refused(wire.TIMEOUT)
            self._changed.wait(left)
            if context.cancels != cancels or request.handle not in self._contexts:
                raise Refused(wire.CANCELLED)

    def _seen(self, name: str, believed: int) -> tuple[int, bytes]:
        if name == wire.HOT_PLUG:
            return believed & ~wire.CHANGED, b""
        if name not in self.slots:
            return wire.UNKNOWN | wire.CHANGED, b""
        slot = self.slots[name]
        word = slot.events << 16 | (wire.PRESENT if slot.atr else wire.EMPTY)
        return word | wire.CHANGED * (word != believed & ~wire.CHANGED), slot.atr

    def connect(self, request: Request) -> Answer:
        self._context(request)
        slot = self.slots.get(request.data.decode())
        if slot is None:
            raise Refused(wire.UNKNOWN_READER)
        if not slot.atr:
            raise Refused(wire.NO_SMARTCARD)
        others = [each for each in self._handles.values() if each.slot is slot]
        if any(each.exclusive for each in others) or (request.first == wire.EXCLUSIVE and others):
            raise Refused(wire.SHARING_VIOLATION)
        number = next(self._numbers)
        self._handles[number] = Handle(
            request.handle, slot, slot.events, slot.resets, exclusive=request.first == wire.EXCLUSIVE
        )
        return Answer(number, wire.T0)

    def reconnect(self, request: Request) -> Answer:
        if request.handle not in self._handles:
            raise Refused(wire.INVALID_HANDLE)
        handle = self._handles[request.handle]
        if not handle.slot.atr:
            raise Refused(wire.NO_SMARTCARD)
        if request.first in wire.RESET:
            handle.slot.reset()
        handle.insertion, handle.resets = handle.slot.events, handle.slot.resets
        return Answer(second=wire.T0)

    def disconnect(self, request: Request) -> Answer:
        if request.handle not in self._handles:
            raise Refused(wire.INVALID_HANDLE)
        self._disconnect(request.handle, request.first)
        return Answer()

    def _disconnect(self, number: int, disposition: int) -> None:
        handle = self._handles.pop(number)
        if handle.slot.holder == number:
            handle.slot.holder = None
            self._changed.notify_all()
        if disposition in wire.RESET and handle.slot.atr:
            handle.slot.reset()

    def begin(self, request: Request) -> Answer:
        while (handle := self._card(request)).slot.holder not in (None, request.handle):
            self._changed.wait()
        handle.slot.holder = request.handle
        return Answer()

    def end(self, request: Request) -> Answer:
        handle = self._card(request)
        handle.slot.holder = None
        self._changed.notify_all()
        if request.first in wire.RESET:
            handle.slot.reset()
            handle.resets = handle.slot.resets
        return Answer()

    def transmit(self, request: Request) -> Answer:
        handle = self._card(request)
        if handle.slot.holder not in (None, request.handle):
            raise Refused(wire.SHARING_VIOLATION)
        said = handle.slot.transmit(request.data)
        if said is None:
            raise Refused(wire.REMOVED_CARD)
        return Answer(data=said)

    def status(self, request: Request) -> Answer:
        handle = self._card(request)
        return Answer(wire.PRESENT, wire.T0, handle.slot.name.encode() + b"\0\0" + handle.slot.atr)

    def control(self, request: Request) -> Answer:
        """These readers have no pin pad."""
        self._card(request)
        raise Refused(wire.UNSUPPORTED)


_OPERATIONS: dict[int, Callable[[CardService, Request], Answer]] = {
    wire.ESTABLISH: CardService.establish, wire.RELEASE: CardService.release, wire.LIST: CardService.listing,
    wire.CHANGE: CardService.change, wire.CANCEL: CardService.cancel, wire.CONNECT: CardService.connect,
    wire.RECONNECT: CardService.reconnect, wire.DISCONNECT: CardService.disconnect, wire.BEGIN: CardService.begin,
    wire.END: CardService.end, wire.TRANSMIT: CardService.transmit, wire.STATUS: CardService.status,
    wire.CONTROL: CardService.control, wire.VALID: CardService.valid,
}  # fmt: skip
