"""`python -m bench` (make bench): the table, also as build/bench.json. Exit code 0 whatever it says."""

from __future__ import annotations

import os
import sys

from bench import ROOT, batch, card, counter, debian, fill, finder, host, hosts, lookups, windows
from bench.result import save, table
from sitthi_sandbox.card.deck import Deck
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.vpcd import VirtualSlot


def main() -> int:
    results = host.measure() + hosts.measure()
    with PrivatePcscd() as pcscd:
        os.environ.update(pcscd.env)
        deck = Deck(VirtualSlot(pcscd.port(0)))
        deck.insert("officer")
        results += card.measure(pcscd, pcscd.readers[0])
        deck.remove()
        results += fill.measure(pcscd)
        results += counter.measure(pcscd)
        results += lookups.measure(pcscd)
    results += finder.measure()
    results += batch.measure()
    results += debian.measure()
    results += windows.measure()
    print(table(results))
    save(results, ROOT / "build" / "bench.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
