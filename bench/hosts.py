"""Twenty hosts on one vault: how long until the last one has told its browser of a change, and what an idle one takes.

`python -m bench.hosts` prints this part alone.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from bench.result import Result, table
from support.many_hosts import ManyHosts

_HOSTS, _CHANGES, _IDLE_SECONDS = 20, 21, 30.0
_ALLOWED_MS, _ALLOWED_PERCENT = 1000.0, 0.2
_CIDS = ("1101500000008", "1100800447899")


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as folder, ManyHosts(Path(folder), _HOSTS) as many:
        seconds = [many.change_seconds(_CIDS[n % 2], f"{n:02}" * 8) for n in range(_CHANGES)]
        percent = many.idle_percent(_IDLE_SECONDS)
    seen, idle = statistics.median(seconds) * 1000, statistics.mean(percent)
    return [
        Result(f"a login seen by all of {_HOSTS} hosts", seen, "ms", _ALLOWED_MS, "allowed", _CHANGES),
        Result("the same, slowest", max(seconds) * 1000, "ms", _ALLOWED_MS, "allowed", _CHANGES),
        Result("CPU of an idle host, of one core", idle, "%", _ALLOWED_PERCENT, "allowed", _HOSTS),
        Result("the same, busiest host", max(percent), "%", _ALLOWED_PERCENT, "allowed", _HOSTS),
    ]


if __name__ == "__main__":
    print(table(measure()))
