"""The contents of the package `sitthi-extension-policy`: extension files, and policies that install them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from installer.debian.package import FILES, Package
from installer.extension.build import DEFAULT_BASE
from installer.policies.browsers import CHROMIUM_BROWSERS, chromium_policy, firefox_policy, json_text

HOME = DEFAULT_BASE.removeprefix("file://")
FIREFOX_POLICY = "/usr/share/sitthi/firefox/policies.json"
"""/etc/firefox/policies/policies.json is a link to it, where the hospital has no file of its own there."""
_NATIVE = ("NativeMessagingBlocklist", "NativeMessagingAllowlist", "NativeMessagingUserLevelHosts")
"""Left to the hospital: other extensions of the PC may need hosts of their own. Shipped as an example."""
_DESCRIPTION = """\
Sitthi's browser extension, installed by policy
 Installs the Sitthi extension in Chromium, Google Chrome, Microsoft Edge, Brave
 and Firefox for all users of this computer, by the browsers' own policies, and
 switches off the browsers' memory for passwords and addresses, which would keep
 tokens and data of patients.
 .
 The extension comes from a file of this package; no server is needed."""
_FIELDS = {"Depends": "sitthi (= @VERSION@)", "Enhances": "chromium, firefox-esr"}


def package(product: str, extension: Path, base: str) -> Package:
    """`extension`: the folder that installer.extension made; `base`: where browsers fetch it, DEFAULT_BASE or a URL.

    With another base the files are not in the package: the hospital's server has them.
    """
    made = Package("sitthi-extension-policy", _FIELDS, _DESCRIPTION)
    tree = made.tree
    own_id = (extension / "extension-id.txt").read_text("ascii").strip()
    xpi = (extension / "sitthi.xpi").read_bytes()
    native: dict[str, Any] = {}
    for browser in CHROMIUM_BROWSERS:
        policy = chromium_policy(browser, own_id, base)
        native = {name: policy.pop(name) for name in _NATIVE}
        tree.add(f"{browser.linux}/sitthi.json", json_text(policy))
    firefox = firefox_policy(base, unsigned=not _signed(xpi))
    if base == DEFAULT_BASE:
        for name in ("sitthi.crx", "update.xml"):
            tree.add(f"{HOME}/{name}", (extension / name).read_bytes())
        # Firefox installs again only when the address changes: the version is in it.
        tree.add(f"{HOME}/sitthi-{product}.xpi", xpi)
        settings = next(iter(firefox["policies"]["ExtensionSettings"].values()))
        settings["install_url"] = f"{base}/sitthi-{product}.xpi"
    tree.add(FIREFOX_POLICY, json_text(firefox))
    documents = "/usr/share/doc/sitthi-extension-policy"
    tree.add(f"{documents}/README.Debian", (FILES / "extension-policy.README.Debian").read_bytes())
    tree.add(f"{documents}/examples/sitthi-native-messaging.json", json_text(native))
    return made


def _signed(xpi: bytes) -> bool:
    """Whether Mozilla has signed it. If not, the policy must let Firefox ESR take unsigned add-ons."""
    with zipfile.ZipFile(io.BytesIO(xpi)) as archive:
        return any(name.startswith("META-INF/mozilla") for name in archive.namelist())
