"""Sitthi's settings in the registry of Windows, as documents of a policy: from group policy or Intune, and as the MSI
wrote them.

One subkey a section of the schema, in it one value a key: REG_DWORD for a number and for true (1) and false (0), REG_SZ
for a text, REG_MULTI_SZ for a list. `PolicyText` (REG_MULTI_SZ) at the top holds the lines of a policy file, for what
has no value of its own; a value beside it is stronger. An empty text or list counts as not set.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sitthi.errors import PolicyInvalid
from sitthi.policy.checks import Problem, unknown_key
from sitthi.policy.load import MODELS
from sitthi.policy.toml_file import TomlFile
from sitthi.policy.toml_lines import Path as KeyPath

GROUP_POLICY = r"Software\Policies\Sitthi"
INSTALLER = r"Software\Sitthi"
POLICY_TEXT = "PolicyText"
REG_SZ, REG_DWORD, REG_MULTI_SZ = 1, 4, 7
_NAMES = {REG_SZ: "REG_SZ", 2: "REG_EXPAND_SZ", 3: "REG_BINARY", REG_DWORD: "REG_DWORD", REG_MULTI_SZ: "REG_MULTI_SZ"}


class Registry(Protocol):
    """HKEY_LOCAL_MACHINE, 64-bit view. Raises OSError where it may not be read."""

    def values(self, key: str) -> Mapping[str, tuple[object, int]]:
        """Name -> data and type; none where there is no such key."""

    def subkeys(self, key: str) -> list[str]: ...

    def stamp(self, key: str) -> object:
        """Changes when a value or a subkey of the key does."""


@dataclass(frozen=True)
class RegistryDocument(TomlFile):
    """As a file, but a mistake is named by key and value: `HKLM\\Software\\Policies\\Sitthi\\pin`, `profile`."""

    def invalid(self, path: KeyPath, problem: Problem) -> PolicyInvalid:
        *keys, value = [part for part in path if isinstance(part, str)] or [""]
        return PolicyInvalid(file="\\".join([str(self.path), *keys]), line=None, key=value, problem=str(problem))


def registry_documents(registry: Registry, key: str) -> list[TomlFile]:
    """The values, then PolicyText, as far as there are any. Raises PolicyInvalid.

    The MSI keeps other things of its own under INSTALLER too, so there only what is known counts.
    """
    document = RegistryDocument(rf"HKLM\{key}", "", {})
    try:
        return _documents(registry, key, document, strict=key == GROUP_POLICY)
    except OSError as error:
        raise document.invalid((), Problem(f"cannot be read: {error.strerror}")) from None


def _documents(registry: Registry, key: str, document: RegistryDocument, *, strict: bool) -> list[TomlFile]:
    sections = {name.lower(): name for name in registry.subkeys(key)}
    for section in sections:
        if strict and section not in MODELS:
            raise document.invalid((section,), unknown_key(MODELS))
    for section, name in sections.items():
        if section in MODELS:
            values = _section(document, section, registry.values(rf"{key}\{name}"))
            if values:
                document.content[section] = values
    found: list[TomlFile] = [document] if document.content else []
    for name, (data, kind) in registry.values(key).items():
        if name.lower() == POLICY_TEXT.lower():
            lines = document.guarded((POLICY_TEXT,), _typed, data, kind, REG_MULTI_SZ)
            if any(line.strip() for line in lines):
                found.append(TomlFile.parse(rf"{document.path}\{POLICY_TEXT}", "\n".join(lines)))
        elif strict and name:
            raise document.invalid((name,), unknown_key((POLICY_TEXT,)))
    return found


def _section(document: RegistryDocument, section: str, values: Mapping[str, tuple[object, int]]) -> dict[str, object]:
    """The raw values as a file would have them; whether they are allowed is checked with all others."""
    found: dict[str, object] = {}
    defaults = vars(MODELS[section]())
    for name, (data, kind) in values.items():
        key = name.lower()
        if key not in defaults:
            raise document.invalid((section, name), unknown_key(defaults))
        value = document.guarded((section, key), _like, defaults[key], data, kind)
        if value not in ("", []):
            found[key] = value
    return found


def _like(default: object, data: object, kind: int) -> object:
    """`data` as the TOML value of a key with this default."""
    if isinstance(default, bool):
        number = _typed(data, kind, REG_DWORD)
        if number not in (0, 1):
            raise Problem("must be 1 (true) or 0 (false)")
        return bool(number)
    if isinstance(default, int):
        return _typed(data, kind, REG_DWORD)
    return _typed(data, kind, REG_MULTI_SZ if isinstance(default, tuple) else REG_SZ)


def _typed(data: object, kind: int, wanted: int) -> Any:
    if kind != wanted:
        raise Problem(f"must be {_NAMES[wanted]}, not {_NAMES.get(kind, f'type {kind}')}")
    return [] if data is None else data


def default_registry() -> Registry | None:
    """This machine's, if it has one."""
    if sys.platform == "win32":
        from sitthi.policy.registry_windows import WindowsRegistry

        return WindowsRegistry()
    return None
