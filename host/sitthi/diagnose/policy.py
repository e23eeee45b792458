"""The policy: which file counts, is it valid, which sites may be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.errors import PolicyInvalid
from sitthi.policy.load import load_policy

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section


def look(section: Section) -> None:
    files = paths.policy_files()
    section.fact("files", [str(each) for each in files])
    if not files:
        section.finding(
            "warning",
            "No policy file: no site may be filled.",
            f"Write {paths.SYSTEM_POLICY} (docs/policy.md).",
        )
        return
    try:
        policy = load_policy(files)
    except PolicyInvalid as problem:
        where = f"{problem.data.get('file')}, line {problem.data.get('line')}, {problem.data.get('key')}"
        section.finding("error", f"{where}: {problem.data.get('problem')}", "Correct this line.")
        return
    section.fact("revision", policy.revision)
    section.fact("sources", list(policy.session.sources))
    for site in policy.sites:
        matches = ", ".join(str(each) for each in site.match)
        section.finding("ok", f"{site.name}: {matches} may get {', '.join(sorted(site.fill))}")
        if site.allow_http:
            section.finding("warning", f"{site.name}: values may go over unencrypted http.", "Give the site TLS.")
    if not policy.sites:
        section.finding(
            "warning", "The policy lists no site: nothing will be filled.", "Add a [[site]] (docs/policy.md)."
        )
