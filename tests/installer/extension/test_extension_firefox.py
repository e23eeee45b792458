"""Real Firefox ESR on a managed PC: installs the XPI by policies.json, starts the host, and takes the next version."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from installer.policies.browsers import firefox_policy
from sitthi.messaging.messages import HOST_NAME
from support.extension_packages import Packages
from support.host import Account
from support.managed_firefox import GECKO_ID, Marionette, installed_version, managed_firefox
from support.static_server import static_server

_UPDATE = """
    const {AddonManager} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    const addon = await AddonManager.getAddonByID(args[0]);
    return await new Promise(resolve => addon.findUpdates({
        onUpdateAvailable: (_, install) => install.install().then(() => resolve("installed"), e => resolve(String(e))),
        onNoUpdateAvailable: () => resolve("none"),
    }, AddonManager.UPDATE_WHEN_USER_REQUESTED));"""


def _register(home: Path, account: Account) -> Path:
    """The host for this user; the file that is returned gets the arguments that Firefox starts it with."""
    told, script = home / "told", home / "host"
    folder = home / ".mozilla/native-messaging-hosts"
    folder.mkdir(parents=True)
    script.write_text(f'#!/bin/sh\necho "$@" >{told}\nexec {shlex.quote(str(account.launcher))} "$@"\n')
    script.chmod(0o755)
    manifest = {"name": HOST_NAME, "description": "test", "path": str(script), "type": "stdio"}
    (folder / f"{HOST_NAME}.json").write_text(json.dumps(manifest | {"allowed_extensions": [GECKO_ID]}))
    return told


def _open_popup(session: Marionette) -> None:
    """As a page, until it shows what the host said of this machine's readers, whatever that is."""
    host = session.chrome("return WebExtensionPolicy.getByID(args[0]).mozExtensionHostname;", GECKO_ID)
    session.open(f"moz-extension://{host}/popup/popup.html")
    views = ", ".join(f"body[data-view={each}]" for each in ("pcsc", "no_reader", "no_card"))
    session.send("WebDriver:FindElement", {"using": "css selector", "value": views})
    session.open("about:blank")  # an update closes the extension's own pages, and this is the session's window


def test_firefox_installs_the_xpi_by_policy_starts_the_host_and_updates_by_updates_json(
    tmp_path: Path, key: Path
) -> None:
    account, home = Account(tmp_path / "account"), tmp_path / "home"
    told = _register(home, account)
    with static_server(tmp_path / "extension") as server:
        packages = Packages(key, tmp_path / "extension", server.url)
        packages.build("0.0.9")
        # A manifest may name an https address only, so the loopback's is set in place of addons.mozilla.org's.
        preferences: dict[str, object] = {
            "extensions.update.url": f"{server.url}/updates.json",
            "extensions.update.background.url": f"{server.url}/updates.json",
        }
        with managed_firefox(tmp_path, firefox_policy(server.url, unsigned=True), preferences) as session:
            session.send("WebDriver:SetTimeouts", {"implicit": 20000, "script": 40000})
            assert installed_version(session, "0.0.9") == "0.0.9"
            _open_popup(session)
            manifest = home / f".mozilla/native-messaging-hosts/{HOST_NAME}.json"
            assert told.read_text().split() == [str(manifest), GECKO_ID]
            packages.build("0.1.0")
            assert session.chrome(_UPDATE, GECKO_ID) == "installed"
            assert installed_version(session, "0.1.0") == "0.1.0"


def test_a_new_xpi_in_the_same_folder_is_taken_at_the_next_start(tmp_path: Path, key: Path) -> None:
    packages = Packages(key, tmp_path / "extension", (tmp_path / "extension").as_uri())
    for version in ("0.0.9", "0.1.0"):
        packages.build(version)
        with managed_firefox(tmp_path, firefox_policy(packages.base, unsigned=True), {}) as session:
            session.send("WebDriver:SetTimeouts", {"script": 40000})
            assert installed_version(session, version) == version
