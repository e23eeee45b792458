"""What browsers ask an update server for: update.xml (Chrome, Edge, Chromium) and updates.json (Firefox)."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr


def update_xml(extension_id: str, version: str, crx_url: str) -> str:
    """Names the version and where its CRX is. `file://` addresses work too, without any server."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        "<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>\n"
        f"  <app appid={quoteattr(extension_id)}>\n"
        f"    <updatecheck codebase={quoteattr(crx_url)} version={quoteattr(version)} />\n"
        "  </app>\n"
        "</gupdate>\n"
    )


def updates_json(gecko_id: str, version: str, xpi_url: str, sha256: str, strict_min_version: str) -> str:
    """`sha256`: of the XPI, in hex; Firefox refuses a file that differs from it."""
    update = {
        "version": version,
        "update_link": xpi_url,
        "update_hash": f"sha256:{sha256}",
        "applications": {"gecko": {"strict_min_version": strict_min_version}},
    }
    return json.dumps({"addons": {gecko_id: {"updates": [update]}}}, indent=2) + "\n"
