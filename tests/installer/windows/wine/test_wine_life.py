"""The package's life on one PC, in this order: the version before, the upgrade, what must not work, repair, removal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from installer import version
from installer.windows.manifests import chromium_id, firefox_id
from sitthi.messaging.messages import HOST_NAME
from support.windows_package import WindowsPackage, tree
from support.wine.doubles import NAMES
from support.wine.prefix import WinePrefix, windows_path
from support.wine.registry import read_keys
from support.wine.world import COMMAND, INSTALLED, tree_of

KEY = r"HKLM\Software\Sitthi"
LONG = r"HKEY_LOCAL_MACHINE\Software"
NATIVE_MESSAGING = {
    "chrome": rf"{LONG}\Google\Chrome\NativeMessagingHosts\{HOST_NAME}",
    "edge": rf"{LONG}\Microsoft\Edge\NativeMessagingHosts\{HOST_NAME}",
    "chromium": rf"{LONG}\Chromium\NativeMessagingHosts\{HOST_NAME}",
    "brave": rf"{LONG}\BraveSoftware\Brave-Browser\NativeMessagingHosts\{HOST_NAME}",
    "firefox": rf"{LONG}\Mozilla\NativeMessagingHosts\{HOST_NAME}",
}
ENDPOINT, SHARE, PUBLIC_KEY = "https://nhso.example/ucws", r"\\server\sitthi\policy.signed", "A" * 43 + "="
SITE_POLICY = "# written by the hospital\n"


@dataclass
class Before:
    """What was there before anything of ours."""

    files: set[str] = field(default_factory=set)
    software: dict[str, dict[str, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def before(prefix: WinePrefix) -> Before:
    return Before(_files(prefix), _registry(prefix))


@pytest.fixture(scope="module")
def site_policy(prefix: WinePrefix) -> Iterator[Path]:
    """The hospital's file, there before the package."""
    file = prefix.drive / "ProgramData/Sitthi/policy.toml"
    yield file
    file.unlink(missing_ok=True)


def _files(prefix: WinePrefix) -> set[str]:
    return tree_of(prefix.drive)


