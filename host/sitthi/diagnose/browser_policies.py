"""The policies that an administrator gave a browser, as far as they concern us. Reads; judges nothing.

Chrome and its family: JSON files on Linux, the registry on Windows. Firefox: policies.json, or the registry.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sitthi.diagnose.registry import BrowserRegistry, Root

CONCERNING = (
    "NativeMessagingAllowlist", "NativeMessagingBlocklist", "NativeMessagingUserLevelHosts",
    "ExtensionInstallAllowlist", "ExtensionInstallBlocklist", "ExtensionInstallForcelist", "ExtensionSettings",
    "Extensions",
)  # fmt: skip

_FOLDERS = {
    "Google Chrome": "/etc/opt/chrome/policies/managed",
    "Chromium": "/etc/chromium/policies/managed",
    "Microsoft Edge": "/etc/opt/edge/policies/managed",
    "Brave": "/etc/brave/policies/managed",
}
_FIREFOX_FILES = (
    "/etc/firefox/policies/policies.json",
    "/usr/lib/firefox-esr/distribution/policies.json",
    "/usr/lib/firefox/distribution/policies.json",
    "/usr/lib64/firefox/distribution/policies.json",
)
_KEYS = {
    "Google Chrome": r"SOFTWARE\Policies\Google\Chrome",
    "Chromium": r"SOFTWARE\Policies\Chromium",
    "Microsoft Edge": r"SOFTWARE\Policies\Microsoft\Edge",
    "Brave": r"SOFTWARE\Policies\BraveSoftware\Brave",
    "Firefox": r"SOFTWARE\Policies\Mozilla\Firefox",
}
_ROOTS: tuple[Root, ...] = ("HKLM", "HKCU")


@dataclass
class BrowserPolicies:
    """`values`: policy's name -> value; `places`: policy's name -> file or key; `unreadable`: files that are broken
    (the browser takes no notice of such a file).
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def take(self, name: str, value: object, place: str) -> None:
        if name in CONCERNING and name not in self.values:
            self.values[name], self.places[name] = value, place

    def names(self, policy: str) -> list[str]:
        """A list policy's entries."""
        value = self.values.get(policy)
        return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []

    def settings(self) -> dict[str, dict[str, Any]]:
        """ExtensionSettings: id or "*" -> settings."""
        value = self.values.get("ExtensionSettings")
        if isinstance(value, list):  # the registry of Firefox: lines of JSON
            value = "\n".join(str(each) for each in value)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return {}
        return (
            {str(key): each for key, each in value.items() if isinstance(each, dict)} if isinstance(value, dict) else {}
        )


def from_files(browser: str) -> BrowserPolicies:
    """Linux. Of several files the last by name decides in Chrome; which one is rarely meant, so all are looked at."""
    found = BrowserPolicies()
    if browser == "Firefox":
        for place in _FIREFOX_FILES:
            content = _json(found, Path(place))
            for name, value in (content.get("policies") or {}).items() if content else ():
                found.take(name, value, place)
            if content:
                break  # /etc wins over the one of the installation
        return found
    for file in sorted(Path(_FOLDERS[browser]).glob("*.json"), reverse=True):
        for name, value in _json(found, file).items():
            found.take(name, value, str(file))
    return found


def _json(found: BrowserPolicies, file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        found.unreadable.append(str(file))
        return {}
    if not isinstance(content, dict):
        found.unreadable.append(str(file))
        return {}
    return content


def from_registry(browser: str, registry: BrowserRegistry) -> BrowserPolicies:
    """Windows: the machine's before the user's. A list is a subkey with the values 1, 2, 3…"""
    found = BrowserPolicies()
    for root in _ROOTS:
        top = _KEYS[browser]
        for name, value in registry.values(root, top, 64).items():
            found.take(name, value, rf"{root}\{top}")
        for name in registry.subkeys(root, top, 64):
            place = rf"{top}\{name}"
            if name == "ExtensionSettings":
                found.take(name, _settings_tree(root, place, registry), rf"{root}\{place}")
            else:
                values = registry.values(root, place, 64)
                found.take(name, [values[key] for key in sorted(values)], rf"{root}\{place}")
    return found


def _settings_tree(root: Root, key: str, registry: BrowserRegistry) -> dict[str, dict[str, Any]]:
    """Edge and Chrome also take ExtensionSettings as one subkey an extension."""
    return {each: dict(registry.values(root, rf"{key}\{each}", 64)) for each in registry.subkeys(root, key, 64)}
