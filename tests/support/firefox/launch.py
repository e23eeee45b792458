"""Starting Firefox ESR under Playwright: preferences, the proxy between the two, the home with the host's manifest."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Playwright

from sitthi.registration.manifest import FIREFOX_EXTENSION_IDS
from support.firefox.side import Side

FIREFOX = "/usr/bin/firefox-esr"
HOSTNAME = "5177e1f0-0000-4000-8000-000000000001"
"""Of the extension's own pages: Firefox would draw one by lot for each profile."""
_PROXY = Path(__file__).with_name("bidi_proxy.py")
_PREFERENCES: dict[str, Any] = {
    "extensions.webextensions.uuids": json.dumps({FIREFOX_EXTENSION_IDS[0]: HOSTNAME}),
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "devtools.jsonview.enabled": False,  # a JSON file of the extension is then a page of the extension
    # As docs/it.md asks of every hospital: no memory of citizen IDs and tokens in the profile.
    "signon.rememberSignons": False,
    "browser.formfill.enable": False,
    # Nothing that asks servers of others, nor pages and bars of Firefox's own.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.newtabpage.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.topsites.contile.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "nimbus.rollouts.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "termsofuse.bypassNotification": True,
}


@contextmanager
def wrapper() -> Iterator[tuple[Path, Path]]:
    """A program that stands for Firefox, and the socket where its browser then hears a second client."""
    folder = Path(tempfile.mkdtemp(prefix="sitthi-ff-"))  # short: the path of a Unix socket may have 107 bytes
    try:
        program, side = folder / "firefox", folder / "side"
        command = shlex.join([sys.executable, "-I", "-S", str(_PROXY), str(side), FIREFOX])
        program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', "utf-8")
        program.chmod(0o700)
        yield program, side
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def firefox(
    playwright: Playwright, profile: Path, env: dict[str, str] | None, *, shown: bool, size: tuple[int, int], dark: bool
) -> Iterator[tuple[BrowserContext, Path]]:
    """Firefox on the profile, and its side door. Without `env` its home is in the profile, and it is headless."""
    profile.mkdir(parents=True, exist_ok=True)
    home = Path(env["HOME"]) if env else profile / "home"
    hosts = home / ".mozilla" / "native-messaging-hosts"
    if not hosts.exists():
        hosts.parent.mkdir(parents=True, exist_ok=True)
        hosts.symlink_to(profile / "NativeMessagingHosts")
    environment = {**(env or os.environ), "HOME": str(home), "MOZ_CRASHREPORTER_DISABLE": "1"}
    environment |= {"MOZ_HEADLESS_WIDTH": str(size[0]), "MOZ_HEADLESS_HEIGHT": str(size[1])}
    looks: dict[str, Any] = (
        {} if not dark else {"ui.systemUsesDarkTheme": 1, "layout.css.prefers-color-scheme.content-override": 0}
    )
    with wrapper() as (program, side):
        context = playwright.firefox.launch_persistent_context(
            str(profile),
            channel="moz-firefox",
            executable_path=program,
            headless=not shown,
            no_viewport=True,
            args=["--remote-allow-system-access"],
            env=environment,
            firefox_user_prefs={**_PREFERENCES, **looks},
        )
        try:
            yield context, side
        finally:
            context.close()


@contextmanager
def plain_firefox(playwright: Playwright) -> Iterator[Browser]:
    """Headless and without the extension, for what runs in any page."""
    with wrapper() as (program, path):
        browser = playwright.firefox.launch(
            channel="moz-firefox", executable_path=program, firefox_user_prefs=_PREFERENCES
        )
        side = _doors[browser] = Side(path)
        try:
            yield browser
        finally:
            side.close()
            browser.close()


_doors: WeakKeyDictionary[Browser, Side] = WeakKeyDictionary()


def side_door(browser: Browser) -> Side:
    """Of a browser that plain_firefox has started."""
    return _doors[browser]
