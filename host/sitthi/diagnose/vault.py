"""The vault: can it be opened, is there a session, were broken ones set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.policy.load import load_policy
from sitthi.service.briefs import iso
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.vault import default_vault

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section


def look(section: Section) -> None:
    folder = paths.state_dir()
    section.fact("folder", str(folder))
    store = SessionStore(default_vault(), utc_now, load_policy([]))
    session, ended = store.peek(), store.last_end()
    if session:
        state = "locked" if session.locked else "active"
        section.finding("ok", f"A session is {state} until {iso(session.expires_at)}, from {session.source}.")
    else:
        section.finding("info", "Nobody is logged in" + (f" ({ended.reason} {iso(ended.at)})." if ended else "."))
    if broken := sorted(each.name for each in folder.glob("*.corrupt-*")):
        section.finding("warning", f"{len(broken)} broken vault files were set aside.", "They may be deleted.")
