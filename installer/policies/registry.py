"""Browser policies as registry values, and as .reg files that `reg import` and regedit read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from installer.policies.browsers import CHROMIUM_BROWSERS, ChromiumBrowser, chromium_policy, firefox_policy

FIREFOX_KEY = r"Software\Policies\Mozilla\Firefox"
LIST_NUMBER = 7481
"""Entries of a list are values named by a number; a high one does not overwrite entries that a hospital has."""


@dataclass(frozen=True)
class RegistryValue:
    """One value below HKEY_LOCAL_MACHINE: REG_DWORD if `data` is a number, else REG_SZ."""

    key: str
    name: str
    data: int | str


def chromium_values(browser: ChromiumBrowser, extension_id: str, base: str) -> list[RegistryValue]:
    """With ExtensionInstallForcelist, which is a list and is added to; ExtensionSettings would take the place of the
    hospital's own settings for other extensions. The CRX's own `update_url` brings its updates.
    """
    policy = chromium_policy(browser, extension_id, base)
    del policy["ExtensionSettings"]
    forced = {"ExtensionInstallForcelist": [f"{extension_id};{base}/update.xml"]}
    return list(_values(browser.windows, policy | forced))


def firefox_values(base: str) -> list[RegistryValue]:
    """ExtensionSettings is one JSON text in Firefox's registry policy; it has no other way."""
    policies = firefox_policy(base)["policies"]
    text = json.dumps(policies.pop("ExtensionSettings"))
    return [RegistryValue(FIREFOX_KEY, "ExtensionSettings", text), *_values(FIREFOX_KEY, policies)]


def all_values(extension_id: str, base: str) -> dict[str, list[RegistryValue]]:
    """Browser -> its values, for packages that write them."""
    found = {each.name: chromium_values(each, extension_id, base) for each in CHROMIUM_BROWSERS}
    return found | {"firefox": firefox_values(base)}


def reg_file(values: Iterable[RegistryValue]) -> bytes:
    """UTF-16 with byte order mark, as regedit itself writes."""
    lines = ["Windows Registry Editor Version 5.00"]
    last = ""
    for each in values:
        if each.key != last:
            lines += ["", rf"[HKEY_LOCAL_MACHINE\{each.key}]"]
            last = each.key
        lines.append(f"{_quoted(each.name)}={_data(each.data)}")
    return "".join(f"{line}\r\n" for line in lines).encode("utf-16")


def _values(key: str, policy: dict[str, Any]) -> Iterator[RegistryValue]:
    """Plain values first: a key's own values must stand together in a .reg file."""
    for name, value in policy.items():
        if isinstance(value, bool | int | str):
            yield RegistryValue(key, name, int(value) if isinstance(value, bool | int) else value)
    for name, value in policy.items():
        if isinstance(value, list):
            for number, each in enumerate(value, LIST_NUMBER):
                yield RegistryValue(rf"{key}\{name}", str(number), each)
        elif isinstance(value, dict):
            yield from _values(rf"{key}\{name}", value)


def _data(data: int | str) -> str:
    return f"dword:{data:08x}" if isinstance(data, int) else _quoted(data)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
