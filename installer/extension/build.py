"""Builds every package of the extension into OUT/extension.

| file | for |
|---|---|
| `sitthi-VERSION-chromium.zip` | upload to the Chrome and Edge stores |
| `sitthi-VERSION-firefox.zip` | upload to addons.mozilla.org (listed) |
| `sitthi.crx`, `update.xml` | a hospital's own server or folder: Chrome, Edge, Chromium |
| `sitthi.xpi`, `updates.json` | the same for Firefox; unsigned until Mozilla signed it (docs/store/keys.md) |
| `extension-id.txt` | the id of the CRX, which policies and native-messaging manifests must name |
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from installer import source_date
from installer.extension import variants
from installer.extension.archive import archive
from installer.extension.crx import crx
from installer.extension.files import EXTENSION, extension_files
from installer.extension.identity import TRIAL_KEY, extension_id, key_path, manifest_key, signing_key
from installer.extension.updates import update_xml, updates_json

BASE_VARIABLE = "SITTHI_EXTENSION_URL"
"""Environment variable: where the CRX, XPI, update.xml and updates.json will be published."""
DEFAULT_BASE = "file:///usr/share/sitthi/extension"
"""Where the Debian package puts them: works without a server."""


def base_url() -> str:
    return (os.environ.get(BASE_VARIABLE) or DEFAULT_BASE).rstrip("/")


def build(
    out: Path, version: str, *, key: Path | None = None, base: str | None = None, source: Path = EXTENSION
) -> list[Path]:
    """The files made. `key`: PEM file (default: `identity.key_path()`); `base`: default `base_url()`."""
    base = (base or base_url()).rstrip("/")
    key = key or key_path()
    if key == TRIAL_KEY:
        print("   extension: no SITTHI_CRX_KEY: the CRX is signed with this machine's trial key, for trials only")
    signer = signing_key(key)
    files = extension_files(source)
    manifest: dict[str, Any] = json.loads(files["manifest.json"])
    made_at = source_date()

    def packed(changed: dict[str, Any]) -> bytes:
        return archive(files | {"manifest.json": variants.to_bytes(changed)}, made_at)

    self_hosted = variants.crx(manifest, version, manifest_key(signer), f"{base}/update.xml")
    xpi = packed(variants.firefox(manifest, version, f"{base}/updates.json"))
    own_id, gecko = extension_id(signer), manifest["browser_specific_settings"]["gecko"]
    hashed = hashlib.sha256(xpi).hexdigest()
    made: dict[str, bytes] = {
        f"sitthi-{version}-chromium.zip": packed(variants.chromium(manifest, version)),
        f"sitthi-{version}-firefox.zip": packed(variants.firefox(manifest, version)),
        "sitthi.crx": crx(packed(self_hosted), signer),
        "sitthi.xpi": xpi,
        "update.xml": update_xml(own_id, version, f"{base}/sitthi.crx").encode(),
        "updates.json": updates_json(
            gecko["id"], version, f"{base}/sitthi.xpi", hashed, gecko["strict_min_version"]
        ).encode(),
        "extension-id.txt": f"{own_id}\n".encode(),
    }
    return [_write(out / "extension" / name, content) for name, content in made.items()]


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o644)
    return path
