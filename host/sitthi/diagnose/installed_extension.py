"""Whether a profile of the user has the extension in it: what a policy promised and what there is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitthi.registration.browsers import Browser

_WINDOWS_PROFILES = {
    "Google Chrome": ("LOCALAPPDATA", r"Google\Chrome\User Data"),
    "Chromium": ("LOCALAPPDATA", r"Chromium\User Data"),
    "Microsoft Edge": ("LOCALAPPDATA", r"Microsoft\Edge\User Data"),
    "Brave": ("LOCALAPPDATA", r"BraveSoftware\Brave-Browser\User Data"),
    "Firefox": ("APPDATA", r"Mozilla\Firefox\Profiles"),
}


def profiles_folder(browser: Browser) -> Path | None:
    if sys.platform == "win32":
        variable, folder = _WINDOWS_PROFILES[browser.name]
        base = os.environ.get(variable)
        return Path(base, folder) if base else None
    return Path.home() / browser.profile


def in_a_profile(browser: Browser, ours: tuple[str, ...], folder: Path) -> bool | None:
    """`ours`: the extension's ids. None where the browser has no profile yet: it installs at its first start."""
    if browser.family == "firefox":
        profiles = [each.parent for each in folder.glob("*/prefs.js")]
        return (
            any((each / "extensions" / f"{own}.xpi").exists() for each in profiles for own in ours)
            if profiles
            else None
        )
    profiles = [each.parent for each in folder.glob("*/Preferences")]
    return any((each / "Extensions" / own).is_dir() for each in profiles for own in ours) if profiles else None
