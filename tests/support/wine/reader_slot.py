"""One reader of the card service: the listening end of what sitthi_sandbox.card.vpcd.VirtualSlot speaks."""

from __future__ import annotations

import contextlib
import select
import socket
import threading

_POWER_ON, _RESET, _GET_ATR = b"\x01", b"\x02", b"\x04"


class ReaderSlot:
    """`atr` is empty without a card; `events` counts insertions and removals. Both change under `changed`, which the
    caller of all methods but `close` holds."""

    def __init__(self, name: str, changed: threading.Condition) -> None:
        self.name = name
        self.atr = b""
        self.events = self.resets = 0
        self.holder: int | None = None
        """The handle that has a transaction."""
        self._changed = changed
        self._card: socket.socket | None = None
        self._server = socket.create_server(("127.0.0.1", 0), backlog=1)
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._changed:
            if self._card is not None:
                with contextlib.suppress(OSError):  # pulled a moment ago, which nobody has seen yet
                    self._card.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def transmit(self, command: bytes) -> bytes | None:
        """The card's answer; None when it was pulled."""
        card = self._card
        if card is None:
            return None
        try:
            _say(card, command)
            return _hear(card)
        except OSError:
            return None

    def reset(self) -> None:
        self.resets += 1
        if self._card is not None:
            _say(self._card, _RESET)

    def _run(self) -> None:
        while True:
            try:
                card, _ = self._server.accept()
            except OSError:
                return
            with card:
                card.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._insert(card)
                self._wait_removed(card)

    def _insert(self, card: socket.socket) -> None:
        with self._changed:
            try:
                _say(card, _POWER_ON)
                _say(card, _GET_ATR)
                self.atr = _hear(card)
            except OSError:
                return
            self._card = card
            self.events += 1
            self._changed.notify_all()

    def _wait_removed(self, card: socket.socket) -> None:
        """An answer on its way also makes the socket readable; whoever waits for it holds the lock."""
        while True:
            select.select([card], [], [])
            with self._changed:
                try:
                    here = card.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
                except BlockingIOError:
                    here = True
                except OSError:
                    here = False
                if not here:
                    if self.atr:
                        self.events += 1
                    self._card, self.atr, self.holder = None, b"", None
                    self._changed.notify_all()
                    return


def _say(card: socket.socket, message: bytes) -> None:
    card.sendall(len(message).to_bytes(2, "big") + message)


def _hear(card: socket.socket) -> bytes:
    return _receive(card, int.from_bytes(_receive(card, 2), "big"))


def _receive(card: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        more = card.recv(count - len(got))
        if not more:
            raise ConnectionResetError
        got += more
    return got
