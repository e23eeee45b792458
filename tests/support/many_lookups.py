"""Many hosts that look up many people at once, each with an answer that can only be its own question's."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sitthi.messaging.server import MOST_SLOW_CALLS
from sitthi_sandbox.nhso.crowd import crowd_cid, crowd_patient
from sitthi_sandbox.world import World
from support.host import HostProcess


def look_up_everybody(world: World, hosts: int, each: int) -> tuple[int, float]:
    """How many answers were right (of `hosts` times `each`), and the seconds it took. A session must be there.

    Raises AssertionError for an answer about somebody else.
    """
    running = [HostProcess(world) for _ in range(hosts)]
    try:
        for host in running:
            host.hello()
        began = time.monotonic()
        with ThreadPoolExecutor(hosts) as pool:
            counts = list(
                pool.map(lambda pair: _ask(pair[1], range(pair[0] * each, (pair[0] + 1) * each)), enumerate(running))
            )
        return sum(counts), time.monotonic() - began
    finally:
        for host in running:
            host.close()


def _ask(host: HostProcess, numbers: range) -> int:
    """As many at once as a host takes (more are refused as `host_busy`); answers are told apart by their ids."""
    under_way: deque[tuple[int, Any]] = deque()
    for number in numbers:
        if len(under_way) == MOST_SLOW_CALLS:
            _check_next(host, under_way)
        under_way.append((number, host.start_call("rights.check", cid=crowd_cid(number))))
    while under_way:
        _check_next(host, under_way)
    return len(numbers)


def _check_next(host: HostProcess, under_way: deque[tuple[int, Any]]) -> None:
    number, box = under_way.popleft()
    _check(number, host.result(box, 60)["rights"])


def _check(number: int, rights: dict[str, Any]) -> None:
    patient = crowd_patient(crowd_cid(number))
    assert patient is not None
    scheme = patient.right.scheme.code if patient.right else ""
    got = (rights["name"], rights["scheme"]["code"], rights["outcome"])
    assert got == (f"{patient.title}{patient.first} {patient.last}", scheme, "ok" if patient.right else "no_right"), (
        number
    )
