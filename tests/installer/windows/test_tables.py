"""The MSI's tables: what an installation writes, under which condition, and what it remembers."""

from __future__ import annotations

import pytest

from installer import version
from installer.extension.identity import extension_id
from installer.windows.tables import ALL_BROWSERS, PROPERTIES, REMEMBERED
from sitthi.registration.browsers import _WINDOWS
from support.windows_package import WindowsPackage

LOCAL_MACHINE = "2"
SIXTY_FOUR_BIT = 256


def _conditions(package: WindowsPackage) -> dict[str, str]:
    return {row["Component"]: row["Condition"] for row in package.table("Component")}


@pytest.mark.parametrize("browser", _WINDOWS, ids=lambda browser: browser.name)
def test_each_browser_is_registered_for_the_machine_if_wanted(windows_package: WindowsPackage, browser: object) -> None:
    place = f"{browser.system[0]}\\th.sitthi.host".lower()  # type: ignore[attr-defined]
    [row] = [row for row in windows_package.table("Registry") if row["Key"].lower() == place]
    assert (row["Root"], row["Name"]) == (LOCAL_MACHINE, "")
    assert row["Value"] == f"[INSTALLDIR]th.sitthi.host.{browser.family}.json"  # type: ignore[attr-defined]
    word = browser.name.split()[-1].lower()  # type: ignore[attr-defined]
    assert word in ALL_BROWSERS.split(",")
    assert _conditions(windows_package)[row["Component_"]] == f'REMOVE = "ALL" OR (BROWSERS ~>< "{word}")'


def test_nothing_is_written_outside_of_the_machines_own_hive(windows_package: WindowsPackage) -> None:
    allowed = (
        r"software\sitthi\remote", r"software\sitthi\nhso", r"software\sitthisetup",
        r"system\currentcontrolset\services\eventlog\application\sitthi",
        r"software\google\chrome\nativemessaginghosts\th.sitthi.host",
        r"software\microsoft\edge\nativemessaginghosts\th.sitthi.host",
        r"software\chromium\nativemessaginghosts\th.sitthi.host",
        r"software\bravesoftware\brave-browser\nativemessaginghosts\th.sitthi.host",
        r"software\mozilla\nativemessaginghosts\th.sitthi.host",
        r"software\policies\google\chrome\extensioninstallforcelist",
        r"software\policies\microsoft\edge\extensioninstallforcelist",
        r"software\policies\mozilla\firefox\extensions\install",
        r"software\policies\mozilla\firefox\extensions\locked",
    )  # fmt: skip
    rows = windows_package.table("Registry")
    assert {(row["Root"], row["Key"].lower()) for row in rows} == {(LOCAL_MACHINE, key) for key in allowed}
    assert not [row for row in rows if row["Name"] in {"+", "-", "*"}]  # whole keys, made or deleted


def test_components_are_64_bit_and_each_has_its_own_identity(windows_package: WindowsPackage) -> None:
    components = windows_package.table("Component")
    assert len({row["ComponentId"] for row in components}) == len(components)
    assert [row["Component"] for row in components if not int(row["Attributes"]) & SIXTY_FOUR_BIT] == []


def test_extension_policies_are_a_feature_that_has_to_be_asked_for(windows_package: WindowsPackage) -> None:
    levels = {row["Feature"]: row["Level"] for row in windows_package.table("Feature")}
    assert levels == {"Host": "1", "ExtensionPolicy": "2"}
    assert windows_package.table("Condition") == [
        {"Feature_": "ExtensionPolicy", "Level": "1", "Condition": "FORCEINSTALL = 1"}
    ]
    owned = {row["Component_"] for row in windows_package.table("FeatureComponents") if row["Feature_"] != "Host"}
    policies = {
        row["Component_"] for row in windows_package.table("Registry") if row["Key"].startswith(r"Software\Policies")
    }
    assert policies < owned
    values = {row["Value"] for row in windows_package.table("Registry") if "Forcelist" in row["Key"]}
    assert values == {f"{extension_id()};[EXTENSION_UPDATE_URL]"}


