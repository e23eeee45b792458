"""Where each browser looks for native-messaging manifests (reference: browser 1, "Manifest places").

A new browser is one line here.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Family = Literal["chromium", "firefox"]


@dataclass(frozen=True)
class Browser:
    """One browser on this system.

    `user` is relative to the home folder (Linux, macOS) or a HKCU key (Windows); `system` are the machine-wide
    places, for diagnosis. `profile` tells that the user has run it; `commands` that it is installed.
    """

    name: str
    family: Family
    user: str
    system: tuple[str, ...]
    profile: str
    commands: tuple[str, ...]

    def installed(self) -> bool:
        if sys.platform == "win32":
            return self.registry_parent_exists()
        return (Path.home() / self.profile).is_dir() or any(shutil.which(command) for command in self.commands)

    def registry_parent_exists(self) -> bool:
        if sys.platform != "win32":
            return False
        import winreg

        parent = self.user.rsplit("\\", 1)[0]
        for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                winreg.CloseKey(winreg.OpenKey(root, parent))
                return True
            except FileNotFoundError:
                continue
        return False

    def manifest(self, host_name: str) -> Path:
        """Where the user's manifest file is; on Windows all browsers share files in Sitthi's own folder."""
        if sys.platform == "win32":
            from sitthi import paths

            return paths.state_dir() / f"{host_name}.{self.family}.json"
        return Path.home() / self.user / f"{host_name}.json"


_LINUX = (
    Browser(
        "Google Chrome", "chromium", ".config/google-chrome/NativeMessagingHosts",
        ("/etc/opt/chrome/native-messaging-hosts",), ".config/google-chrome",
        ("google-chrome", "google-chrome-stable"),
    ),
    Browser(
        "Chromium", "chromium", ".config/chromium/NativeMessagingHosts",
        ("/etc/chromium/native-messaging-hosts",), ".config/chromium", ("chromium", "chromium-browser"),
    ),
    Browser(
        "Microsoft Edge", "chromium", ".config/microsoft-edge/NativeMessagingHosts",
        ("/etc/opt/edge/native-messaging-hosts",), ".config/microsoft-edge",
        ("microsoft-edge", "microsoft-edge-stable"),
    ),
    Browser(
        "Brave", "chromium", ".config/BraveSoftware/Brave-Browser/NativeMessagingHosts",
        ("/etc/opt/chrome/native-messaging-hosts",), ".config/BraveSoftware/Brave-Browser",
        ("brave-browser", "brave"),
    ),
    Browser(
        "Firefox", "firefox", ".mozilla/native-messaging-hosts",
        ("/usr/lib/mozilla/native-messaging-hosts", "/usr/lib64/mozilla/native-messaging-hosts"),
        ".mozilla/firefox", ("firefox", "firefox-esr"),
    ),
)  # fmt: skip

_MAC_SUPPORT = "Library/Application Support"
_MACOS = (
    Browser(
        "Google Chrome", "chromium", f"{_MAC_SUPPORT}/Google/Chrome/NativeMessagingHosts",
        ("/Library/Google/Chrome/NativeMessagingHosts",), f"{_MAC_SUPPORT}/Google/Chrome", (),
    ),
    Browser(
        "Chromium", "chromium", f"{_MAC_SUPPORT}/Chromium/NativeMessagingHosts",
        ("/Library/Application Support/Chromium/NativeMessagingHosts",), f"{_MAC_SUPPORT}/Chromium", (),
    ),
    Browser(
        "Microsoft Edge", "chromium", f"{_MAC_SUPPORT}/Microsoft Edge/NativeMessagingHosts",
        ("/Library/Microsoft/Edge/NativeMessagingHosts",), f"{_MAC_SUPPORT}/Microsoft Edge", (),
    ),
    Browser(
        "Firefox", "firefox", f"{_MAC_SUPPORT}/Mozilla/NativeMessagingHosts",
        ("/Library/Application Support/Mozilla/NativeMessagingHosts",), f"{_MAC_SUPPORT}/Firefox", (),
    ),
)  # fmt: skip

_WINDOWS_VENDORS: tuple[tuple[str, Family, str], ...] = (
    ("Google Chrome", "chromium", r"Google\Chrome"),
    ("Chromium", "chromium", "Chromium"),
    ("Microsoft Edge", "chromium", r"Microsoft\Edge"),
    ("Brave", "chromium", r"BraveSoftware\Brave-Browser"),
    ("Firefox", "firefox", "Mozilla"),
)
_WINDOWS = tuple(
    Browser(
        name,
        family,
        rf"SOFTWARE\{vendor}\NativeMessagingHosts",
        (rf"SOFTWARE\{vendor}\NativeMessagingHosts",),
        "",
        (),
    )
    for name, family, vendor in _WINDOWS_VENDORS
)


def known() -> tuple[Browser, ...]:
    """All browsers that Sitthi knows on this operating system."""
    if sys.platform == "win32":
        return _WINDOWS
    return _MACOS if sys.platform == "darwin" else _LINUX
