"""Browsers from snap and flatpak: they cannot start the host as others do (reference: browser 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from sitthi.registration.browsers import Family

_SNAPS: tuple[tuple[str, str, Family], ...] = (
    ("firefox", "Firefox", "firefox"),
    ("chromium", "Chromium", "chromium"),
    ("brave", "Brave", "chromium"),
)
_FLATPAKS: tuple[tuple[str, str, Family], ...] = (
    ("org.mozilla.firefox", "Firefox", "firefox"),
    ("org.chromium.Chromium", "Chromium", "chromium"),
    ("com.google.Chrome", "Google Chrome", "chromium"),
    ("com.microsoft.Edge", "Microsoft Edge", "chromium"),
    ("com.brave.Browser", "Brave", "chromium"),
)
_SNAP_COMMANDS = ("snap/bin", "var/lib/snapd/snap/bin")


@dataclass(frozen=True)
class Sandboxed:
    """`app` is the name that the portal knows it by."""

    browser: str
    family: Family
    kind: Literal["snap", "flatpak"]
    app: str


def sandboxed(root: Path, home: Path) -> list[Sandboxed]:
    """Those that are installed below `root` (all users) or `home`."""
    found = [
        Sandboxed(browser, family, "snap", f"snap.{name}")
        for name, browser, family in _SNAPS
        if any((root / folder / name).exists() for folder in _SNAP_COMMANDS)
    ]
    places = (root / "var/lib/flatpak/app", home / ".local/share/flatpak/app")
    return found + [
        Sandboxed(browser, family, "flatpak", app)
        for app, browser, family in _FLATPAKS
        if any((place / app).exists() for place in places)
    ]