def test_what_was_said_once_is_remembered_and_can_be_said_anew(windows_package: WindowsPackage) -> None:
    searched = {row["Property"] for row in windows_package.table("AppSearch")}
    assert searched == {f"WAS_{name}" for name in REMEMBERED} | {"POLICYEXISTS"}
    actions = {row["Action"]: row for row in windows_package.table("CustomAction")}
    order = {row["Action"]: row for row in windows_package.table("InstallExecuteSequence")}
    taken = {
        actions[name]["Source"]: row["Condition"] for name, row in order.items() if name.startswith("Take")
    }  # the last one for BROWSERS is its default
    assert taken == {name: f"WAS_{name} AND NOT {name}" for name in REMEMBERED} | {"BROWSERS": "NOT BROWSERS"}
    first, last = int(order["AppSearch"]["Sequence"]), int(order["CostInitialize"]["Sequence"])
    assert all(first < int(row["Sequence"]) < last for name, row in order.items() if name.startswith("Take"))


def test_public_properties_reach_the_part_that_runs_with_rights(windows_package: WindowsPackage) -> None:
    properties = {row["Property"]: row["Value"] for row in windows_package.table("Property")}
    assert set(PROPERTIES) < set(properties["SecureCustomProperties"].split(";"))
    assert properties["ALLUSERS"] == "1"
    assert properties["ProductVersion"] == version()
    assert "ARPPRODUCTICON" in properties


def test_upgrades_replace_and_downgrades_are_refused(windows_package: WindowsPackage) -> None:
    rows = {row["ActionProperty"]: row for row in windows_package.table("Upgrade")}
    assert rows["WIX_UPGRADE_DETECTED"]["VersionMax"] == version()
    assert int(rows["WIX_UPGRADE_DETECTED"]["Attributes"]) & 512  # and another build of the same version
    assert rows["WIX_DOWNGRADE_DETECTED"]["VersionMin"] == version()
    launch = {row["Condition"] for row in windows_package.table("LaunchCondition")}
    assert launch == {"NOT WIX_DOWNGRADE_DETECTED", "Installed OR VersionNT64 >= 603"}
    order = {row["Action"]: int(row["Sequence"]) for row in windows_package.table("InstallExecuteSequence")}
    assert order["InstallInitialize"] < order["RemoveExistingProducts"] < order["InstallFiles"]


def test_a_policy_file_is_copied_where_there_is_none_and_never_taken_away(windows_package: WindowsPackage) -> None:
    [copy] = windows_package.table("MoveFile")
    assert (copy["SourceFolder"], copy["DestFolder"], copy["DestName"], copy["Options"]) == (
        "POLICYFILE", "POLICYDIR", "policy.toml", "0",
    )  # fmt: skip
    assert "POLICYFILE AND NOT POLICYEXISTS" in _conditions(windows_package)[copy["Component_"]]
    assert {row["DirProperty"] for row in windows_package.table("RemoveFile")} == {"MENUDIR"}
    assert "MoveFiles" in {row["Action"] for row in windows_package.table("InstallExecuteSequence")}


def test_only_administrators_write_into_the_folder_of_the_policy(windows_package: WindowsPackage) -> None:
    [folder] = windows_package.table("CreateFolder")
    assert folder == {"Directory_": "POLICYDIR", "Component_": "PolicyFolder"}
    [rights] = windows_package.table("MsiLockPermissionsEx")
    assert (rights["LockObject"], rights["Table"], rights["Condition"]) == ("POLICYDIR", "CreateFolder", "")
    entries = rights["SDDLText"].removeprefix("D:PAI").strip("()").split(")(")
    writers = {entry.split(";")[-1] for entry in entries if entry.split(";")[2] != "0x1200a9"}
    assert writers == {"SY", "BA"}
    assert "CreateFolders" in {row["Action"] for row in windows_package.table("InstallExecuteSequence")}


def test_diagnosis_is_in_the_start_menu(windows_package: WindowsPackage) -> None:
    [row] = windows_package.table("Shortcut")
    assert (row["Target"], row["Arguments"]) == ("[INSTALLDIR]sitthi.exe", "diagnose")
