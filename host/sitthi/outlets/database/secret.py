"""The password for a database: from a private file that the policy names, or from the key store of the system.

Never from the policy, the environment or an argument. A file that others could read or change is refused.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from sitthi.errors_outlets import OutletExtraMissing, OutletSecret
from sitthi.policy.outlets import DatabasePolicy

_SERVICE = "th.sitthi.outlet"
_MOST = 1024
_ROOT = 0


def read_secret(database: DatabasePolicy) -> str:
    """Raises OutletSecret(reason), OutletExtraMissing(package)."""
    if database.secret == "keyring":  # noqa: S105 - where it lies, not what it is
        found = _keyring("get_password", _SERVICE, database.name)
        if not isinstance(found, str) or not found:
            raise OutletSecret(reason="not_set")
        return found
    return _read_file(database.secret_file)


def store_secret(database: DatabasePolicy, password: str) -> None:
    """Raises OutletSecret(reason), OutletExtraMissing(package)."""
    if not password or "\n" in password or len(password.encode()) >= _MOST:
        raise OutletSecret(reason="not_a_password")
    if database.secret == "keyring":  # noqa: S105 - as above
        _keyring("set_password", _SERVICE, database.name, password)
    else:
        _write_file(Path(database.secret_file), password)


def _read_file(path: str) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise OutletSecret(reason="not_set") from None
    except OSError as problem:
        raise OutletSecret(reason=type(problem).__name__) from None
    with os.fdopen(descriptor, "rb") as file:
        if sys.platform != "win32":  # there the folder's access list protects it
            _check(os.fstat(file.fileno()))
        content = file.read(_MOST + 1)
    try:
        password = content.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise OutletSecret(reason="not_text") from None
    if not password or len(content) > _MOST or "\n" in password:
        raise OutletSecret(reason="not_a_password")
    return password


def _check(info: os.stat_result) -> None:
    """Root's or this account's, not writable by others, readable by a group only if root chose that group."""
    allowed = 0o640 if info.st_uid == _ROOT else 0o600
    if not stat.S_ISREG(info.st_mode):
        raise OutletSecret(reason="not_a_file")
    if info.st_uid not in (_ROOT, _own_uid()):
        raise OutletSecret(reason="owner")
    if stat.S_IMODE(info.st_mode) & ~allowed & 0o777:
        raise OutletSecret(reason="mode")


def _own_uid() -> int:
    if sys.platform == "win32":
        return -1
    return os.getuid()


def _write_file(path: Path, password: str) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(password.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        raise OutletSecret(reason=type(problem).__name__) from None


def _keyring(call: str, *values: str) -> Any:
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise OutletExtraMissing(package="keyring") from None
    try:
        return getattr(keyring, call)(*values)
    except Exception as problem:  # noqa: BLE001 - each back end raises its own
        raise OutletSecret(reason=type(problem).__name__) from None
