"""The finders for Windows, on a registry that a test fills: order of keys, views, policies as keys, remote sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitthi.diagnose.browser_policies import from_registry
from sitthi.diagnose.browsers import look_at, look_at_extension, registrations_of
from sitthi.diagnose.machine import look_for_remote_session
from sitthi.diagnose.manifests import extension_ids
from sitthi.diagnose.registry import Root, View
from sitthi.diagnose.section import Section
from sitthi.registration.browsers import Browser, Family
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, manifest
from support.provoked import provokes, seen

HOST = "th.sitthi.host"
[EXTENSION] = CHROMIUM_EXTENSION_IDS
MACHINE, USER, MACHINE_32 = ("HKLM", 64), ("HKCU", 64), ("HKLM", 32)
EDGE, CHROME = r"SOFTWARE\Microsoft\Edge", r"SOFTWARE\Google\Chrome"


class FakeRegistry:
    """Key -> values, per root and view; case counts, unlike in the real one."""

    def __init__(self) -> None:
        self.keys: dict[tuple[str, int, str], dict[str, object]] = {}

    def write(self, where: tuple[str, int], key: str, **values: object) -> None:
        self.keys.setdefault((*where, key), {}).update(values)

    def register(self, where: tuple[str, int], vendor: str, file: Path) -> None:
        self.keys[(*where, rf"{vendor}\NativeMessagingHosts\{HOST}")] = {"": str(file)}

    def values(self, root: Root, key: str, view: View) -> dict[str, object]:
        return dict(self.keys.get((root, view, key), {}))

    def subkeys(self, root: Root, key: str, view: View) -> list[str]:
        below = [each for at, wide, each in self.keys if (at, wide) == (root, view) and each.startswith(key + "\\")]
        return list(dict.fromkeys(each[len(key) + 1 :].split("\\")[0] for each in below))


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The package's manifest: its program is named beside it."""
    (tmp_path / "sitthi-host.exe").write_bytes(b"MZ")
    (tmp_path / "sitthi-host.exe").chmod(0o755)
    file = tmp_path / "th.sitthi.host.chromium.json"
    file.write_text(json.dumps({**manifest("chromium", tmp_path), "path": "sitthi-host.exe"}))
    return file


def look(registry: FakeRegistry, name: str = "Google Chrome", family: Family = "chromium") -> Section:
    browser = Browser(name, family, "", (), "", ())
    section, policies = Section("browsers"), from_registry(name, registry)
    registered = registrations_of(browser, registry)
    look_at(section, browser, registered, policies, windows=True)
    look_at_extension(section, browser, extension_ids(browser.family, registered), policies, None)
    seen(section.to_message())
    return section


@provokes("browser.ok")
def test_the_packages_manifest_names_its_program_beside_it(registry: FakeRegistry, good: Path) -> None:
    registry.register(MACHINE, CHROME, good)
    assert look(registry).to_message()["ok"]


@provokes("browser.ok")
def test_edge_takes_chromes_entry_where_it_has_none(registry: FakeRegistry, good: Path) -> None:
    registry.register(MACHINE, CHROME, good)
    assert not look(registry, "Microsoft Edge").has("browser.other_vendor_first")


@provokes("browser.other_vendor_first", "browser.manifest_missing")
def test_edge_never_comes_to_its_own_entry(registry: FakeRegistry, good: Path) -> None:
    registry.register(USER, CHROME, good.with_name("gone.json"))
    registry.register(MACHINE, EDGE, good)
    assert not look(registry, "Microsoft Edge").has("browser.ok")


@provokes("browser.view32_shadows")
def test_an_old_32_bit_entry_is_read_first(registry: FakeRegistry, good: Path) -> None:
    old = good.with_name("old.json")
    old.write_text(good.read_text())
    registry.register(MACHINE_32, CHROME, old)
    registry.register(MACHINE, CHROME, good)
    look(registry)
    registry.register(MACHINE_32, CHROME, good)  # the same file is no harm
    assert not look(registry).has("browser.view32_shadows")


@provokes("browser.user_shadows")
def test_a_users_key_hides_the_machines(registry: FakeRegistry, good: Path) -> None:
    registry.register(USER, CHROME, good)
    registry.register(MACHINE, CHROME, good)
    look(registry)


