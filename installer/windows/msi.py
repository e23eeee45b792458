"""Makes the MSI with wixl, and repairs by msibuild what wixl cannot say (reference: platform 4)."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from installer.windows.file_list import file_list
from installer.windows.manifests import chromium_id, firefox_id
from installer.windows.tables import UPGRADE_CODE, statements

_WXS = Path(__file__).with_name("wix") / "product.wxs"
_SPACE = uuid.UUID("5b7c9f0e-62f4-4f36-8b3a-0f6e2f9b7d11")


class MsiFailed(RuntimeError):
    """wixl or msibuild failed; the message holds what it said."""


def build_msi(payload: Path, target: Path, version: str) -> None:
    """`payload` as an MSI for one machine, x64. Raises MsiFailed."""
    with tempfile.TemporaryDirectory(prefix="sitthi-msi-") as folder:
        files = Path(folder, "files.wxs")
        files.write_text(file_list(payload), encoding="utf-8")
        variables = {
            "Version": version,
            "UpgradeCode": UPGRADE_CODE,
            "ProductCode": product_code(payload, version),
            "ChromiumId": chromium_id(),
            "FirefoxId": firefox_id(),
            "Win64": "yes",
        }
        defined = [word for key, value in variables.items() for word in ("-D", f"{key}={value}")]
        # In the payload: wixl knows no absolute names of files.
        _run(["wixl", "-a", "x64", *defined, "-o", str(target), str(_WXS), str(files)], target, payload)
    queries = [word for statement in statements(version) for word in ("-q", statement)]
    _run(["msibuild", str(target), *queries], target, target.parent)


def product_code(payload: Path, version: str) -> str:
    """The same for the same contents, another for others: Windows takes an equal code for the same product."""
    digest = hashlib.sha256(version.encode() + _WXS.read_bytes())
    for path in sorted(payload.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(payload).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return str(uuid.uuid5(_SPACE, digest.hexdigest())).upper()


def _run(command: list[str], target: Path, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode or not target.exists():
        raise MsiFailed(f"{command[0]}: {done.stdout}{done.stderr}")
    if done.stderr.strip():
        print(done.stderr.strip(), file=sys.stderr)
