"""One slot of a virtual reader: puts a card into it and takes it out.

The `vpcd` driver listens, the card connects: connecting is inserting, disconnecting is removing. Messages
both ways are a 16-bit big-endian length and a body; a one-byte body from the reader is a control code
(reference: platform 1). It knows nothing of what a card does with an APDU.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Final

from .card import CardPulled, InsertableCard

_POWER_OFF: Final = b"\x00"
_POWER_ON: Final = b"\x01"
_RESET: Final = b"\x02"
_GET_ATR: Final = b"\x04"
_CONTROL_WITHOUT_ANSWER: Final = (_POWER_OFF, _POWER_ON, _RESET)
_TCP_QUICKACK: Final = 12
_RETRY_SECONDS: Final = 0.02


class VirtualSlot:
    """The reader listening on `port` of this machine. An inserted card stays in over a restart of the PC/SC
    service.

    Safe to call from any one thread at a time.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.emptied = threading.Event()
        """Set while no card is in, also after a card was pulled at an APDU."""
        self.emptied.set()
        self._card: InsertableCard | None = None
        self._seen = threading.Event()
        self._stop = threading.Event()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def card(self) -> InsertableCard | None:
        return None if self.emptied.is_set() else self._card

    def insert(self, card: InsertableCard, timeout: float = 10.0) -> None:
        """Puts the card in and returns when the reader has asked for its ATR. TimeoutError (card is out
        again) if the reader does not within `timeout` seconds; RuntimeError if a card is in already.
        """
        if self.card is not None:
            raise RuntimeError("there is a card in this reader")
        self.remove()
        self._card = card
        for event in (self._seen, self._stop, self.emptied):
            event.clear()
        self._thread = threading.Thread(target=self._live, args=(card,), name=f"card-{self.port}", daemon=True)
        self._thread.start()
        if not self._seen.wait(timeout):
            self.remove()
            raise TimeoutError(f"no reader asked for the card on port {self.port}")

    def remove(self) -> None:
        """Takes the card out, if one is in."""
        self._stop.set()
        connection = self._socket
        if connection is not None:
            _wake(connection)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _live(self, card: InsertableCard) -> None:
        try:
            while not self._stop.is_set():
                connection = _connect(self.port)
                if connection is None:
                    self._stop.wait(_RETRY_SECONDS)
                    continue
                self._socket = connection
                with connection:
                    self._serve(connection, card)
                self._socket = None
                card.power_off()
                self._stop.wait(_RETRY_SECONDS)
        except CardPulled:
            self._socket = None
            card.power_off()
        finally:
            self.emptied.set()

    def _serve(self, connection: socket.socket, card: InsertableCard) -> None:
        """Until the reader hangs up or the card is to come out."""
        while not self._stop.is_set():
            message = _receive(connection)
            if message is None:
                return
            if message == _GET_ATR:
                answer = card.atr
                self._seen.set()
            elif message in _CONTROL_WITHOUT_ANSWER:
                card.power_off()
                continue
            else:
                if card.behaviour.slow_ms and self._stop.wait(card.behaviour.slow_ms / 1000):
                    _break_off(connection)
                    return
                try:
                    answer = card.transmit(message)
                except CardPulled:
                    _break_off(connection)
                    raise
            try:
                connection.sendall(len(answer).to_bytes(2, "big") + answer)
            except OSError:
                return


def _connect(port: int) -> socket.socket | None:
    """None while no reader listens."""
    try:
        connection = socket.create_connection(("127.0.0.1", port))
    except OSError:
        return None
    if connection.getsockname() == connection.getpeername():  # TCP connected to itself: nobody listens
        connection.close()
        return None
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # Close with a reset, see _break_off.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return connection


def _break_off(connection: socket.socket) -> None:
    """Makes the end of the connection a failure of the APDU that the reader waits for.

    vpcd takes an end before an answer for an empty answer, and that for success. Only a reset between the
    length and the body of an answer gets through to PC/SC as an error, as a pulled card does in a real reader.
    """
    with contextlib.suppress(OSError):  # it hung up first
        connection.sendall((2).to_bytes(2, "big"))


def _wake(connection: socket.socket) -> None:
    """Wakes the thread that serves it, without a word to the reader: closing tells that."""
    with contextlib.suppress(OSError):  # it hung up first
        connection.shutdown(socket.SHUT_RD)


def _receive(connection: socket.socket) -> bytes | None:
    """One message; None at the end of the connection."""
    length = _receive_exactly(connection, 2)
    return None if length is None else _receive_exactly(connection, int.from_bytes(length, "big"))


def _receive_exactly(connection: socket.socket, count: int) -> bytes | None:
    received = b""
    while len(received) < count:
        try:
            # vpcd writes length and body apart; without an immediate ACK Nagle holds the body back for 40
            # ms, and the kernel forgets this option after a while, so it is set before each read.
            connection.setsockopt(socket.IPPROTO_TCP, _TCP_QUICKACK, 1)
            chunk = connection.recv(count - len(received))
        except OSError:
            return None
        if not chunk:
            return None
        received += chunk
    return received
