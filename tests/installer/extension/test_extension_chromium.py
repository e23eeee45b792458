"""Real Chromium on a managed PC: force-installs the CRX from an update server, and takes the next version there."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Playwright

from installer.policies.browsers import CHROMIUM_BROWSERS, chromium_policy
from support.extension_packages import Packages
from support.host import Account
from support.managed_chromium import ask_host, host_manifest, managed_chromium, worker
from support.static_server import static_server

_CHROMIUM = next(each for each in CHROMIUM_BROWSERS if each.name == "chromium")
_VERSION = "chrome.runtime.getManifest().version"


def _wait_unpacked(profile: Path, extension_id: str, version: str) -> None:
    """Until the browser has fetched the version; it uses it from its next start on, because a host keeps it busy."""
    folder = profile / "Default/Extensions" / extension_id / f"{version}_0"
    deadline = time.monotonic() + 60
    while not folder.exists():
        assert time.monotonic() < deadline, "the new version was not fetched"
        time.sleep(0.1)


def test_chromium_installs_by_policy_gets_the_host_and_takes_the_next_version(
    tmp_path: Path, key: Path, playwright_driver: Playwright
) -> None:
    account = Account(tmp_path / "account")
    with static_server(tmp_path / "extension") as server:
        packages = Packages(key, tmp_path / "extension", server.url)
        packages.build("0.0.9")
        policy = chromium_policy(_CHROMIUM, packages.id, server.url)
        manifest = host_manifest(packages.id, account.launcher)
        with managed_chromium(playwright_driver, tmp_path, policy, manifest) as context:
            extension = worker(context, packages.id)
            assert extension.evaluate(_VERSION) == "0.0.9"
            assert "host" in ask_host(context, packages.id)["result"]
            packages.build("0.1.0")
            found = extension.evaluate("chrome.runtime.requestUpdateCheck()")
            assert found == {"status": "update_available", "version": "0.1.0"}
            _wait_unpacked(tmp_path / "profile", packages.id, "0.1.0")
        with managed_chromium(playwright_driver, tmp_path, policy, manifest) as context:
            assert worker(context, packages.id).evaluate(_VERSION) == "0.1.0"
            assert "host" in ask_host(context, packages.id)["result"]
    assert [path.split("?")[0] for path in server.asked][:4] == ["/update.xml", "/sitthi.crx"] * 2
