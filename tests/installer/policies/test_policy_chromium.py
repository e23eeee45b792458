"""Real Chromium with the ready policies: it accepts each of them, and only the machine's own host can be started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from installer.policies.build import build
from sitthi.messaging.messages import HOST_NAME
from support.extension_packages import Packages
from support.host import Account
from support.managed_chromium import ask_host, host_manifest, managed_chromium, policy_page, worker


@pytest.fixture
def packages(tmp_path: Path, key: Path) -> Packages:
    """By file:// addresses, as the Debian package has them."""
    made = Packages(key, tmp_path / "extension", (tmp_path / "extension").as_uri())
    made.build("0.1.0")
    return made


@pytest.fixture
def policy(tmp_path: Path, packages: Packages) -> dict[str, Any]:
    build(tmp_path, "0.1.0", identity=packages.id, base=packages.base)
    file = tmp_path / "policies/linux/etc/chromium/policies/managed/sitthi.json"
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def _register_for_the_user(profile: Path, extension_id: str, account: Account) -> None:
    folder = profile / "NativeMessagingHosts"
    folder.mkdir(parents=True)
    (folder / f"{HOST_NAME}.json").write_text(host_manifest(extension_id, account.launcher), encoding="utf-8")


def test_chromium_knows_every_policy_and_starts_the_machines_host_alone(
    packages: Packages, policy: dict[str, Any], tmp_path: Path, playwright_driver: Playwright
) -> None:
    account = Account(tmp_path / "account")
    manifest = host_manifest(packages.id, account.launcher)
    with managed_chromium(playwright_driver, tmp_path, policy, manifest) as context:
        worker(context, packages.id)
        said = policy_page(context)
        assert policy.keys() <= said.keys()
        assert {name: error for name, (_, error) in said.items() if error} == {}
        # Chrome's newer AutofillSettings does the same; versions without it still need the old one.
        deprecated = {"AutofillAddressEnabled": ("Deprecated", "")}
        assert {name: said[name] for name in policy if said[name][0] != "OK"} in ({}, deprecated)
        assert "host" in ask_host(context, packages.id)["result"]
        other = ask_host(context, packages.id, "th.other.host")["refused"]
        assert other == "Access to the native messaging host was disabled by the system administrator."


def test_a_host_that_a_user_registered_is_not_started(
    packages: Packages, policy: dict[str, Any], tmp_path: Path, playwright_driver: Playwright
) -> None:
    account = Account(tmp_path / "account")
    _register_for_the_user(tmp_path / "profile", packages.id, account)
    with managed_chromium(playwright_driver, tmp_path, policy) as context:
        worker(context, packages.id)
        assert ask_host(context, packages.id) == {"refused": "Specified native messaging host not found."}
    allowed = policy | {"NativeMessagingUserLevelHosts": True}
    with managed_chromium(playwright_driver, tmp_path, allowed) as context:
        worker(context, packages.id)
        assert "host" in ask_host(context, packages.id)["result"], "the same manifest would have been good"
