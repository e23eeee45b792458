"""The support bundle: a zip that a hospital may hand to whoever helps it. Nothing in it tells of a person.

report.json, report.th.txt, report.en.txt, versions.json, policy.json (in force, secrets only said to be set),
browser-policies.json, audit.json (how often what happened; nobody's name, no page). No logs.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zipfile
from collections import Counter
from dataclasses import asdict
from importlib.metadata import distributions
from typing import TYPE_CHECKING, Any

from sitthi import __version__, paths
from sitthi.audit.log import Audit
from sitthi.diagnose.browsers import policies_of
from sitthi.diagnose.plain import plain
from sitthi.diagnose.redact import redactor, without_secrets
from sitthi.errors import SitthiError
from sitthi.policy.sources import current_policy
from sitthi.registration import browsers

if TYPE_CHECKING:
    from pathlib import Path

_AUDIT_TAIL = 1000
"""Entries of the audit that are counted."""

_LIBRARIES = ("pyscard", "cryptography", "requests", "urllib3", "certifi", "msgpack", "truststore", "keyring")


def write_bundle(target: Path, report: dict[str, Any]) -> list[str]:
    """Writes `target` (0600; replaced if it is there) and returns the names in it. Raises OSError."""
    redact = redactor()
    files = {
        "report.json": _json(report),
        "report.th.txt": plain(report, "th"),
        "report.en.txt": plain(report, "en"),
        "versions.json": _json(_versions()),
        "policy.json": _json(_policy()),
        "browser-policies.json": _json(_browser_policies()),
        "audit.json": _json(_audit()),
    }
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in files.items():
                bundle.writestr(name, redact(text))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return list(files)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n"


def _versions() -> dict[str, object]:
    found = {each.name.lower(): each.version for each in distributions() if each.name}
    return {
        "sitthi": __version__,
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "libraries": {name: found[name] for name in _LIBRARIES if name in found},
        "browsers": [each.name for each in browsers.known() if each.installed()],
    }


def _policy() -> object:
    try:
        policy, explanation = current_policy()
    except SitthiError as problem:
        return {"problem": problem.name, "data": problem.data}
    content = asdict(policy)
    content["sites"] = [site.to_message() for site in policy.sites]
    return {
        "sources": [{"kind": each.kind, "place": each.place} for each in explanation.sources],
        "revision": policy.revision,
        "in_force": without_secrets(content),
    }


def _browser_policies() -> dict[str, object]:
    found = {each.name: policies_of(each) for each in browsers.known() if each.installed()}
    return {
        name: {"values": without_secrets(each.values), "places": each.places, "unreadable": each.unreadable}
        for name, each in found.items()
    }


def _audit() -> dict[str, object]:
    try:
        events = Audit(paths.state_dir()).events(_AUDIT_TAIL)
    except (OSError, sqlite3.Error) as problem:
        return {"unreadable": type(problem).__name__}
    counts = Counter(f"{each['action']}: {str(each['outcome']).split(' ')[0]}" for each in events)
    return {"entries_counted": len(events), "counts": dict(sorted(counts.items()))}
