"""The vault: can it be opened, is there a session, were broken ones set aside; and room for it on the disk."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.errors import VaultUnavailable
from sitthi.policy.load import load_policy
from sitthi.service.briefs import iso
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.vault import default_vault

if TYPE_CHECKING:
    from pathlib import Path

    from sitthi.diagnose.section import Section

_ENOUGH_BYTES = 4 * 1024 * 1024
"""Vault, audit and a policy from a server need much less; below this other programs fail too."""


def look(section: Section) -> None:
    try:
        folder = paths.state_dir()
        runtime = paths.runtime_dir()
    except OSError as problem:
        section.finding("vault.not_writable", folder=problem.filename or "?", kind=type(problem).__name__)
        return
    section.fact("folder", str(folder))
    for each in dict.fromkeys((folder, runtime)):
        _room(section, each)
    try:
        _session(section)
    except VaultUnavailable as problem:
        section.finding("vault.unavailable", reason=problem.data.get("reason") or "-")
    if broken := len(list(folder.glob("*.corrupt-*"))):
        section.finding("vault.set_aside", count=broken)


def _session(section: Section) -> None:
    store = SessionStore(default_vault(), utc_now, load_policy([]))
    session, ended = store.peek(), store.last_end()
    if session:
        state = "locked" if session.locked else "active"
        section.finding("vault.session", state=state, until=iso(session.expires_at), source=session.source)
    else:
        section.finding("vault.nobody", ended=f"{ended.reason} {iso(ended.at)}" if ended else "-")


def _room(section: Section, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _ENOUGH_BYTES:
        section.finding("vault.disk_full", folder=folder, free=free // 1024)
        return
    probe = folder / f".diagnose-{os.getpid()}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as problem:
        section.finding("vault.not_writable", folder=folder, kind=type(problem).__name__)
