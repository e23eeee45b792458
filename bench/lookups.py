"""50 hosts that look up 20 people each, all at once, on one NHSO sandbox. `python -m bench.lookups` prints this alone.

The base is the same number of questions by one host, one after the other.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.result import Result, table
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.many_lookups import look_up_everybody

_HOSTS, _EACH = 50, 20


def measure(pcscd: PrivatePcscd) -> list[Result]:
    """Raises AssertionError for an answer about somebody else."""
    folder = Path(tempfile.mkdtemp(prefix="sitthi-bench-"))
    with Desktop() as desktop, World(folder, desktop, pcscd=pcscd) as world:
        world.insert("officer")
        with new_host(world) as host:
            wait_card(host)
            login(world, host)
            right, seconds = look_up_everybody(world, _HOSTS, _EACH)
            alone, base = look_up_everybody(world, 1, _EACH)
    return [
        Result(f"{_HOSTS} hosts x {_EACH} look-ups, right answers", right, "answers", _HOSTS * _EACH, "asked", 1),
        Result("look-ups a second, all hosts", right / seconds, "1/s", alone / base, "one host", 1),
    ]


if __name__ == "__main__":
    with PrivatePcscd() as service:
        os.environ.update(service.env)
        print(table(measure(service)))
