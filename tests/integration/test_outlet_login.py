"""A dead database and the login beside it: the same time, the same result, and the person is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.databases import mariadb
from support.his_databases import Hospital
from support.host import HostProcess
from support.pcscd import PrivatePcscd

ROUNDS = 3
NOTICEABLE_S = 0.4
"""Less than this a person does not notice; a connection to a frozen server is given up after a whole second."""


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(width=900, height=700) as desktop:
        yield desktop


@pytest.fixture
def world(tmp_path: Path, desktop: Desktop, pcscd: PrivatePcscd) -> Iterator[World]:
    with World(tmp_path, desktop, pcscd=pcscd) as world:
        yield world


def timed_login(world: World, host: HostProcess) -> float:
    """Seconds from the request to the first value that a page gets."""
    began = time.monotonic()
    login(world, host)
    values = host.call(
        "fill.values", roles=["token"], origin=world.his, url=world.his + "/login", top_frame=True, gesture=True
    )["values"]
    took = time.monotonic() - began
    assert len(values["token"]) == 16
    host.call("session.logout")
    return took


def test_a_login_takes_as_long_with_a_frozen_database_as_without_one(world: World) -> None:
    hospital = Hospital(mariadb(), world.folder)
    plain = world.policy_file.read_text(encoding="utf-8")
    world.insert("officer")
    times: dict[str, list[float]] = {"none": [], "frozen": []}
    with hospital.server.frozen():
        for _ in range(ROUNDS):
            for kind, taken in times.items():
                world.write_policy(plain + (hospital.policy_text() if kind == "frozen" else ""))
                with new_host(world) as host:
                    wait_card(host)
                    taken.append(timed_login(world, host))
                    if kind == "frozen":
                        told = host.wait_for("outlets.changed", lambda params: params["outlets"][0]["problem"])
                        assert told["outlets"][0]["state"] == "failed"
                        assert told["outlets"][0]["problem"]["name"] in ("outlet_unreachable", "outlet_timeout")
    assert min(times["frozen"]) < min(times["none"]) + NOTICEABLE_S, times
