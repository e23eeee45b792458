"""A part of a day at the counter (the whole: `python -m bench.counter`)."""

from __future__ import annotations

from playwright.sync_api import Playwright

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card
from support.counter_day import counter

PATIENTS = 4


def test_patients_one_after_the_other_and_nobody_gets_anothers_data(
    world: World, playwright_driver: Playwright
) -> None:
    world.insert("officer")
    with new_host(world) as host:
        wait_card(host)
        login(world, host)
        token = host.call("session.reveal")["token"]
    with counter(world, playwright_driver, world.folder / "profile", (PEOPLE["officer"].cid, token)) as desk:
        for number in range(PATIENTS):
            desk.serve(number)
