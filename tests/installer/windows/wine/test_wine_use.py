"""The installed product at work: host, card, PIN window, session, and a real browser that drives it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from e2e.canary import Canary
from installer import ROOT, version
from sitthi.session.seal import KEY_BYTES
from sitthi_sandbox.browser import extension_browser
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from support.counter import PIN_WINDOW, login, type_pin, wait_card, wait_status
from support.host import Failure, HostProcess
from support.wine.card_service import CardService
from support.wine.prefix import own_words
from support.wine.world import WindowsWorld

SHOTS = ROOT / "build/shots/windows"
ALL_BROWSERS = ("chrome", "edge", "chromium", "brave", "firefox")
FULL = 3
OFFICER, PATIENT = PEOPLE["officer"], PEOPLE["patient"]


@pytest.fixture(scope="module")
def world(prefix, desktop, msiexec, packages, tmp_path_factory) -> Iterator[WindowsWorld]:
    assert msiexec("/i", packages.now.msi) == 0
    folder = tmp_path_factory.mktemp("counter")
    with CardService() as cards, WindowsWorld(folder, desktop, prefix, cards) as world:
        yield world


@pytest.fixture
def host(world: WindowsWorld) -> Iterator[HostProcess]:
    with world.host() as host:
        yield host
    world.remove(0)
    world.remove(1)


def test_the_installed_host_answers(host: HostProcess) -> None:
    said = host.hello()
    assert (said["host"], said["platform"]) == (version(), "win32")
    # Loaded whole before it ends: once in some 250 times wine's own exit waits for ever for a thread that was loading.
    host.call("status")
    assert host.close() == 0
    assert own_words(host.stderr) == []


def test_windows_pyscard_sees_cards_come_and_go(world: WindowsWorld, host: HostProcess) -> None:
    host.hello()
    host.call("status")
    wait_status(host, lambda status: [reader["name"] for reader in status["readers"]] == world.pcscd.readers)
    world.insert("patient", 1)
    wait_card(host)
    world.remove(1)
    wait_status(host, lambda status: not any(reader["card"] for reader in status["readers"]))


def test_the_thai_card_is_read(world: WindowsWorld, host: HostProcess) -> None:
    host.hello()
    world.insert("patient")
    wait_card(host)
    card = host.call("card.read", reader=world.pcscd.readers[0])
    assert (card["cid"], card["chip_id"]) == (PATIENT.cid, PATIENT.chip_id)
    assert [card["name_th"][part] for part in ("title", "first", "middle", "last")] == list(PATIENT.name_th)
    assert card["birth_date"]["iso"] == "1987-09-01"
    assert card["address"]["province"] == PATIENT.address[-1]


def test_the_pin_window_goes_when_the_browser_ends_the_host(
    world: WindowsWorld, desktop: Desktop, host: HostProcess
) -> None:
    host.hello()
    card = world.insert("officer")
    wait_card(host)
    host.start_call("session.login")
    desktop.window(PIN_WINDOW)
    host.kill()
    desktop.wait_gone(PIN_WINDOW)
    assert card.tries.left == FULL


def test_a_wrong_pin_and_the_right_one_typed_into_the_window(
    world: WindowsWorld, desktop: Desktop, host: HostProcess
) -> None:
    host.hello()
    card = world.insert("officer")
    wait_card(host)
    answer = host.start_call("session.login")
    window = desktop.window(PIN_WINDOW)
    desktop.wait_still()
    desktop.picture(SHOTS / "pin-window.png", window)
    type_pin(desktop, "0000")
    with pytest.raises(Failure) as failed:
        host.result(answer, 30)
    assert failed.value.name == "pin_wrong"
    assert card.tries.left == FULL - 1
    desktop.wait_gone(PIN_WINDOW)  # X gives the next window the same number
    login(world, host)
    assert card.tries.left == FULL
    assert host.call("status")["session"]["state"] == "active"
    desktop.wait_gone(PIN_WINDOW)


def test_another_host_of_the_user_opens_the_vault_and_nobody_else_can(world: WindowsWorld, host: HostProcess) -> None:
    """The key is in a file that DPAPI protects (wine's, which is no better than hiding it: this is about our calls)."""
    host.hello()
    world.insert("officer")
    wait_card(host)
    assert host.call("status")["session"]["state"] == "active"
    token = host.call("session.reveal")["token"]
    assert len((world.state / "vault.key").read_bytes()) > KEY_BYTES
    canary = Canary({"token": token, "operator CID": OFFICER.cid, "operator name": OFFICER.name_th[1]})
    assert canary.look_at_files(world.state, without=set()) >= 2
    assert sorted(canary.seen) == []


def test_a_real_browser_fills_the_login_page(
    world: WindowsWorld, desktop: Desktop, host: HostProcess, playwright_driver: Playwright
) -> None:
    host.hello()
    world.insert("officer")
    wait_card(host)
    token = host.call("session.reveal")["token"]
    profile = world.folder / "profile"
    world.register(profile)
    with extension_browser(playwright_driver, profile, world.env, shown=True) as browser:
        page = browser.context.pages[0]
        page.goto(f"{world.his}/login")
        browser.press_toolbar_button(page)
        popup = browser.real_popup()
        popup.wait_for("document.body.dataset.view === 'session'")
        popup.press('[data-key="fill"]')
        expect(page.locator("#username")).to_have_value(OFFICER.cid, timeout=15_000)
        expect(page.locator("#password")).to_have_value(token)
        desktop.picture(SHOTS / "filled.png")


def test_diagnose_finds_no_fault(world: WindowsWorld) -> None:
    world.insert("officer")
    done = world.sitthi("diagnose", "--json")
    world.remove()
    sections = {section["name"]: section for section in json.loads(done.stdout)["sections"]}
    assert own_words(done.stderr.encode()) == []
    assert [name for name, section in sections.items() if not section["ok"]] == []
    assert done.returncode == 0
    assert sections["machine"]["facts"]["platform"] == "win32"
    assert world.pcscd.readers[0] in json.dumps(sections["pcsc"])
    assert len(sections["browsers"]["facts"]["found"]) == len(ALL_BROWSERS)
