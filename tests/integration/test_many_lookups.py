"""Several hosts at once on one NHSO: no answer is ever attached to another patient (the whole: bench.lookups)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.many_lookups import look_up_everybody
from support.pcscd import PrivatePcscd

HOSTS, EACH = 4, 8


@pytest.fixture
def world(tmp_path: Path, pcscd: PrivatePcscd) -> Iterator[World]:
    with Desktop() as desktop, World(tmp_path, desktop, pcscd=pcscd) as world:
        yield world


def test_no_answer_is_attached_to_another_patient(world: World) -> None:
    world.insert("officer")
    with new_host(world) as host:
        wait_card(host)
        login(world, host)
        right, _ = look_up_everybody(world, HOSTS, EACH)
    assert right == HOSTS * EACH
