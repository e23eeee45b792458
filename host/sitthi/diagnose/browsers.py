"""Per browser: is there a manifest, is it the one that counts, does it name a host that exists and our extension."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration import browsers
from sitthi.registration.manifest import CHROMIUM_EXTENSION_IDS, FIREFOX_EXTENSION_IDS

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section
    from sitthi.registration.browsers import Browser

_REGISTER = "Run: sitthi register (for all users of the machine: install the package)."


def look(section: Section) -> None:
    found = [each for each in browsers.known() if each.installed()]
    section.fact("found", [each.name for each in found])
    if not found:
        section.finding("error", "No supported browser found.", "Install Chrome, Edge, Chromium or Firefox.")
    for browser in found:
        _look_at(section, browser)


def _look_at(section: Section, browser: Browser) -> None:
    user = browser.manifest(HOST_NAME)
    system = [
        Path(folder, f"{HOST_NAME}.json") for folder in browser.system if not browser.system[0].startswith("SOFTWARE")
    ]
    places = [place for place in (user, *system) if place.exists()]
    if not places:
        section.finding("error", f"{browser.name}: the host is not registered.", _REGISTER)
        return
    if user in places and len(places) > 1:
        section.finding(
            "warning",
            f"{browser.name}: the user's manifest hides the machine's.",
            "Run: sitthi unregister, if the machine's installation is meant.",
        )
    fault = _fault(browser, places[0])
    if fault:
        section.finding("error", f"{browser.name}: {fault}", _REGISTER)
    else:
        section.finding("ok", f"{browser.name}: registered.")


def _fault(browser: Browser, place: Path) -> str:
    try:
        manifest = json.loads(place.read_text(encoding="utf-8"))
        path = Path(manifest["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return f"{place} is not a valid manifest."
    if not os.access(path, os.X_OK):
        return f"{place} names a host that is not there: {path}"
    if browser.family == "firefox":
        allowed, wanted = manifest.get("allowed_extensions", []), list(FIREFOX_EXTENSION_IDS)
    else:
        wanted = [f"chrome-extension://{each}/" for each in CHROMIUM_EXTENSION_IDS]
        allowed = manifest.get("allowed_origins", [])
    if not set(wanted) <= set(allowed):
        return f"{place} does not allow this version's extension."
    return ""
