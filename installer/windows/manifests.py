"""Native-messaging manifests beside the launcher; the path in them is relative, so that any install folder is right."""

from __future__ import annotations

import json
from pathlib import Path

from installer import ROOT
from installer.extension.identity import extension_id

HOST = "sitthi-host.exe"


def write_manifests(target: Path) -> None:
    """th.sitthi.host.chromium.json and th.sitthi.host.firefox.json, from the templates in manifests/.

    Chromium's also names the extension that a build now signs: a CRX has the id of its key (docs/store/keys.md).
    """
    for family in ("chromium", "firefox"):
        manifest = json.loads(_template(family).replace("@LAUNCHER@", HOST))
        if family == "chromium":
            known = [*manifest["allowed_origins"], f"chrome-extension://{chromium_id()}/"]
            manifest["allowed_origins"] = list(dict.fromkeys(known))
        path = target / f"th.sitthi.host.{family}.json"
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8", newline="\n")


def chromium_id() -> str:
    """The extension that policies install in Chrome, Edge, Chromium and Brave: the one of the CRX."""
    return extension_id()


def firefox_id() -> str:
    found: str = json.loads(_template("firefox"))["allowed_extensions"][0]
    return found


def _template(family: str) -> str:
    return (ROOT / f"manifests/native-messaging.{family}.json").read_text("utf-8")
