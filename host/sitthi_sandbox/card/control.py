"""Swaps cards from another process: lines over TCP on 127.0.0.1, one JSON answer a line.

    insert PERSON              status                     fault NAME      (on the card in the reader)
    remove                     people                     clear           (all faults, slow and pulls off)
    pull N [before|after]      slow MS                    tries N         (set the card's try counter)
    quit

Answers: {"ok": true, "inserted": PERSON|null, "tries": N|null, ...} or {"ok": false, "error": TEXT}.
A line that is no command ends the connection: so a web page that posts to this port cannot smuggle one in.
Client: `ControlClient`.
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from typing import Any

from .behaviour import NAMED_FAULTS
from .card import VirtualCard
from .deck import FOREIGN, Deck
from .people import PEOPLE

Answer = dict[str, Any]


class UnknownCommand(ValueError):
    """Not a line of this protocol."""


class CommandFailed(ValueError):
    """A command that cannot be carried out; the text says why."""


class ControlServer:
    """Serves one deck. `port` 0 picks a free one; `.port` says which. Runs in threads of its own."""

    def __init__(self, deck: Deck, port: int = 0) -> None:
        self.finished = threading.Event()
        """Set by the command `quit`."""
        self._deck = deck
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.control = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, line: str) -> Answer:
        """Carries out one command. Raises UnknownCommand."""
        words = line.split()
        if not words:
            raise UnknownCommand
        with self._lock:
            try:
                extra = self._carry_out(words[0], words[1:])
            except (CommandFailed, TimeoutError) as failure:
                return {"ok": False, "error": str(failure)}
            return {"ok": True, "inserted": self._deck.inserted, "tries": self._tries(), **extra}

    def _carry_out(self, command: str, words: list[str]) -> Answer:
        match command, words:
            case "insert", [person] if person in PEOPLE or person == FOREIGN:
                self._deck.insert(person)
            case "insert", [_]:
                raise CommandFailed("nobody of that name; see: people")
            case "remove", []:
                self._deck.remove()
            case "status", []:
                return {"vpcd_port": self._deck.slot.port}
            case "people", []:
                return {"people": [*PEOPLE, FOREIGN], "faults": list(NAMED_FAULTS)}
            case "slow", [milliseconds]:
                self._card().behaviour.slow_ms = _number(milliseconds)
            case "fault", [name] if name in NAMED_FAULTS:
                self._deck.fault(self._key(), name)
            case "fault", [_]:
                raise CommandFailed("no such fault; see: people")
            case "clear", []:
                self._deck.clear()
            case "pull", [apdu]:
                self._card().pull_at(_number(apdu))
            case "pull", [apdu, ("before" | "after") as moment]:
                self._card().pull_at(_number(apdu), after=moment == "after")
            case "tries", [left]:
                self._card().tries.set(_number(left))
            case "quit", []:
                self.finished.set()
            case _:
                raise UnknownCommand
        return {}

    def _key(self) -> str:
        if self._deck.inserted is None:
            raise CommandFailed("no card in the reader")
        return self._deck.inserted

    def _card(self) -> VirtualCard:
        card = self._deck.card(self._key())
        if not isinstance(card, VirtualCard):
            raise CommandFailed("not on this card")
        return card

    def _tries(self) -> int | None:
        card = self._deck.slot.card
        return card.tries.left if isinstance(card, VirtualCard) else None


class ControlClient:
    """Sends one command a call, each over a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def send(self, command: str, timeout: float = 15.0) -> Answer:
        """The answer. RuntimeError with its text when the server says no."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as connection:
            connection.sendall(command.encode() + b"\n")
            with connection.makefile("rb") as answers:
                answer: Answer = json.loads(answers.readline())
        if not answer["ok"]:
            raise RuntimeError(answer["error"])
        return answer


def _number(word: str) -> int:
    if not word.isdecimal():
        raise CommandFailed("not a number")
    return int(word)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    control: ControlServer


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while line := self.rfile.readline(200):
            try:
                answer = self.server.control.answer(line.decode("ascii", "replace"))
            except UnknownCommand:
                self._write({"ok": False, "error": "unknown command"})
                return
            self._write(answer)

    def _write(self, answer: Answer) -> None:
        self.wfile.write(json.dumps(answer).encode() + b"\n")
