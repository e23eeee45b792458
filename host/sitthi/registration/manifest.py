"""The native-messaging manifest of our host, per browser family (templates: manifests/*.json in the project)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sitthi.messaging.messages import HOST_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from sitthi.registration.browsers import Family

CHROMIUM_EXTENSION_IDS = ("jnlnfiibnlpedjlcjicmldbldilekomn",)
"""Ids that may start the host: the one fixed by `key` in extension/manifest.json. Store ids are added here."""
FIREFOX_EXTENSION_IDS = ("sitthi@sitthi.example",)

_DESCRIPTION = "Sitthi: Thai ID card login for hospital systems"


def manifest(family: Family, launcher: Path) -> dict[str, object]:
    """The manifest's content; `launcher` is the absolute path that the browser starts."""
    common: dict[str, object] = {
        "name": HOST_NAME,
        "description": _DESCRIPTION,
        "path": str(launcher),
        "type": "stdio",
    }
    if family == "firefox":
        return common | {"allowed_extensions": list(FIREFOX_EXTENSION_IDS)}
    return common | {"allowed_origins": [f"chrome-extension://{each}/" for each in CHROMIUM_EXTENSION_IDS]}


def manifest_text(family: Family, launcher: Path) -> str:
    return json.dumps(manifest(family, launcher), indent=2, ensure_ascii=False) + "\n"
