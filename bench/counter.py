"""200 patients through one counter: card in, rights and form there without a press, card out; memory before and after.

Nobody's data at a wrong place is the condition: `Counter.serve` looks after each. `python -m bench.counter` prints this
part alone; it takes minutes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.result import Result, table
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.counter_day import counter

_PATIENTS, _WARM_UP = 200, 20


def measure(pcscd: PrivatePcscd) -> list[Result]:
    folder = Path(tempfile.mkdtemp(prefix="sitthi-bench-"))
    with Desktop() as desktop, World(folder, desktop, pcscd=pcscd) as world, sync_playwright() as playwright:
        world.insert("officer")
        with new_host(world) as host:
            wait_card(host)
            login(world, host)
            token = host.call("session.reveal")["token"]
        with counter(world, playwright, folder / "profile", (PEOPLE["officer"].cid, token)) as desk:
            for number in range(_WARM_UP):
                desk.serve(number)
            before = desk.memory()
            times = [desk.serve(number) for number in range(_WARM_UP, _PATIENTS)]
            after = desk.memory()
    card, rights, filled = (
        statistics.median(getattr(each, part) for each in times) for part in ("card", "rights", "filled")
    )
    return [
        Result("card in to the card on screen", card, "ms", None, "-", len(times)),
        Result("card in to the rights on screen", rights, "ms", card, "the card alone", len(times)),
        Result("card in to the form filled", filled, "ms", card, "the card alone", len(times)),
        Result("host's memory after 200 patients", after[0], "MiB", before[0], "after 20", len(times)),
        Result("panel's memory after 200 patients", after[1], "MiB", before[1], "after 20", len(times)),
    ]


if __name__ == "__main__":
    with PrivatePcscd() as service:
        os.environ.update(service.env)
        print(table(measure(service)))
