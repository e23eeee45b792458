"""OMA-URI lines for Intune: how each sample setting is written once the template has been ingested."""

from __future__ import annotations

import csv
import io
from xml.sax.saxutils import escape

from installer.policies.settings import Setting, default_text, settings

_AREA = "./Device/Vendor/MSFT/Policy/Config/Sitthi~Policy~sitthi"
_BETWEEN = "&#xF000;"
SAMPLES: dict[str, object] = {
    "issuer_url": "https://gateway.hospital.example/issuer",
    "nhso_endpoint": "http://ucws.nhso.go.th/ucwstokenp1/UCWSTokenP1",
    "session_sources": ("issuer", "manual"),
    "session_idle_minutes": 10,
    "session_lock_on_removal": True,
    "audit_forward": "eventlog",
}
_SITE = ("[[site]]", 'name = "HIS"', 'match = ["https://his.hospital.example/*"]', 'fill = ["operator_cid", "token"]')


def settings_csv() -> str:
    """Lines of name, OMA-URI, type, value; the values are samples."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(("name", "OMA-URI", "type", "value"))
    for setting in settings():
        if setting.id in SAMPLES:
            uri = f"{_AREA}~section_{setting.section}/{setting.id}"
            lines.writerow((f"{setting.section}: {setting.name('en')}", uri, "String", _value(setting)))
    lines.writerow(("Policy text", f"{_AREA}/PolicyText", "String", _enabled("PolicyText", _numbered(_SITE))))
    return out.getvalue()


def _value(setting: Setting) -> str:
    sample = SAMPLES[setting.id]
    if setting.kind == "boolean":
        return "<enabled/>" if sample else "<disabled/>"
    text = _numbered(sample) if isinstance(sample, tuple) else default_text(sample, "")
    return _enabled(setting.id, text)


def _numbered(lines: tuple[str, ...]) -> str:
    return "\uf000".join(lines)


def _enabled(name: str, value: str) -> str:
    shown = escape(value, {'"': "&quot;", "\uf000": _BETWEEN})
    return f'<enabled/><data id="{name}" value="{shown}"/>'
