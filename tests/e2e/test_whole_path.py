"""The whole job as `make demo` does it, with the canary; and what must hold between browsers."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from e2e.canary import Canary
from sitthi_sandbox.browser import ExtensionBrowser, RealPopup, screen_point
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.demo import journey
from sitthi_sandbox.demo.steps import Steps
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import PIN_WINDOW, new_host, wait_card
from support.extension_browser import shown_browser
from support.firefox.browser import FirefoxBrowser

OFFICER, PATIENT = PEOPLE["officer"], PEOPLE["patient"]


class WatchingSteps(Steps):
    """Looks at all processes at each picture, which is taken in the middle of things."""

    def __init__(self, desktop: Desktop, pictures: Path, canary: Canary, marker: bytes) -> None:
        super().__init__(desktop, pictures)
        self.canary, self.marker, self.processes = canary, marker, 0

    def picture(self, name: str) -> None:
        super().picture(name)
        self.processes += self.canary.look_at_processes(self.marker)


def test_the_whole_job_and_no_secret_anywhere(world: World, desktop: Desktop, playwright_driver: Playwright) -> None:
    stderr = world.folder / "stderr.log"
    launcher = world.folder / "watched-host"
    launcher.write_text(f'#!/bin/sh\nexec "{world.launcher}" "$@" 2>>"{stderr}"\n', encoding="utf-8")
    launcher.chmod(0o700)
    secrets = {
        "operator CID": OFFICER.cid,
        "patient CID": PATIENT.cid,
        "operator name": OFFICER.name_th[1],
        "operator name (English)": OFFICER.name_en[1],
        "patient name": PATIENT.name_th[3],
        "PIN": f"{OFFICER.pin}",
    }
    canary = Canary({name: secret for name, secret in secrets.items() if name != "PIN"})
    marker = f"SITTHI_POLICY={world.policy_file}".encode()
    profile = world.folder / "profile"
    world.register(profile, launcher)
    with shown_browser(playwright_driver, profile, world.env) as browser:
        page = browser.context.pages[0]
        page.goto(f"{world.his}/login")
        steps = WatchingSteps(desktop, world.folder / "pictures", canary, marker)
        journey.run(world, browser, desktop, steps, page)
    assert steps.processes > 20
    with new_host(world) as host:
        world.insert("officer")
        wait_card(host)
        assert host.call("status")["session"]["state"] == "locked"
    token = _token_by_unlocking(world)
    everything = Canary({**secrets, "token": token})
    words = [name for name in secrets if name != "PIN"] + ["token"]
    vault = {path for path in world.state.glob("vault.bin")}
    assert len(vault) == 1
    ours = everything.look_at_files(world.folder / "state", without=vault)
    ours += everything.look_at_files(world.folder / "run", without=set())
    ours += everything.look_at_files(world.folder / "home", without=set(), names=words)
    assert ours >= 3
    everything.look_at("host's stderr", stderr.read_bytes())
    everything.look_at_files(profile, without=set(), names=words)
    assert sorted(canary.seen | everything.seen) == []


def test_the_canary_can_sing(tmp_path: Path) -> None:
    canary = Canary({"CID": OFFICER.cid, "name": OFFICER.name_th[1]})
    (tmp_path / "a").write_text(f"x{OFFICER.cid}y")
    (tmp_path / "b").write_bytes(OFFICER.name_th[1].encode("cp874"))
    (tmp_path / "c").write_bytes(OFFICER.name_th[1].encode("unicode_escape"))
    assert canary.look_at_files(tmp_path, without=set()) == 3
    assert canary.seen == {"CID in a", "name in b", "name in c"}


def test_two_profiles_share_one_session(
    world: World, chromium: ExtensionBrowser, desktop: Desktop, playwright_driver: Playwright
) -> None:
    world.insert("officer")
    second = world.folder / "second"
    world.register(second)
    with shown_browser(playwright_driver, second, world.env) as other:
        pages = [each.context.pages[0] for each in (chromium, other)]
        for page in pages:
            page.goto(f"{world.his}/login")
        _log_in(chromium, desktop, pages[0])
        _fill(other, pages[1])
        expect(pages[1].locator("#username")).to_have_value(OFFICER.cid)
        assert pages[0].locator("#password").input_value() == pages[1].locator("#password").input_value()
        old = pages[0].locator("#password").input_value()
        popup = _popup(other, pages[1])
        popup.press('[data-key="logout"]')
        popup = _popup(chromium, pages[0])
        popup.wait_for("document.body.dataset.view === 'card'")
        pages[1].reload()
        _log_in(other, desktop, pages[1])
        pages[0].reload()
        _fill(chromium, pages[0])
        expect(pages[0].locator("#password")).not_to_have_value("")
        assert pages[0].locator("#password").input_value() != old


def test_decoy_pages_get_nothing_even_when_the_policy_lists_them(
    world: World, chromium: ExtensionBrowser, desktop: Desktop
) -> None:
    world.change_policy(f'match = ["{world.his}/login*", ', f'match = ["{world.his}/*", ')
    world.insert("officer")
    page = chromium.context.pages[0]
    page.goto(f"{world.his}/login")
    _log_in(chromium, desktop, page)
    for path in ("/signup", "/change-password"):
        page.goto(f"{world.his}{path}")
        popup = _popup(chromium, page)
        popup.wait_for("document.body.dataset.view === 'session'")
        popup.wait_for("!!document.querySelector('#page h3')")
        assert popup.evaluate("document.querySelectorAll('.preview dt').length") == 0, path
        assert popup.evaluate("document.querySelectorAll('.skipped li, .skipped dt').length") > 0, path
        # Pressed all the same: what is found in the next seconds would be filled, and nothing may be.
        popup.press('[data-key="fill"]')
        popup.wait_for("!!document.querySelector('[data-key=\"fill\"]:disabled, .notice')")
        desktop.press("Escape")
        desktop.press("alt+shift+l")
        page.wait_for_timeout(300)
        values = page.evaluate("[...document.querySelectorAll('input:not([type=hidden])')].map(e => e.value).join('')")
        assert values == "", path


def test_the_shortcut_fills_without_the_popup(world: World, chromium: ExtensionBrowser, desktop: Desktop) -> None:
    world.insert("officer")
    page = chromium.context.pages[0]
    page.goto(f"{world.his}/login")
    _log_in(chromium, desktop, page)
    page.goto(f"{world.his}/table-login")
    desktop.focus(desktop.window(chromium.window))
    if chromium.popup_is_open():
        desktop.press("Escape")
    desktop.press("alt+shift+l")
    expect(page.locator("[name=txt1]")).to_have_value(OFFICER.cid)
    expect(page.locator("[name=txt2]")).not_to_have_value("")


def test_the_context_menu_fills(world: World, chromium: ExtensionBrowser, desktop: Desktop) -> None:
    world.insert("officer")
    page = chromium.context.pages[0]
    page.goto(f"{world.his}/login")
    _log_in(chromium, desktop, page)
    page.goto(f"{world.his}/table-login")
    desktop.focus(desktop.window(chromium.window))
    desktop.context_menu(*screen_point(page, "h1"))
    desktop.wait_still()
    desktop.picture(world.folder / "menu.png")
    if isinstance(chromium, FirefoxBrowser):
        desktop.click(*chromium.menu_point())
    else:
        desktop.press("Up", "Up", "Up", "Return")  # from below: inspect, view source, ours
    expect(page.locator("[name=txt1]")).to_have_value(OFFICER.cid)


def test_a_killed_host_comes_back_by_itself(world: World, chromium: ExtensionBrowser, desktop: Desktop) -> None:
    world.insert("officer")
    page = chromium.context.pages[0]
    page.goto(f"{world.his}/login")
    _log_in(chromium, desktop, page)
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _is_host(process, world):
            os.kill(int(process.name), signal.SIGKILL)
    page.reload()
    popup = _answering_popup(chromium, page)
    popup.wait_for("document.body.dataset.view === 'session'")
    popup.press('[data-key="fill"]')
    expect(page.locator("#username")).to_have_value(OFFICER.cid)


def _answering_popup(browser: ExtensionBrowser, page: Page) -> RealPopup:
    """Pressed once more where the popup that came is one that is just closing: it is listed, and answers nothing."""
    for _ in range(2):
        popup = _popup(browser, page)
        with suppress(TimeoutError):
            popup.evaluate("document.readyState")
            return popup
    return _popup(browser, page)


def _popup(browser: ExtensionBrowser, page: Page) -> RealPopup:
    browser.press_toolbar_button(page)
    return browser.real_popup()


def _log_in(browser: ExtensionBrowser, desktop: Desktop, page: Page) -> None:
    """By popup, card and PIN; the page is filled by the same press."""
    popup = _popup(browser, page)
    before = desktop.windows(PIN_WINDOW)
    popup.press('[data-key="login"]')
    desktop.focus(desktop.window(PIN_WINDOW, other_than=before))
    desktop.press(*OFFICER.pin, "Return")
    expect(page.locator("#username")).to_have_value(OFFICER.cid, timeout=15_000)
    desktop.wait_gone(PIN_WINDOW)


def _fill(browser: ExtensionBrowser, page: Page) -> None:
    popup = _popup(browser, page)
    popup.press('[data-key="fill"]')


def _token_by_unlocking(world: World) -> str:
    from support.counter import login

    with new_host(world) as host:
        wait_card(host)
        login(world, host)
        return str(host.call("session.reveal")["token"])


def _is_host(process: Path, world: World) -> bool:
    try:
        return str(world.launcher).encode() in (process / "cmdline").read_bytes()
    except OSError:
        return False
