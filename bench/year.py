"""How long the simulated year takes (sitthi_sandbox/year). `python -m bench.year` prints this part alone."""

from __future__ import annotations

import time

from bench.result import Result, table
from sitthi_sandbox.year.shrink import play_year

_SEED, _ALLOWED_SECONDS = 1, 60.0


def measure() -> list[Result]:
    """One run, because it is long and always the same. Raises Fault where the host did what it must not."""
    began = time.perf_counter()
    outcome = play_year(_SEED)
    if outcome.fault is not None:
        raise outcome.fault
    return [Result("a simulated year", time.perf_counter() - began, "s", _ALLOWED_SECONDS, "allowed", 1)]


if __name__ == "__main__":
    print(table(measure()))
