"""Writes and removes this user's native-messaging manifests. Changes nothing that is not ours."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration import browsers
from sitthi.registration.launcher import remove_launcher, write_launcher
from sitthi.registration.manifest import manifest_text

if TYPE_CHECKING:
    from pathlib import Path

    from sitthi.registration.browsers import Browser


@dataclass(frozen=True)
class Registration:
    """One browser's place: `registered` when a manifest of ours is (now) there."""

    browser: str
    place: str
    registered: bool
    changed: bool


def register(every: bool = False) -> list[Registration]:
    """Register with every browser found (or, with `every`, with all that Sitthi knows)."""
    found = [each for each in browsers.known() if every or each.installed()]
    launcher = write_launcher()
    return [_write(each, launcher) for each in found]


def unregister() -> list[Registration]:
    """Remove our manifests from every browser, and the launcher."""
    removed = [_remove(each) for each in browsers.known()]
    remove_launcher()
    return removed


def registrations() -> list[Registration]:
    """What is registered now, per known browser."""
    return [Registration(each.name, str(_place(each)), _is_ours(_place(each)), False) for each in browsers.known()]


def _place(browser: Browser) -> Path:
    return browser.manifest(HOST_NAME)


def _write(browser: Browser, launcher: Path) -> Registration:
    place, text = _place(browser), manifest_text(browser.family, launcher)
    changed = not place.exists() or place.read_text(encoding="utf-8") != text
    if changed:
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{place.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(place)
    if sys.platform == "win32":
        _write_key(browser, place)
    return Registration(browser.name, str(place), True, changed)


def _remove(browser: Browser) -> Registration:
    place = _place(browser)
    ours = _is_ours(place)
    if ours:
        place.unlink()
    if sys.platform == "win32":
        _delete_key(browser)
    return Registration(browser.name, str(place), False, ours)


def _is_ours(place: Path) -> bool:
    try:
        return bool(json.loads(place.read_text(encoding="utf-8")).get("name") == HOST_NAME)
    except (OSError, ValueError, AttributeError):
        return False


def _write_key(browser: Browser, place: Path) -> None:
    if sys.platform == "win32":
        import winreg

        winreg.SetValue(winreg.HKEY_CURRENT_USER, rf"{browser.user}\{HOST_NAME}", winreg.REG_SZ, str(place))


def _delete_key(browser: Browser) -> None:
    if sys.platform == "win32":
        import winreg

        try:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, rf"{browser.user}\{HOST_NAME}")
        except FileNotFoundError:
            return
