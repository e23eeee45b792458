"""Writes docs/diagnose.md from the catalogue, its texts and the tests.

`PYTHONPATH=host:tests python -m support.diagnose_table`
"""

from __future__ import annotations

from pathlib import Path

from sitthi.diagnose.catalogue import FINDINGS, SECTIONS
from sitthi.diagnose.texts import both
from support.provoked import declared

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "diagnose.md"
_OF_SECTION = {"check": "all", "browser": "browsers", "service": "services"}
_HEAD = """# `sitthi diagnose`: what it finds, and what to do

`sitthi diagnose` checks this computer and this account and says for each finding what to do next, in Thai or English
(`--language th|en`). The extension's options page shows the same report. Exit code 0: no finding is a FAIL; 1: there is
one.

* `--json`: for programs. Ids, levels, texts in both languages, facts.
* `--bundle FILE.zip`: also writes a support bundle. In it are the report, versions, the policy in force, what the
  browsers' policies say about us, and of the audit how often what happened. No names, citizen IDs, tokens, passwords or
  logs; home folder and user name are replaced. Look into it before you hand it on.

It sends nothing about a person and never tries a PIN. It asks the endpoints of the policy for a sign of life and starts
what the browsers would start. What it cannot see: whether a page is listed under the right address
(`sitthi sites explain URL`), and whether TLS is opened on its way where Python's list of authorities is that of the
system (Debian's packages).

Generated from `host/sitthi/diagnose/catalogue.py`; a test holds code, texts, tests and this page together.
"""


def document() -> str:
    """The page's text."""
    tests = declared()
    parts = [_HEAD]
    for section in SECTIONS:
        rows = [each for each in FINDINGS if _section(each) == section]
        parts.append(f"## {both(f'section.{section}')['en']} (`{section}`)\n")
        parts.append(_table(rows, tests))
    parts.append("## Any section\n")
    parts.append(_table(["check.failed"], tests))
    return "\n".join(parts)


def _table(findings: list[str], tests: dict[str, list[str]]) -> str:
    lines = ["| finding | level | what | what to do | provoked by |", "|---|---|---|---|---|"]
    for finding in findings:
        text, step = both(finding)["en"], both(f"{finding}.next")["en"] or "-"
        by = "<br>".join(f"`{each.split('::')[1]}` in {each.split('::')[0]}" for each in tests.get(finding, []))
        lines.append(f"| `{finding}` | {FINDINGS[finding]} | {_cell(text)} | {_cell(step)} | {by} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("{", "*").replace("}", "*")


def _section(finding: str) -> str:
    first = finding.split(".")[0]
    return _OF_SECTION.get(first, first)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
