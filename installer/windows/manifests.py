"""Native-messaging manifests beside the launcher; the path in them is relative, so that any install folder is right."""

from __future__ import annotations

import json
from pathlib import Path

from installer import ROOT

HOST = "sitthi-host.exe"


def write_manifests(target: Path) -> None:
    """th.sitthi.host.chromium.json and th.sitthi.host.firefox.json, from the templates in manifests/."""
    for family in ("chromium", "firefox"):
        path = target / f"th.sitthi.host.{family}.json"
        path.write_text(_template(family).replace("@LAUNCHER@", HOST), encoding="utf-8", newline="\n")


def chromium_id() -> str:
    """The extension that may start the host, in Chrome, Edge, Chromium and Brave."""
    origin: str = json.loads(_template("chromium"))["allowed_origins"][0]
    return origin.removeprefix("chrome-extension://").rstrip("/")


def firefox_id() -> str:
    found: str = json.loads(_template("firefox"))["allowed_extensions"][0]
    return found


def _template(family: str) -> str:
    return (ROOT / f"manifests/native-messaging.{family}.json").read_text("utf-8")
