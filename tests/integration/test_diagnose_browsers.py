"""`sitthi diagnose` where a browser's registration or policies are wrong, in the real places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitthi.registration.launcher import launcher_text
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, manifest
from support.private_places import Account
from support.provoked import provokes, seen

HOST = "th.sitthi.host"
CHROME, CHROMIUM, EDGE, BRAVE, FIREFOX = (
    ".config/google-chrome", ".config/chromium", ".config/microsoft-edge", ".config/BraveSoftware/Brave-Browser",
    ".mozilla/firefox",
)  # fmt: skip
OWN = f"NativeMessagingHosts/{HOST}.json"
SYSTEM = f"/etc/chromium/native-messaging-hosts/{HOST}.json"
MANAGED = "/etc/chromium/policies/managed/hospital.json"
[EXTENSION] = CHROMIUM_EXTENSION_IDS


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


@pytest.fixture
def launcher(account: Account) -> Path:
    return account.own("sitthi-host", launcher_text(), 0o755)


def of(found: dict[str, list[dict[str, Any]]], finding: str) -> set[str]:
    return {each["data"]["browser"] for each in found.get(finding, [])}


@provokes("browser.none", "host.no_launcher")
def test_no_browser_and_nothing_to_start(account: Account) -> None:
    assert "browser.ok" not in seen(account.diagnose())


@provokes("browser.ok", "browser.extension_not_forced", "host.ok")
def test_a_machines_registration_is_found_in_every_browsers_own_place(account: Account, launcher: Path) -> None:
    account.has(CHROME, CHROMIUM, EDGE, BRAVE, FIREFOX)
    for folder in ("chromium", "opt/chrome", "opt/edge"):
        account.place(f"/etc/{folder}/native-messaging-hosts/{HOST}.json", manifest("chromium", launcher))
    account.place(f"/usr/lib/mozilla/native-messaging-hosts/{HOST}.json", manifest("firefox", launcher))
    found = seen(account.diagnose())
    assert of(found, "browser.ok") == {"Google Chrome", "Chromium", "Microsoft Edge", "Brave", "Firefox"}
    assert [each["data"]["program"] for each in found["host.ok"]] == [str(launcher)]


@provokes(
    "browser.host_missing",
    "browser.manifest_invalid",
    "browser.extension_id",
    "browser.host_path",
    "browser.manifest_other_name",
)
def test_each_browser_with_a_fault_of_its_own(account: Account, launcher: Path) -> None:
    account.has(CHROME, CHROMIUM, EDGE, BRAVE, FIREFOX)
    account.own(f"{CHROMIUM}/{OWN}", "{")
    account.own(
        f"{EDGE}/{OWN}", {**manifest("chromium", launcher), "allowed_origins": [f"chrome-extension://{EXTENSION}"]}
    )
    account.own(f"{BRAVE}/{OWN}", manifest("chromium", launcher.with_name("gone")))
    account.own(f".mozilla/native-messaging-hosts/{HOST}.json", {**manifest("firefox", launcher), "name": "th.other"})
    found = seen(account.diagnose())
    assert of(found, "browser.host_missing") == {"Google Chrome"}
    assert of(found, "browser.manifest_invalid") == {"Chromium"}
    assert of(found, "browser.extension_id") == {"Microsoft Edge"}
    assert of(found, "browser.host_path") == {"Brave"}
    assert of(found, "browser.manifest_other_name") == {"Firefox"}
    assert "browser.ok" not in found


@provokes("browser.user_shadows", "browser.host_not_executable", "browser.path_relative")
def test_what_a_user_put_before_the_machines(account: Account, launcher: Path) -> None:
    account.has(CHROMIUM, CHROME)
    account.place(SYSTEM, manifest("chromium", launcher))
    account.own(f"{CHROMIUM}/{OWN}", manifest("chromium", account.own("plain", "#!/bin/true\n")))
    account.own(f"{CHROME}/{OWN}", manifest("chromium", Path("sitthi-host")))
    found = seen(account.diagnose())
    assert of(found, "browser.user_shadows") == of(found, "browser.host_not_executable") == {"Chromium"}
    assert of(found, "browser.path_relative") == {"Google Chrome"}


@provokes("host.other_version", "host.no_answer", "host.not_starting")
def test_programs_that_browsers_would_start(account: Account, launcher: Path) -> None:
    account.has(CHROMIUM, CHROME, EDGE)
    (account.folder / "old" / "sitthi").mkdir(parents=True)
    package = Path(__import__("sitthi").__file__).parent
    for file in package.rglob("*"):  # the same program, an older version
        if file.is_file() and file.suffix in (".py", ".json"):
            target = account.folder / "old" / "sitthi" / file.relative_to(package)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    (account.folder / "old" / "sitthi" / "__init__.py").write_text('__version__ = "0.0.9"\n')
    older = launcher_text().replace("sys.path[:0] = [", f"sys.path[:0] = [{str(account.folder / 'old')!r}, ")
    account.own(f"{CHROMIUM}/{OWN}", manifest("chromium", account.own("older", older, 0o755)))
    account.own(f"{CHROME}/{OWN}", manifest("chromium", account.own("mute", "#!/bin/sh\nexit 0\n", 0o755)))
    account.own(f"{EDGE}/{OWN}", manifest("chromium", account.own("broken", "#!/no/such/interpreter\n", 0o755)))
    found = seen(account.diagnose())
    assert found["host.other_version"][0]["data"]["version"] == "0.0.9"
    assert found["host.no_answer"][0]["data"]["program"].endswith("mute")
    assert found["host.not_starting"][0]["data"]["program"].endswith("broken")


@provokes("browser.host_blocked", "browser.extension_blocked")
def test_policies_that_keep_host_and_extension_out(account: Account, launcher: Path) -> None:
    account.has(CHROMIUM, CHROME, EDGE)
    for folder in ("chromium", "opt/chrome", "opt/edge"):
        account.place(f"/etc/{folder}/native-messaging-hosts/{HOST}.json", manifest("chromium", launcher))
    baseline = {"NativeMessagingBlocklist": ["*"], "ExtensionInstallBlocklist": ["*"]}
    account.place(MANAGED, baseline)
    account.place("/etc/opt/chrome/policies/managed/a.json", {**baseline, "NativeMessagingAllowlist": [HOST]})
    account.place(
        "/etc/opt/edge/policies/managed/a.json", {"ExtensionSettings": {"*": {"installation_mode": "blocked"}}}
    )
    found = seen(account.diagnose())
    assert of(found, "browser.host_blocked") == {"Chromium"}
    assert of(found, "browser.extension_blocked") == {"Chromium", "Google Chrome", "Microsoft Edge"}
    assert found["browser.host_blocked"][0]["data"]["place"] == MANAGED
    assert of(found, "browser.ok") == {"Google Chrome", "Microsoft Edge"}


@provokes("browser.user_hosts_off", "browser.policy_unreadable", "browser.sites_blocked")
def test_policies_against_users_hosts_and_against_pages(account: Account, launcher: Path) -> None:
    account.has(CHROMIUM, CHROME, FIREFOX)
    account.own(f"{CHROMIUM}/{OWN}", manifest("chromium", launcher))
    account.own(f"{CHROME}/{OWN}", manifest("chromium", launcher))
    account.place(MANAGED, {"NativeMessagingUserLevelHosts": False})
    account.place("/etc/opt/chrome/policies/managed/a.json", '{"NativeMessagingBlocklist": ["*"],}')
    settings = {
        "*": {"restricted_domains": ["<all_urls>"]},
        "sitthi@sitthi.example": {"runtime_blocked_hosts": ["*://*"]},
    }
    account.place("/etc/firefox/policies/policies.json", {"policies": {"ExtensionSettings": settings}})
    found = seen(account.diagnose())
    assert of(found, "browser.user_hosts_off") == {"Chromium"}
    assert of(found, "browser.policy_unreadable") == of(found, "browser.ok") == {"Google Chrome"}
    assert of(found, "browser.sites_blocked") == {"Firefox"}
    account.place(SYSTEM, manifest("chromium", launcher))
    assert of(seen(account.diagnose()), "browser.ok") == {"Chromium", "Google Chrome"}


@provokes("browser.extension_not_installed")
def test_a_policy_installs_what_is_not_there(account: Account) -> None:
    account.has(f"{CHROMIUM}/Default", f"{FIREFOX}/x.default")
    account.own(f"{CHROMIUM}/Default/Preferences", "{}")
    account.own(f"{FIREFOX}/x.default/prefs.js", "")
    account.place(MANAGED, {"ExtensionInstallForcelist": [f"{EXTENSION};https://example.invalid/update.xml"]})
    forced = {"sitthi@sitthi.example": {"installation_mode": "force_installed"}}
    account.place("/etc/firefox/policies/policies.json", {"policies": {"ExtensionSettings": forced}})
    assert of(seen(account.diagnose()), "browser.extension_not_installed") == {"Chromium", "Firefox"}
    account.has(f"{CHROMIUM}/Default/Extensions/{EXTENSION}")
    found = seen(account.diagnose())
    assert of(found, "browser.extension_not_installed") == {"Firefox"}
    assert "browser.extension_not_forced" not in found


@provokes("browser.sandboxed_chromium", "browser.sandboxed_firefox")
def test_browsers_from_flatpak(account: Account) -> None:
    account.has(".local/share/flatpak/app/org.mozilla.firefox", ".local/share/flatpak/app/com.google.Chrome")
    found = seen(account.diagnose())
    assert of(found, "browser.sandboxed_chromium") == {"Google Chrome"}
    assert (
        "permission-set webextensions th.sitthi.host org.mozilla.firefox"
        in (found["browser.sandboxed_firefox"][0]["next"]["en"])
    )
    assert "browser.none" not in found
