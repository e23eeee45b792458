"""Real Chromium on a managed PC: force-installs the CRX from an update server, and takes the next version there."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api import Error as PlaywrightError

from installer.policies.browsers import CHROMIUM_BROWSERS, chromium_policy
from support.extension_packages import Packages
from support.host import Account
from support.managed_chromium import ask_host, host_manifest, managed_chromium, worker
from support.static_server import static_server

_CHROMIUM = next(each for each in CHROMIUM_BROWSERS if each.name == "chromium")
_VERSION = "chrome.runtime.getManifest().version"
_UPDATE_WAITS = """async () => {
    while (!(await chrome.alarms.get("own-update"))) await new Promise((resolve) => setTimeout(resolve, 50));
}"""


def _wait_version(context: BrowserContext, extension_id: str, version: str) -> None:
    """Until a worker of this version runs, in the same browser: nobody had to start it anew."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(PlaywrightError):  # the old worker ends while it is asked
            if worker(context, extension_id).evaluate(_VERSION) == version:
                return
        time.sleep(0.1)
    raise AssertionError("the new version was not started")


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
            options = context.new_page()
            options.goto(f"chrome-extension://{packages.id}/options/options.html")
            packages.build("0.1.0")
            found = extension.evaluate("chrome.runtime.requestUpdateCheck()")
            assert found == {"status": "update_available", "version": "0.1.0"}
            extension.evaluate(_UPDATE_WAITS)  # somebody looks at a page of ours
            assert extension.evaluate(_VERSION) == "0.0.9"
            options.close()
            extension.evaluate("chrome.alarms.create('own-update', {when: Date.now()})")  # a minute later
            _wait_version(context, packages.id, "0.1.0")
            assert "host" in ask_host(context, packages.id)["result"]
    assert [path.split("?")[0] for path in server.asked][:4] == ["/update.xml", "/sitthi.crx"] * 2
