"""Rows that wixl cannot write, as SQL for msibuild: conditions, searches for files, what is remembered."""

from __future__ import annotations

UPGRADE_CODE = "6D2B1C7E-59B1-4C53-9C0A-2C1D3B0C7A51"
"""Of all versions; never changes."""
PROPERTIES = (
    "INSTALLDIR", "BROWSERS", "POLICYFILE", "POLICYURL", "POLICYKEY", "NHSOENDPOINT",
    "FORCEINSTALL", "EXTENSION_UPDATE_URL", "FIREFOX_XPI_URL",
)  # fmt: skip
"""What `msiexec /i ... NAME=value` may say."""
REMEMBERED = tuple(name for name in PROPERTIES if name not in {"INSTALLDIR", "POLICYFILE"})
"""Those that an upgrade or a repair finds again (product.wxs: WAS_...)."""
ALL_BROWSERS = "chrome,edge,chromium,brave,firefox"
CONDITIONS = {
    "PolicyFile": "POLICYFILE AND NOT POLICYEXISTS",
    "PolicyUrl": "POLICYURL",
    "PolicyKey": "POLICYKEY",
    "NhsoEndpoint": "NHSOENDPOINT",
    "NmChrome": 'BROWSERS ~>< "chrome"',
    "NmEdge": 'BROWSERS ~>< "edge"',
    "NmChromium": 'BROWSERS ~>< "chromium"',
    "NmBrave": 'BROWSERS ~>< "brave"',
    "NmFirefox": 'BROWSERS ~>< "firefox"',
    "ForceChrome": 'EXTENSION_UPDATE_URL AND BROWSERS ~>< "chrome"',
    "ForceEdge": 'EXTENSION_UPDATE_URL AND BROWSERS ~>< "edge"',
    "ForceFirefox": 'FIREFOX_XPI_URL AND BROWSERS ~>< "firefox"',
}
"""Component -> when it is installed. Removing takes all of them: what was said then is not known any more."""
_SET_PROPERTY = 51
_COPY = 0
_WITH_SAME_VERSION = 1 + 512  # migrate features; the highest version is included
# Tables that wixl leaves away when it has no rows for them.
_FEATURE_CONDITIONS = (
    "CREATE TABLE `Condition` (`Feature_` CHAR(38) NOT NULL, `Level` SHORT NOT NULL, `Condition` CHAR(255) "
    "PRIMARY KEY `Feature_`, `Level`)"
)
_FILE_SEARCHES = (
    "CREATE TABLE `DrLocator` (`Signature_` CHAR(72) NOT NULL, `Parent` CHAR(72), `Path` CHAR(255), `Depth` SHORT "
    "PRIMARY KEY `Signature_`, `Parent`, `Path`)"
)
_COPIES = (
    "CREATE TABLE `MoveFile` (`FileKey` CHAR(72) NOT NULL, `Component_` CHAR(72) NOT NULL, `SourceName` CHAR(255) "
    "LOCALIZABLE, `DestName` CHAR(255) LOCALIZABLE, `SourceFolder` CHAR(72), `DestFolder` CHAR(72) NOT NULL, "
    "`Options` SHORT NOT NULL PRIMARY KEY `FileKey`)"
)
_PERMISSIONS = (
    "CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, `LockObject` CHAR(72) NOT NULL, "
    "`Table` CHAR(32) NOT NULL, `SDDLText` CHAR(0) NOT NULL, `Condition` CHAR(255) "
    "PRIMARY KEY `MsiLockPermissionsEx`)"
)
ADMINISTRATORS_WRITE = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
"""Security descriptor: full control for SYSTEM and Administrators, read and execute for Users, nothing inherited.

%ProgramData% lets every user make files in what is below it, and keep them: a policy of their own among them.
"""


def statements(version: str) -> list[str]:
    """SQL that completes what wixl writes for this version of the product."""
    return [
        _FEATURE_CONDITIONS, _FILE_SEARCHES, _COPIES, _PERMISSIONS,
        *_properties(), *_conditions(), *_policy_file(), *_order(), *_upgrade(version),
    ]  # fmt: skip


