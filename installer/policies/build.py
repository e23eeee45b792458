"""Builds OUT/policies: templates for Group Policy and Intune, ready browser policies, an Ansible example."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer.extension.build import DEFAULT_BASE, base_url
from installer.extension.identity import extension_id
from installer.policies.admx import adml, admx
from installer.policies.browsers import CHROMIUM_BROWSERS, chromium_policy, firefox_policy, json_text
from installer.policies.intune import settings_csv
from installer.policies.registry import all_values, reg_file
from installer.policies.settings import LANGUAGES

WINDOWS_BASE = "https://intranet.hospital.example/sitthi"
"""What the samples for Windows name where no address was given: the default one is a folder on Linux."""
_SAMPLES = Path(__file__).parent / "samples"


def build(out: Path, version: str, *, identity: str | None = None, base: str | None = None) -> list[Path]:
    """The files made. `identity`: extension id (default: of the key that signs); `base`: default `base_url()`."""
    identity, base = identity or extension_id(), (base or base_url()).rstrip("/")
    windows_base = WINDOWS_BASE if base == DEFAULT_BASE else base
    target = out / "policies"
    shutil.rmtree(target, ignore_errors=True)
    made: dict[str, bytes] = {"windows/PolicyDefinitions/sitthi.admx": admx()}
    made |= {f"windows/PolicyDefinitions/{each}/sitthi.adml": adml(each) for each in LANGUAGES}
    made |= {f"windows/{name}.reg": reg_file(values) for name, values in all_values(identity, windows_base).items()}
    for browser in CHROMIUM_BROWSERS:
        text = json_text(chromium_policy(browser, identity, base))
        made[f"linux{browser.linux}/sitthi.json"] = text.encode()
    made["firefox/policies.json"] = json_text(firefox_policy(base)).encode()
    made["firefox/policies-unsigned-xpi.json"] = json_text(firefox_policy(base, unsigned=True)).encode()
    made["intune/settings.csv"] = settings_csv().encode()
    for sample in sorted(each for each in _SAMPLES.rglob("*") if each.is_file()):
        text = sample.read_text(encoding="utf-8")
        for mark, value in (
            ("@ID@", identity),
            ("@BASE@", base),
            ("@WINDOWS_BASE@", windows_base),
            ("@VERSION@", version),
        ):
            text = text.replace(mark, value)
        made[sample.relative_to(_SAMPLES).as_posix()] = text.encode()
    for name, content in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [target / name for name in made]