@provokes("browser.user_hosts_off")
def test_the_security_baseline_ignores_a_users_key(registry: FakeRegistry, good: Path) -> None:
    registry.register(USER, EDGE, good)
    registry.write(MACHINE, r"SOFTWARE\Policies\Microsoft\Edge", NativeMessagingUserLevelHosts=0)
    assert not look(registry, "Microsoft Edge").has("browser.ok")
    registry.register(MACHINE, EDGE, good)
    registry.register(USER, EDGE, good.with_name("gone.json"))  # what is not read can neither hide nor be wrong
    section = look(registry, "Microsoft Edge")
    assert section.has("browser.ok")
    assert not section.has("browser.user_shadows")


@provokes("browser.host_blocked", "browser.extension_blocked")
def test_lists_are_keys_with_numbered_values(registry: FakeRegistry, good: Path) -> None:
    registry.register(MACHINE, CHROME, good)
    policies = r"SOFTWARE\Policies\Google\Chrome"
    registry.write(MACHINE, rf"{policies}\NativeMessagingBlocklist", **{"1": "*"})
    registry.write(MACHINE, rf"{policies}\ExtensionInstallBlocklist", **{"1": "*"})
    look(registry)
    registry.write(MACHINE, rf"{policies}\NativeMessagingAllowlist", **{"1": "com.other", "2": HOST})
    registry.write(MACHINE, rf"{policies}\ExtensionInstallForcelist", **{"1": f"{EXTENSION};https://e.invalid/u"})
    section = look(registry)
    for finding in ("browser.host_blocked", "browser.extension_blocked", "browser.extension_not_forced"):
        assert not section.has(finding)


@provokes("browser.extension_blocked")
def test_extension_settings_as_keys_and_as_text(registry: FakeRegistry, good: Path) -> None:
    registry.register(MACHINE, EDGE, good)
    settings = r"SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings"
    registry.write(MACHINE, rf"{settings}\*", installation_mode="blocked")
    assert look(registry, "Microsoft Edge").has("browser.extension_blocked")
    registry.write(MACHINE, rf"{settings}\{EXTENSION}", installation_mode="force_installed")
    assert not look(registry, "Microsoft Edge").has("browser.extension_not_forced")
    registry.register(MACHINE, r"SOFTWARE\Mozilla", good)
    lines = ['{"sitthi@sitthi.example":', '{"installation_mode": "blocked"}}']
    registry.write(MACHINE, r"SOFTWARE\Policies\Mozilla\Firefox", ExtensionSettings=lines)
    assert look(registry, "Firefox", "firefox").has("browser.extension_blocked")


def test_a_crx_has_the_id_of_its_key_and_the_manifest_names_it(registry: FakeRegistry, good: Path) -> None:
    signed = "p" * 32
    content = json.loads(good.read_text())
    registry.register(MACHINE, CHROME, good)
    policies = r"SOFTWARE\Policies\Google\Chrome"
    registry.write(MACHINE, rf"{policies}\ExtensionInstallBlocklist", **{"1": "*"})
    registry.write(MACHINE, rf"{policies}\ExtensionInstallForcelist", **{"1": f"{signed};https://e.invalid/u"})
    assert look(registry).has("browser.extension_blocked")
    content["allowed_origins"].append(f"chrome-extension://{signed}/")
    good.write_text(json.dumps(content))
    section = look(registry)
    assert not section.has("browser.extension_blocked")
    assert not section.has("browser.extension_not_forced")


@provokes("machine.remote_windows")
@pytest.mark.parametrize("name", ["RDP-Tcp#3", "ICA-tcp#1", "Console"])
def test_a_remote_session_by_its_name_or_by_the_system(name: str) -> None:
    section = Section("machine")
    look_for_remote_session(section, "win32", {"SESSIONNAME": name}, remote_by_system=name == "Console")
    seen(section.to_message())
    at_the_desk = Section("machine")
    look_for_remote_session(at_the_desk, "win32", {"SESSIONNAME": "Console"}, remote_by_system=False)
    assert not at_the_desk.to_message()["findings"]
