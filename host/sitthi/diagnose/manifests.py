"""Which native-messaging manifest a browser reads first, and what is wrong with it (reference: browser 1).

Per operating system the browser's own search order; nothing is written.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Literal

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, FIREFOX_EXTENSION_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitthi.diagnose.registry import BrowserRegistry, Root, View
    from sitthi.registration.browsers import Browser, Family

_ORDERS = {
    "Google Chrome": (r"Google\Chrome",),
    "Chromium": ("Chromium", r"Google\Chrome"),
    "Microsoft Edge": (r"Microsoft\Edge", "Chromium", r"Google\Chrome"),
    "Brave": (r"BraveSoftware\Brave-Browser", r"Google\Chrome"),
    "Firefox": ("Mozilla",),
}
"""Whose keys a browser looks at, in this order; it stops at the first that there is."""

_ORIGIN = re.compile("chrome-extension://([a-p]{32})/")

_PASSES: tuple[tuple[Root, View], ...] = (("HKCU", 64), ("HKLM", 32), ("HKLM", 64))


@dataclass(frozen=True)
class Registered:
    """One registration: `place` is a file or a registry key, `file` the manifest, `vendor` whose key it is."""

    place: str
    file: Path
    scope: Literal["user", "machine"]
    vendor: str = ""
    view: int = 64


def registered_files(browser: Browser) -> list[Registered]:
    """Linux and macOS: the user's manifest, then the machine's, as far as they are there."""
    places: list[tuple[Path, Literal["user", "machine"]]] = [(browser.manifest(HOST_NAME), "user")]
    places += [(Path(folder, f"{HOST_NAME}.json"), "machine") for folder in browser.system]
    return [Registered(str(file), file, scope) for file, scope in places if file.exists()]


def registered_keys(browser: str, registry: BrowserRegistry) -> list[Registered]:
    """Windows: all keys that count for this browser, in its order, whether or not their manifest is there."""
    return list(_keys(_ORDERS[browser], registry))


def _keys(vendors: tuple[str, ...], registry: BrowserRegistry) -> Iterator[Registered]:
    seen: set[tuple[str, str]] = set()
    for root, view in _PASSES:
        for vendor in vendors:
            key = rf"SOFTWARE\{vendor}\NativeMessagingHosts\{HOST_NAME}"
            named = registry.values(root, key, view).get("")
            if isinstance(named, str) and named and (root + key, named) not in seen:
                seen.add((root + key, named))
                wow = "WOW6432Node: " if (root, view) == ("HKLM", 32) else ""
                yield Registered(
                    rf"{wow}{root}\{key}", Path(named), "user" if root == "HKCU" else "machine", vendor, view
                )


def faults(family: Family, manifest: Path, *, windows: bool) -> tuple[str, Path | None]:
    """The finding's id ("" = none) and the program that the manifest names, if it does."""
    if not manifest.exists():
        return "browser.manifest_missing", None
    try:
        content = json.loads(manifest.read_text(encoding="utf-8-sig"))
        named, kind = str(content["path"]), content["type"]
    except (OSError, ValueError, KeyError, TypeError):
        return "browser.manifest_invalid", None
    if content.get("name") != HOST_NAME or kind != "stdio":
        return "browser.manifest_other_name", None
    program = manifest.parent / named if windows else Path(named)
    if not windows and not program.is_absolute():
        return "browser.path_relative", program
    if not _allowed(family, content):
        return "browser.extension_id", program
    if not program.is_file():
        return "browser.host_path", program
    if not os.access(program, os.X_OK):
        return "browser.host_not_executable", program
    return "", program


def _allowed(family: Family, content: dict[str, object]) -> bool:
    """All ids of this version, spelled as the browser compares them (a trailing slash, no wildcard)."""
    if family == "firefox":
        member, wanted = "allowed_extensions", list(FIREFOX_EXTENSION_IDS)
    else:
        member, wanted = "allowed_origins", [f"chrome-extension://{each}/" for each in CHROMIUM_EXTENSION_IDS]
    named = content.get(member)
    return isinstance(named, list) and set(wanted) <= {each for each in named if isinstance(each, str)}


def extension_ids(family: Family, registered: Iterable[Registered]) -> tuple[str, ...]:
    """Ours: the one of this version, and those that a registration of our host lets in.

    A CRX has the id of its key, and whoever signs one names it there (docs/store/keys.md).
    """
    if family == "firefox":
        return FIREFOX_EXTENSION_IDS
    named = [each for one in registered for each in _chromium_origins(one.file)]
    return tuple(dict.fromkeys([*CHROMIUM_EXTENSION_IDS, *named]))


def _chromium_origins(manifest: Path) -> list[str]:
    """None of a manifest that is broken; `faults` tells of that."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8-sig"))
        origins = content["allowed_origins"] if content["name"] == HOST_NAME else []
        return [found[1] for each in origins if (found := _ORIGIN.fullmatch(each))]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def shadows(browser: str, found: list[Registered]) -> list[tuple[str, Registered]]:
    """What stands before the registration that an administrator means: finding's id and the registration in front."""
    if not found:
        return []
    first, rest = found[0], found[1:]
    answer: list[tuple[str, Registered]] = []
    if first.scope == "user" and any(each.scope == "machine" for each in rest):
        answer.append(("browser.user_shadows", first))
    if first.vendor:
        own = _ORDERS[browser][0]
        others = [each for each in rest if PureWindowsPath(each.file) != PureWindowsPath(first.file)]
        if first.vendor != own and any(each.vendor == own for each in others):
            answer.append(("browser.other_vendor_first", first))
        if first.view == 32 and any(each.view == 64 and each.vendor == first.vendor for each in others):
            answer.append(("browser.view32_shadows", first))
    return answer
