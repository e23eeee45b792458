"""`python -m sitthi_sandbox.card`: a virtual card in a vpcd reader, and a control port to swap it.

Prints one JSON line when it is ready ({"control_port", "vpcd_port", "inserted"}) and runs until SIGTERM,
SIGINT or the control command `quit`. Commands: see `control`.
"""

from __future__ import annotations

import argparse
import json
import signal
from collections.abc import Sequence
from pathlib import Path

from .control import ControlServer
from .deck import FOREIGN, Deck
from .people import PEOPLE
from .vpcd import VirtualSlot

DEFAULT_VPCD_PORT = 35963


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0; 1 when no reader takes the first card."""
    options = _parser().parse_args(arguments)
    if options.state is not None:
        options.state.mkdir(parents=True, exist_ok=True)
    deck = Deck(VirtualSlot(options.port), options.state)
    server = ControlServer(deck, options.control)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.finished.set())
    if options.person is not None:
        try:
            deck.insert(options.person)
        except TimeoutError as failure:
            print(json.dumps({"error": str(failure)}), flush=True)
            return 1
    server.start()
    ready = {"control_port": server.port, "vpcd_port": options.port, "inserted": deck.inserted}
    print(json.dumps(ready), flush=True)
    server.finished.wait()
    server.stop()
    deck.remove()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sitthi sandbox card", description="A virtual Thai ID card.")
    parser.add_argument("--port", type=int, default=DEFAULT_VPCD_PORT, help="the reader's vpcd port")
    parser.add_argument("--person", choices=[*PEOPLE, FOREIGN], help="insert this card at once")
    parser.add_argument("--control", type=int, default=0, help="control port on 127.0.0.1; 0 picks a free one")
    parser.add_argument("--state", type=Path, help="folder that keeps the try counters")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
