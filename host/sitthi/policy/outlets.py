"""The outlets of a policy: to which programs outside the browser the token goes. All are off until `on = true`.

`[outlet.file]` with its targets, `[outlet.clipboard]`, one `[[outlet.database]]` for each database. A password has no
place in any of them: `url` names a user, and the password lies in the key store or in a file (docs/outlets.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from sitthi.policy.checks import Problem, boolean, choices_of, one_of, text, unknown_key, whole_number, word
from sitthi.policy.database_url import BadDatabaseUrl, DatabaseUrl, parse_database_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitthi.policy.checks import Check
    from sitthi.policy.toml_file import TomlFile
    from sitthi.policy.toml_lines import Path as KeyPath

HIS_TABLES = {"hosxp": ("nhso_token", "opduser"), "hospitalos": ("b_ws_config",)}
"""Which tables of which HIS are known to take the token (reference: nhso 2 [A] and 5 [C])."""

_MODES = ("0600", "0640", "0644")


@dataclass(frozen=True)
class FileTarget:
    """One `nhso_token.txt`. `mode` and `group` ("" = this account's) count on POSIX only."""

    path: str
    name: str = ""
    bom: bool = False
    mode: str = "0600"
    group: str = ""


@dataclass(frozen=True)
class FilePolicy:
    on: bool = False
    targets: tuple[FileTarget, ...] = ()


@dataclass(frozen=True)
class ClipboardPolicy:
    """`seconds`: how long the token stays on the clipboard."""

    on: bool = False
    seconds: int = 30


@dataclass(frozen=True)
class DatabasePolicy:
    """One database of a HIS. Time-outs in seconds.

    `operator_column`: the column of opduser that holds the operator's citizen ID. `config_url`: which row of
    b_ws_config ("" = the only one). `secret_file` "" with `secret = "keyring"`. `tls_ca` "" = what the operating
    system trusts.
    """

    name: str
    his: str
    url: DatabaseUrl
    on: bool = False
    tables: tuple[str, ...] = ()
    operator_column: str = "nhso_user"
    config_url: str = ""
    secret: str = "file"  # noqa: S105 - where it lies, not what it is
    secret_file: str = ""
    tls: str = "verify"
    tls_ca: str = ""
    allow_clear: bool = False
    connect_seconds: int = 5
    statement_seconds: int = 5


@dataclass(frozen=True)
class OutletPolicy:
    file: FilePolicy = field(default_factory=FilePolicy)
    clipboard: ClipboardPolicy = field(default_factory=ClipboardPolicy)
    databases: tuple[DatabasePolicy, ...] = ()


def outlet_policy(file: TomlFile) -> dict[str, object]:
    """The parts of OutletPolicy that this file sets. Raises PolicyInvalid."""
    raw = file.content.get("outlet", {})
    if not isinstance(raw, dict):
        raise file.invalid(("outlet",), Problem("write [outlet.file], [outlet.clipboard] or [[outlet.database]]"))
    known = ("file", "clipboard", "database")
    for key in raw:
        if key not in known:
            raise file.invalid(("outlet", key), unknown_key(known))
    found: dict[str, object] = {}
    if "file" in raw:
        found["file"] = _file(file, raw["file"])
    if "clipboard" in raw:
        values: dict[str, Any] = file.checked(raw["clipboard"], _CLIPBOARD, ("outlet", "clipboard"))
        found["clipboard"] = ClipboardPolicy(**values)
    if "database" in raw:
        found["databases"] = _databases(file, raw["database"])
    return found


def _file(file: TomlFile, raw: object) -> FilePolicy:
    at: KeyPath = ("outlet", "file")
    values: dict[str, Any] = file.checked(raw, _FILE, at)
    targets = [_target(file, each, (*at, "target", number)) for number, each in enumerate(values.pop("target", []))]
    if values.get("on") and not targets:
        raise file.invalid((*at, "target"), Problem("is missing: write one [[outlet.file.target]] for each file"))
    if len({each.path for each in targets}) != len(targets):
        raise file.invalid((*at, "target"), Problem("names a path twice"))
    return FilePolicy(**values, targets=tuple(targets))


def _target(file: TomlFile, raw: object, at: KeyPath) -> FileTarget:
    values: dict[str, Any] = file.checked(raw, _TARGET, at)
    if "path" not in values:
        raise file.invalid((*at, "path"), Problem("is missing"))
    return FileTarget(**values)


def _databases(file: TomlFile, raw: object) -> tuple[DatabasePolicy, ...]:
    at: KeyPath = ("outlet", "database")
    if not isinstance(raw, list):
        raise file.invalid(at, Problem("write [[outlet.database]] with two brackets"))
    found = tuple(_database(file, each, (*at, number)) for number, each in enumerate(raw))
    if len({each.name for each in found}) != len(found):
        raise file.invalid(at, Problem("two databases have the same name"))
    return found


def _database(file: TomlFile, raw: object, at: KeyPath) -> DatabasePolicy:
    values: dict[str, Any] = file.checked(raw, _DATABASE, at)
    for key in ("name", "his", "url"):
        if key not in values:
            raise file.invalid((*at, key), Problem("is missing"))
    known = HIS_TABLES[values["his"]]
    values.setdefault("tables", known[:1])
    values.setdefault("tls", "off" if values["url"].local else "verify")
    for table in values["tables"]:
        if table not in known:
            raise file.invalid((*at, "tables"), Problem(f"{values['his']} has no {table!r}: {', '.join(known)}"))
    database = DatabasePolicy(**values)
    if (database.secret == "file") != bool(database.secret_file):  # noqa: S105 - where it lies, not what it is
        raise file.invalid((*at, "secret_file"), Problem('goes with secret = "file", and only with it'))
    if database.tls == "off" and not database.url.local and not database.allow_clear:
        raise file.invalid((*at, "tls"), Problem('"off" outside this machine needs allow_clear = true'))
    return database


def _whole_path(value: object) -> str:
    path = text(value)
    if not PureWindowsPath(path).is_absolute() and not PurePosixPath(path).is_absolute():
        raise Problem("must be a whole path")
    return path


def _token_file(value: object) -> str:
    path = _whole_path(value)
    if not path.lower().endswith(".txt"):
        raise Problem("must be the whole path of the file, ending with nhso_token.txt or another .txt")
    return path


def _database_url(value: object) -> DatabaseUrl:
    try:
        return parse_database_url(text(value))
    except BadDatabaseUrl as problem:
        raise Problem(str(problem)) from None


def _column(value: object) -> str:
    name = text(value)
    if not (name.isascii() and name.replace("_", "a").isalnum()) or len(name) > 64:
        raise Problem("must be the name of a column")
    return name


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Problem("write [[outlet.file.target]] with two brackets")
    return value


_FILE: dict[str, Callable[[object], object]] = {"on": boolean, "target": _list}
_TARGET: dict[str, Check] = {
    "path": _token_file,
    "name": text,
    "bom": boolean,
    "mode": one_of(*_MODES),
    "group": text,
}
_CLIPBOARD: dict[str, Check] = {"on": boolean, "seconds": whole_number(5, 600)}
_DATABASE: dict[str, Check] = {
    "name": word,
    "on": boolean,
    "his": one_of(*HIS_TABLES),
    "url": _database_url,
    "tables": choices_of(tuple(table for tables in HIS_TABLES.values() for table in tables), "table of a HIS"),
    "operator_column": _column,
    "config_url": text,
    "secret": one_of("file", "keyring"),
    "secret_file": _whole_path,
    "tls": one_of("verify", "encrypt", "off"),
    "tls_ca": _whole_path,
    "allow_clear": boolean,
    "connect_seconds": whole_number(1, 60),
    "statement_seconds": whole_number(1, 60),
}