def _registry(prefix: WinePrefix) -> dict[str, dict[str, str]]:
    found = read_keys(prefix, "HKLM\\Software")
    return found | read_keys(prefix, r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog")


def _installed(prefix: WinePrefix) -> dict[str, bytes]:
    return tree(prefix.drive / "Program Files/Sitthi")


def _registered(prefix: WinePrefix) -> set[str]:
    found = read_keys(prefix, "HKLM\\Software")
    registered = {browser for browser, key in NATIVE_MESSAGING.items() if key in found}
    for browser in registered:
        family = "firefox" if browser == "firefox" else "chromium"
        assert found[NATIVE_MESSAGING[browser]] == {"": rf"{INSTALLED}\{HOST_NAME}.{family}.json"}
    return registered


def test_the_version_before_is_installed_as_told(prefix, msiexec, packages, before, site_policy, tmp_path) -> None:
    given = tmp_path / "given.toml"
    given.write_text(SITE_POLICY)
    code = msiexec(
        "/i", packages.before, "BROWSERS=chrome,firefox", f"POLICYURL={SHARE}", f"POLICYKEY={PUBLIC_KEY}",
        f"NHSOENDPOINT={ENDPOINT}", "FORCEINSTALL=1", "EXTENSION_UPDATE_URL=https://his.example/update.xml",
        "FIREFOX_XPI_URL=https://his.example/sitthi.xpi", f"POLICYFILE={windows_path(given)}",
    )  # fmt: skip
    assert code == 0
    assert _installed(prefix) == packages.files_before
    assert _registered(prefix) == {"chrome", "firefox"}
    assert read_keys(prefix, KEY) == {
        rf"{LONG}\Sitthi\remote": {"url": SHARE, "public_key": PUBLIC_KEY},
        rf"{LONG}\Sitthi\nhso": {"endpoint": ENDPOINT},
    }
    assert site_policy.read_text() == SITE_POLICY


def test_browsers_are_told_to_install_the_extension(prefix) -> None:
    found = read_keys(prefix, r"HKLM\Software\Policies")
    chromium = f"{chromium_id()};https://his.example/update.xml"
    assert list(found[rf"{LONG}\Policies\Google\Chrome\ExtensionInstallForcelist"].values()) == [chromium]
    assert rf"{LONG}\Policies\Microsoft\Edge\ExtensionInstallForcelist" not in found
    firefox = rf"{LONG}\Policies\Mozilla\Firefox\Extensions"
    assert list(found[rf"{firefox}\Install"].values()) == ["https://his.example/sitthi.xpi"]
    assert list(found[rf"{firefox}\Locked"].values()) == [firefox_id()]


def test_windows_knows_it(prefix, packages) -> None:
    events = read_keys(prefix, r"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\Sitthi")
    assert list(events.values()) == [{"EventMessageFile": rf"{INSTALLED}\sitthi-host.exe", "TypesSupported": "0x7"}]
    programs = read_keys(prefix, r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall")
    ours = [values for values in programs.values() if values.get("DisplayName") == "Sitthi"]
    assert len(ours) == 1
    assert ours[0]["DisplayVersion"] == _version_of(packages.before)
    assert ours[0]["InstallLocation"] == INSTALLED + "\\"
    # In the menu of all users; wine itself puts it into this user's.
    assert _property(packages.now, "ALLUSERS") == "1"
    (entry,) = prefix.drive.rglob("Start Menu/Programs/Sitthi/Sitthi diagnosis.lnk")
    assert COMMAND.encode() in entry.read_bytes()


def test_an_upgrade_keeps_what_the_hospital_said(prefix, msiexec, packages, site_policy) -> None:
    kept = [read_keys(prefix, KEY), read_keys(prefix, r"HKLM\Software\Policies"), _registered(prefix)]
    assert _says_version(prefix) == _version_of(packages.before)
    assert msiexec("/i", packages.now.msi) == 0
    assert _installed(prefix) == packages.files
    assert [read_keys(prefix, KEY), read_keys(prefix, r"HKLM\Software\Policies"), _registered(prefix)] == kept
    assert site_policy.read_text() == SITE_POLICY
    assert _says_version(prefix) == version()
    programs = read_keys(prefix, r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall")
    assert [each["DisplayVersion"] for each in programs.values() if each.get("DisplayName") == "Sitthi"] == [version()]


def test_going_back_is_refused(prefix, msiexec, packages) -> None:
    assert msiexec("/i", packages.before) == 1603 & 0xFF
    assert _installed(prefix) == packages.files


def test_repair_brings_back_what_was_deleted_or_broken(prefix, msiexec, packages) -> None:
    folder = prefix.drive / "Program Files/Sitthi"
    (folder / "sitthi-host.exe").unlink()
    (folder / "app/sitthi/host.pyc").unlink()
    kept = read_keys(prefix, KEY)
    prefix.run("reg", "delete", NATIVE_MESSAGING["chrome"], "/f")
    assert _registered(prefix) == {"firefox"}
    # What `msiexec /fa` asks for; wine's own /fa does not find the package.
    assert msiexec("/i", packages.now.msi, "REINSTALL=ALL", "REINSTALLMODE=amus") == 0
    assert _installed(prefix) == packages.files
    assert _registered(prefix) == {"chrome", "firefox"}
    assert read_keys(prefix, KEY) == kept
    assert _says_version(prefix) == version()


def test_removal_leaves_the_hospitals_policy_and_nothing_else(prefix, msiexec, packages, before, site_policy) -> None:
    assert msiexec("/x", packages.now.msi) == 0
    left = _files(prefix) - before.files
    assert {name for name in left if "sitthi" in name.lower()} == {
        "ProgramData/Sitthi",
        "ProgramData/Sitthi/policy.toml",
    }
    assert {name for name in left if "sitthi" not in name.lower()} <= {"windows/Installer"}  # Windows' own
    assert site_policy.read_text() == SITE_POLICY
    now = _registry(prefix)
    assert {key: values for key, values in now.items() if before.software.get(key) != values} == {}


def test_doubles_lie_in_windows_own_folder(prefix, packages) -> None:
    """And nowhere else: what was installed was the package byte for byte."""
    assert all((prefix.system32 / f"{name}.dll").exists() for name in NAMES)
    assert not [name for name in packages.files if Path(name).stem.lower() in NAMES]


def _property(package: WindowsPackage, name: str) -> str:
    return next(row["Value"] for row in package.table("Property") if row["Property"] == name)


def _version_of(msi: Path) -> str:
    return msi.name.split("-")[1]


def _says_version(prefix: WinePrefix) -> str:
    return prefix.run(COMMAND, "--version").stdout.decode().split()[-1]
