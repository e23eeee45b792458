"""Builds both packages into OUT/debian.

| file | what |
|---|---|
| `sitthi_VERSION-1_all.deb` | the host, the command, native-messaging manifests |
| `sitthi-extension-policy_VERSION-1_all.deb` | the extension and the policies that install it |

`Architecture: all`: one file for every Debian and Ubuntu with Python 3.11 or newer (README.md has the figures).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from installer.debian import extension_policy, host
from installer.extension import build as extension


def build(out: Path, version: str) -> list[Path]:
    """The files made. The extension's key and address are those of `installer.extension`."""
    target = out / "debian"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sitthi-extension-") as folder:
        extension.build(Path(folder), version)
        files = Path(folder, "extension")
        own_id = (files / "extension-id.txt").read_text("ascii").strip()
        packages = (
            host.package(version, [own_id]),
            extension_policy.package(version, files, extension.base_url()),
        )
        return [package.build(target, version) for package in packages]
