"""The counter's person: types PINs into the real window, and hosts that belong to the world's account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.host import HostProcess

PIN_WINDOW = "^Sitthi$"


def type_pin(desktop: Desktop, pin: str, before: set[str] | None = None) -> None:
    """Wait for the PIN window (not one of those `before`, which may still show their result), type, press OK."""
    desktop.focus(desktop.window(PIN_WINDOW, other_than=before))
    desktop.press(*pin, "Return")


def login(world: World, host: HostProcess, person: str = "officer", pin: str | None = None, **params: object) -> Any:
    """A login through `host`, with the PIN typed into the window; the result of session.login."""
    assert world.desktop
    world.desktop.wait_gone(PIN_WINDOW)  # one that still shows its result; X may give the next the same number
    answer = host.start_call("session.login", **params)
    type_pin(world.desktop, pin or PEOPLE[person].pin)
    return host.result(answer, 45)


def new_host(world: World) -> HostProcess:
    """A host as a browser of the account would start it, greeted."""

    host = HostProcess(world)
    host.hello()
    return host


def wait_card(host: HostProcess, kind: str = "thai_id") -> None:
    """Until the host knows a card of this kind."""
    wait_status(host, lambda status: any(r["card"] and r["card"]["kind"] == kind for r in status["readers"]))


def wait_status(host: HostProcess, until: Callable[[dict[str, Any]], bool], seconds: float = 10) -> dict[str, Any]:
    """`status` once it satisfies `until`; asks again at each notification."""
    while not until(status := host.call("status")):
        host.notifications.get(timeout=seconds)
    return status
