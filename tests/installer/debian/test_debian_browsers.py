"""Real browsers of the machine with the installed packages: extension by policy, host by its manifest, a card's PIN."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from installer import version
from installer.debian.host import LAUNCHER
from installer.extension.identity import extension_id, signing_key
from sitthi.messaging.messages import HOST_NAME
from sitthi_sandbox import browser as sandbox
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, wait_card
from support.debian_machine import Machine
from support.debian_packages import OLD, Packages
from support.host import HostProcess
from support.managed_chromium import CHROMIUM, SHOWN, managed_chromium, worker
from support.managed_firefox import FIREFOX, GECKO_ID, Marionette, installed_version, managed_firefox

_OWN_HOST = """
    const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
    for (;;) {  // an add-on is active somewhat before its pages are there
        const policy = WebExtensionPolicy.getByID(args[0]);
        if (policy?.active) return policy.mozExtensionHostname;
        await new Promise(resolve => setTimeout(resolve, 50));
    }
"""
_HELLO = """
    const [name, done] = arguments;
    const port = window.chrome.runtime.connectNative(name);
    port.onMessage.addListener(answer => done(answer.result.host));
    port.onDisconnect.addListener(({error}) => done(String(error)));
    const params = {extension: "0.1.0", browser: "firefox", protocol: 1};
    port.postMessage({jsonrpc: "2.0", id: 1, method: "hello", params});
"""


def ask_host(session: Marionette) -> str:
    """The version of the host, asked by a page of the extension; or what Firefox says of it."""
    host = session.chrome(_OWN_HOST, GECKO_ID)
    session.open(f"moz-extension://{host}/popup/popup.html")
    script = {"script": _HELLO, "args": [HOST_NAME], "sandbox": None}
    answer: str = session.send("WebDriver:ExecuteAsyncScript", script)["value"]
    return answer


@pytest.fixture
def world(machine: Machine) -> Iterator[World]:
    """A hospital around the machine; its policy is the machine's own."""
    folder = machine.shared / "w"
    folder.mkdir()
    with (
        Desktop() as desktop,
        PrivatePcscd(directory=machine.shared / "p") as pcscd,
        World(folder, desktop, pcscd=pcscd) as world,
    ):
        machine.path("/etc/sitthi/policy.toml").write_bytes(world.policy_file.read_bytes())
        world.policy_file.unlink()
        yield world


def test_fill(
    machine: Machine, world: World, key: Path, playwright_driver: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The officer logs in by the installed PIN window; the extension from the package fills the HIS."""
    own = extension_id(signing_key(key))
    monkeypatch.setattr(sandbox, "EXTENSION_ID", own)
    monkeypatch.setattr(sandbox, "POPUP", f"chrome-extension://{own}/popup/popup.html")
    machine.path("/etc/chromium/policies/managed/zz-test.json").write_text(json.dumps(SHOWN), encoding="utf-8")
    officer = PEOPLE["officer"]
    with HostProcess(world, machine.command(LAUNCHER)) as host:
        assert host.hello()["host"] == version()
        world.insert("officer")
        wait_card(host)
        login(world, host)
        program = machine.program(CHROMIUM)
        with managed_chromium(playwright_driver, machine.shared, {}, program=program, env=world.env) as context:
            worker(context, own)
            browser = sandbox.ExtensionBrowser(context)
            page = browser.open(f"{world.his}/login")
            browser.press_toolbar_button(page)
            browser.real_popup().press('[data-key="fill"]')
            expect(page.locator("#username")).to_have_value(officer.cid, timeout=15_000)
            expect(page.locator("#password")).not_to_have_value("", timeout=15_000)


def test_firefox(machine: Machine, old: Packages, current: Packages) -> None:
    """The extension comes by the link in /etc/firefox and gets the host by /usr/lib/mozilla; an upgrade brings both."""
    program = machine.program(FIREFOX)
    for packages, expected in ((old, OLD), (current, version())):
        machine.install(packages.host, packages.policy)
        with managed_firefox(machine.shared, {}, {}, program=program) as session:
            session.send("WebDriver:SetTimeouts", {"script": 20_000})
            assert installed_version(session, expected) == expected
            assert ask_host(session) == expected
