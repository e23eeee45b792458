"""Plays a year, the hospitals side by side; and makes a failing one short: few events that end in the same fault."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sitthi_sandbox.year.play import Play
from sitthi_sandbox.year.script import DAYS, EVERYWHERE, HOSPITALS, Event, of_hospital, write_year
from sitthi_sandbox.year.tally import Fault, Tally

_MEMORY = Path("/dev/shm")  # a folder of this run's own is made in it


def play(events: Sequence[Event], hospital: int) -> Tally:
    """In a folder in memory, if there is one: a year of writes would wait minutes for a disk. Raises Fault."""
    place = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sitthi-year-", dir=place) as folder:
        return Play(Path(folder), hospital).run(events)


@dataclass(frozen=True)
class Outcome:
    """`fault` and a `short` script that ends in it, where the host did what it must not."""

    tally: Tally
    fault: Fault | None = None
    short: tuple[Event, ...] = ()

    def __str__(self) -> str:
        if self.fault is None:
            return str(self.tally)
        return "\n".join([str(self.fault), "A short script that ends so:", *map(str, self.short)])


def play_year(seed: int, days: int = DAYS) -> Outcome:
    """All of it; of two hospitals in which something went wrong, the first."""
    tally = Tally()
    with ProcessPoolExecutor(len(HOSPITALS), get_context("spawn")) as pool:
        running = [pool.submit(play_hospital, seed, days, number) for number in range(len(HOSPITALS))]
        outcomes = [each.result() for each in running]
    for outcome in outcomes:
        if outcome.fault is not None:
            return outcome
        tally.update(outcome.tally)
    return Outcome(tally)


def play_hospital(seed: int, days: int, number: int) -> Outcome:
    events = of_hospital(write_year(seed, days), number)
    try:
        return Outcome(play(events, number))
    except Fault as fault:
        return Outcome(Tally(), fault, tuple(shrink(events, number, fault)))


def shrink(events: Sequence[Event], hospital: int, fault: Fault, seconds: float = 20.0) -> list[Event]:
    """First what has to do with the workstation or the operator, then as little of it as possible."""
    deadline = time.monotonic() + seconds
    short = list(events[: fault.index + 1])
    near = [event for event in short if _near(event, fault)]
    short = near if _fails(near, hospital, fault) else short
    tail = 4
    while tail < len(short) and not _fails(short[-tail:], hospital, fault):
        tail *= 2
    short = short[-tail:]
    size = len(short) // 2
    while size and time.monotonic() < deadline:
        start = 0
        while start < len(short) - 1 and time.monotonic() < deadline:
            fewer = short[:start] + short[start + size :]
            if _fails(fewer, hospital, fault):
                short = fewer
            else:
                start += size
        size //= 2
    return short


def _near(event: Event, fault: Fault) -> bool:
    everywhere = event.kind in EVERYWHERE and event.at >= fault.event.at - 86_400
    return everywhere or event.machine == fault.machine or event.person == fault.person


def _fails(events: Sequence[Event], hospital: int, fault: Fault) -> bool:
    try:
        play(events, hospital)
    except Fault as again:
        return (again.what, again.machine, again.person) == (fault.what, fault.machine, fault.person)
    return False
