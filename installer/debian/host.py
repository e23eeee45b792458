"""The contents of the package `sitthi`."""

from __future__ import annotations

import json
from pathlib import Path

from installer import ROOT, version
from installer.debian.package import FILES, Package
from installer.debian.tree import Tree
from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import manifest

APP = "/usr/lib/sitthi/app"
LAUNCHER = "/usr/lib/sitthi/sitthi-host"
CHROMIUM_PLACES = ("/etc/chromium", "/etc/opt/chrome", "/etc/opt/edge")
"""Chromium; Google Chrome and Brave; Microsoft Edge: each looks in `native-messaging-hosts` below."""
FIREFOX_PLACE = "/usr/lib/mozilla/native-messaging-hosts"
_SHIPPED = frozenset({".py", ".toml", ".json"})
_DESCRIPTION = """\
Thai ID card and PIN to a filled hospital log-in
 Sitthi logs the web pages of Thai hospitals in to the National Health Security
 Office: the officer's card goes into the reader, the PIN into a window that the
 browser cannot see, and the page gets the citizen ID and the Token ID of the
 day. The same button fills eligibility forms from the patient's card.
 .
 This package has the native-messaging host, registered for Chromium, Chrome,
 Edge, Brave and Firefox, and the command sitthi. The extension itself comes
 from a store, or with sitthi-extension-policy."""
_FIELDS = {
    # libpcsclite1: Debian's python3-pyscard loads it by name and does not depend on it.
    "Depends": "libpcsclite1, python3:any (>= 3.11), python3-cryptography, python3-msgpack, python3-pyscard, "
    "python3-requests, python3-tk",
    "Recommends": "fonts-thai-tlwg, pcscd, python3-truststore",
    "Suggests": "python3-pg8000, python3-pymysql, python3-sqlalchemy (>= 2.0), python3-xlsxwriter, "
    "sitthi-extension-policy",
}


def package(product: str, extension_ids: list[str]) -> Package:
    """`extension_ids`: ids of Chromium extensions that may start the host, beside those that the product knows."""
    made = Package("sitthi", _FIELDS, _DESCRIPTION)
    tree = made.tree
    _add_product(tree, product)
    for name, place in (("sitthi", "/usr/bin/sitthi"), ("sitthi-host", LAUNCHER)):
        tree.add(place, (FILES / name).read_bytes(), 0o755)
    _add_manifests(tree, extension_ids)
    tree.folder("/etc/sitthi/policy.d")
    tree.add("/usr/share/python3/runtime.d/sitthi.rtupdate", (FILES / "sitthi.rtupdate").read_bytes(), 0o755)
    tree.add_gzip("/usr/share/man/man1/sitthi.1", (FILES / "sitthi.1").read_bytes())
    documents = "/usr/share/doc/sitthi"
    tree.add(f"{documents}/README.Debian", (FILES / "README.Debian").read_bytes())
    tree.add(f"{documents}/examples/policy.toml", (FILES / "policy.toml").read_bytes())
    tree.add_gzip(f"{documents}/changelog", (ROOT / "CHANGELOG.md").read_bytes())
    return made


def _add_product(tree: Tree, product: str) -> None:
    """host/sitthi and nothing else: no sandbox, no tests."""
    source = ROOT / "host/sitthi"
    for path in sorted(source.rglob("*")):
        if path.suffix not in _SHIPPED or not path.is_file():
            continue
        content, name = path.read_bytes(), path.relative_to(source).as_posix()
        if name == "__init__.py":
            content = content.replace(f'"{version()}"'.encode(), f'"{product}"'.encode())
        tree.add(f"{APP}/sitthi/{name}", content)


def _add_manifests(tree: Tree, extension_ids: list[str]) -> None:
    chromium = manifest("chromium", Path(LAUNCHER))
    known = chromium["allowed_origins"]
    if not isinstance(known, list):
        raise TypeError("allowed_origins")
    chromium["allowed_origins"] = list(
        dict.fromkeys([*known, *(f"chrome-extension://{each}/" for each in extension_ids)])
    )
    for place in CHROMIUM_PLACES:
        tree.add(f"{place}/native-messaging-hosts/{HOST_NAME}.json", json.dumps(chromium, indent=2) + "\n")
    firefox = manifest("firefox", Path(LAUNCHER))
    tree.add(f"{FIREFOX_PLACE}/{HOST_NAME}.json", json.dumps(firefox, indent=2) + "\n")
