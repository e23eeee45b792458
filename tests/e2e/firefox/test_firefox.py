"""What is Firefox's own: how it starts the host, its toolbar, its event page, its question for access."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import expect

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import FIREFOX_EXTENSION_IDS
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.demo import journey
from sitthi_sandbox.demo.steps import Steps
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import type_pin
from support.firefox.browser import ORIGIN, FirefoxBrowser

OFFICER = PEOPLE["officer"]
SHOTS = Path("build") / "shots"


def test_the_whole_job(world: World, firefox: FirefoxBrowser, desktop: Desktop) -> None:
    """By keyboard and pointer, as `make demo` does it in Chromium."""
    page = firefox.context.pages[0]
    page.goto(f"{world.his}/login")
    journey.run(world, firefox, desktop, Steps(desktop, world.folder / "pictures"), page)


def test_host_is_started_as_firefox_starts_one_and_comes_back_with_the_event_page(
    world: World, firefox: FirefoxBrowser, desktop: Desktop
) -> None:
    world.insert("officer")
    page = firefox.context.pages[0]
    page.goto(f"{world.his}/login")
    desktop.click(*firefox.toolbar_point(page))
    desktop.click(*firefox.real_popup().point('[data-key="login"]'))
    type_pin(desktop, OFFICER.pin)
    expect(page.locator("#username")).to_have_value(OFFICER.cid, timeout=15_000)
    (first,) = hosts(world)
    manifest = world.folder / "home" / ".mozilla" / "native-messaging-hosts" / f"{HOST_NAME}.json"
    assert first.words[-2:] == [str(manifest), FIREFOX_EXTENSION_IDS[0]]

    firefox.suspend_background()
    deadline = time.monotonic() + 15
    while first.number in {each.number for each in hosts(world)}:
        assert time.monotonic() < deadline, "the host outlives the event page"
        time.sleep(0.05)
    page.reload()
    firefox.press_toolbar_button(page)
    popup = firefox.real_popup()
    popup.wait_for("document.body.dataset.view === 'session'")
    desktop.picture(SHOTS / "firefox-popup.png")
    popup.press('[data-key="fill"]')
    expect(page.locator("#username")).to_have_value(OFFICER.cid, timeout=15_000)
    assert firefox.background_state() == "running"
    assert len(hosts(world)) == 1


def test_firefox_asks_the_person_for_access_to_a_page_to_be_taught(world: World, firefox: FirefoxBrowser) -> None:
    options = firefox.open(f"{ORIGIN}/options/options.html")
    options.wait_for_selector("main:not([inert])")
    options.fill("#teach-url", f"{world.his}/login")
    with firefox.context.expect_page() as opened:
        options.click("#teach-open")
        firefox.allow_access()
    opened.value.wait_for_selector("[popover=manual]", state="attached")
    assert firefox.worker.evaluate("chrome.permissions.getAll().then(all => all.origins)") == ["http://127.0.0.1/*"]


class HostProcess:
    def __init__(self, number: int, words: list[str]) -> None:
        self.number = number
        self.words = words


def hosts(world: World) -> list[HostProcess]:
    """The processes of this account that a browser has started as hosts."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"SITTHI_POLICY={world.policy_file}".encode() in environment and FIREFOX_EXTENSION_IDS[0] in words:
            found.append(HostProcess(int(process.name), words))
    return found
