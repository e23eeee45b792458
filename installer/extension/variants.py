"""The manifest as each package carries it; everything else in the packages is the same files.

The repository's manifest serves all browsers, unpacked. Packages differ from it only by members that the other side
does not know or that a store refuses.
"""

from __future__ import annotations

import copy
import json
from typing import Any

_CHROMIUM_ONLY = ("key", "minimum_chrome_version", "side_panel")
_FIREFOX_ONLY = ("browser_specific_settings", "sidebar_action")


def chromium(manifest: dict[str, Any], version: str) -> dict[str, Any]:
    """For the Chrome and Edge stores: no `key`, since a store signs with its own and refuses a new item with one."""
    made = _without(manifest, "key", *_FIREFOX_ONLY) | {"version": version}
    made["background"].pop("scripts", None)
    return made


def crx(manifest: dict[str, Any], version: str, key: str, update_url: str) -> dict[str, Any]:
    """For a hospital's own server; `key` belongs to the key that signs, `update_url` is that of update.xml."""
    return chromium(manifest, version) | {"key": key, "update_url": update_url}


def firefox(manifest: dict[str, Any], version: str, update_url: str = "") -> dict[str, Any]:
    """For addons.mozilla.org (no `update_url`: it refuses one), or with the address of updates.json for self-hosting.

    Firefox takes only https for it: any other address is left out, and a policy's `install_url` brings new versions.
    """
    made = _without(manifest, *_CHROMIUM_ONLY) | {"version": version}
    made["background"].pop("service_worker", None)
    made["permissions"] = [each for each in made["permissions"] if each != "sidePanel"]
    if update_url.startswith("https://"):
        made["browser_specific_settings"]["gecko"]["update_url"] = update_url
    return made


def gecko_id(manifest: dict[str, Any]) -> str:
    return str(manifest["browser_specific_settings"]["gecko"]["id"])


def to_bytes(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _without(manifest: dict[str, Any], *members: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in manifest.items() if name not in members}
