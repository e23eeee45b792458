"""A dead database and the login beside it: nobody waits, and the person is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.databases import mariadb
from support.his_databases import Hospital
from support.pcscd import PrivatePcscd


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(width=900, height=700) as desktop:
        yield desktop


@pytest.fixture
def world(tmp_path: Path, desktop: Desktop, pcscd: PrivatePcscd) -> Iterator[World]:
    with World(tmp_path, desktop, pcscd=pcscd) as world:
        yield world


def problem_of(params: dict[str, Any]) -> Any:
    return params["outlets"][0]["problem"]


def test_a_login_does_not_wait_for_a_frozen_database(world: World) -> None:
    """A page has its token before the host has given the database up, which takes a second; the person is told then."""
    hospital = Hospital(mariadb(), world.folder)
    world.write_policy(world.policy_file.read_text(encoding="utf-8") + hospital.policy_text())
    world.insert("officer")
    with hospital.server.frozen(), new_host(world) as host:
        wait_card(host)
        login(world, host)
        page = {"origin": world.his, "url": world.his + "/login", "top_frame": True, "gesture": True}
        values = host.call("fill.values", roles=["token"], **page)["values"]
        assert len(values["token"]) == 16
        before = [told["params"] for told in host.notifications.queue if told["method"] == "outlets.changed"]
        assert [problem_of(params) for params in before if problem_of(params)] == []
        told = host.wait_for("outlets.changed", problem_of)
    assert told["outlets"][0]["state"] == "failed"
    assert told["outlets"][0]["problem"]["name"] in ("outlet_unreachable", "outlet_timeout")
