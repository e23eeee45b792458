"""A failing year made short: the fewest events found within a time that still end in the same fault."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sitthi_sandbox.year.play import Play
from sitthi_sandbox.year.script import EVERYWHERE, Event
from sitthi_sandbox.year.tally import Fault, Tally

_MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of this run's own is made in it


def play(events: Sequence[Event]) -> Tally:
    """In a folder in memory, if there is one: a year of writes would wait minutes for a disk. Raises Fault."""
    place = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sitthi-year-", dir=place) as folder:
        return Play(Path(folder)).run(events)


def shrink(events: Sequence[Event], fault: Fault, seconds: float = 20.0) -> list[Event]:
    """First what has to do with the workstation or the operator, then as little of it as possible."""
    deadline = time.monotonic() + seconds
    short = list(events[: fault.index + 1])
    near = [event for event in short if _near(event, fault)]
    short = near if _fails(near, fault) else short
    size = len(short) // 2
    while size and time.monotonic() < deadline:
        start = 0
        while start < len(short) - 1 and time.monotonic() < deadline:
            fewer = short[:start] + short[start + size :]
            if _fails(fewer, fault):
                short = fewer
            else:
                start += size
        size //= 2
    return short


def _near(event: Event, fault: Fault) -> bool:
    everywhere = event.kind in EVERYWHERE and event.at >= fault.event.at - 86_400
    return everywhere or event.machine == fault.machine or event.person == fault.person


def _fails(events: Sequence[Event], fault: Fault) -> bool:
    try:
        play(events)
    except Fault as again:
        return (again.what, again.machine, again.person) == (fault.what, fault.machine, fault.person)
    return False