def _properties() -> list[str]:
    secure = ";".join([*PROPERTIES, "WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED"])
    made = [_update("Property", "Value", secure, "Property", "SecureCustomProperties")]
    # AppSearch would win over the command line; so it fills WAS_..., and what was not said takes that over.
    settings = [(name, f"[WAS_{name}]", f"WAS_{name} AND NOT {name}") for name in REMEMBERED]
    settings.append(("BROWSERS", ALL_BROWSERS, "NOT BROWSERS"))
    for number, (name, value, condition) in enumerate(settings):
        action = f"Take{number}"
        made.append(_insert("CustomAction", Action=action, Type=_SET_PROPERTY, Source=name, Target=value))
        # After AppSearch (50 in wixl's order), before conditions of features and components count (CostFinalize).
        for table in ("InstallExecuteSequence", "InstallUISequence"):
            made.append(_insert(table, Action=action, Condition=condition, Sequence=60 + number))
    return made


def _conditions() -> list[str]:
    made = [
        _update("Component", "Condition", f'REMOVE = "ALL" OR ({condition})', "Component", component)
        for component, condition in CONDITIONS.items()
    ]
    made.append(_insert("Condition", Feature_="ExtensionPolicy", Level=1, Condition="FORCEINSTALL = 1"))
    old = "Sitthi needs 64-bit Windows 10 or newer."
    made.append(_insert("LaunchCondition", Condition="Installed OR VersionNT64 >= 603", Description=old))
    return made


def _policy_file() -> list[str]:
    """POLICYFILE is copied once, where there is none yet. MoveFile rows are never removed or repaired."""
    found, folder = "PolicySignature", "[CommonAppDataFolder]Sitthi"
    return [
        _insert(
            "MsiLockPermissionsEx", MsiLockPermissionsEx="PolicyFolderRights", LockObject="POLICYDIR",
            Table="CreateFolder", SDDLText=ADMINISTRATORS_WRITE,
        ),
        _insert("Signature", Signature=found, FileName="policy.toml"),
        _insert("DrLocator", Signature_=found, Path=folder, Depth=0),
        _insert("AppSearch", Property="POLICYEXISTS", Signature_=found),
        _insert(
            "MoveFile", FileKey="PolicyFileCopy", Component_="PolicyFile", DestName="policy.toml",
            SourceFolder="POLICYFILE", DestFolder="POLICYDIR", Options=_COPY,
        ),
    ]  # fmt: skip


def _order() -> list[str]:
    """The old version goes inside of the transaction, so that a failed upgrade brings it back."""
    table, location = "InstallExecuteSequence", "ARPINSTALLLOCATION"
    return [
        f"UPDATE `{table}` SET `Sequence`=1501 WHERE `Action`='RemoveExistingProducts'",  # noqa: S608
        _insert(table, Action="MoveFiles", Sequence=3800),
        _insert("CustomAction", Action="Location", Type=_SET_PROPERTY, Source=location, Target="[INSTALLDIR]"),
        _insert(table, Action="Location", Sequence=1001),
    ]


def _upgrade(version: str) -> list[str]:
    """Another build of the same version replaces the installed one too; else Windows would list both."""
    found, code = "WIX_UPGRADE_DETECTED", f"{{{UPGRADE_CODE}}}"
    return [
        f"DELETE FROM `Upgrade` WHERE `ActionProperty`='{found}'",  # noqa: S608
        _insert("Upgrade", UpgradeCode=code, VersionMax=version, Attributes=_WITH_SAME_VERSION, ActionProperty=found),
    ]


def _insert(table: str, **values: str | int) -> str:
    columns = ",".join(f"`{name}`" for name in values)
    return f"INSERT INTO `{table}` ({columns}) VALUES ({','.join(map(_literal, values.values()))})"  # noqa: S608


def _update(table: str, column: str, value: str, key: str, name: str) -> str:
    return f"UPDATE `{table}` SET `{column}`={_literal(value)} WHERE `{key}`={_literal(name)}"  # noqa: S608


def _literal(value: str | int) -> str:
    """msibuild's SQL has no way to write a quotation mark into a text; ours have none."""
    if isinstance(value, int):
        return str(value)
    if "'" in value:
        raise ValueError(value)
    return f"'{value}'"
