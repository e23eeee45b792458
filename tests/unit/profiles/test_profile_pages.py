"""Each profile has a test page that marks every control of its own, and stands on facts that the docs hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sitthi.policy.profile import CONFIDENCES, Profile
from sitthi.policy.profile_file import EVIDENCE, HEAD, RULES, all_profiles
from sitthi.policy.sites import NEVER_HOSTS
from sitthi.profiles import names

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "tests/corpus/profiles"
PROFILES = all_profiles()


class Controls(HTMLParser):
    """The attributes of everything that a value could be written into."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("select", "textarea") or (tag == "input" and values.get("type") not in ("submit", "button")):
            self.found.append(values)


def section(source: str) -> str:
    """The text of a section of docs/reference, such as "nhso 4.5": a heading, or a numbered rule of the notice."""
    page, number = source.split()[:2]
    text = (ROOT / f"docs/reference/{page}.md").read_text(encoding="utf-8")
    mark = r"^#+ " if re.search(r"^## \d", text, re.MULTILINE) else "^"
    found = re.search(rf"{mark}{re.escape(number)}\.? .*?(?={mark}\d|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def test_every_profile_has_a_page_and_every_page_a_profile() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(names())


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_page_says_of_every_control_what_it_is(profile: Profile) -> None:
    controls = Controls((PAGES / f"{profile.name}.html").read_text(encoding="utf-8")).found
    assert controls
    for control in controls:
        assert ("data-expect" in control) != ("data-decoy" in control), control
    marked = [control["data-expect"] for control in controls if "data-expect" in control]
    assert len(set(marked)) == len(marked)
    assert set(marked) <= set(profile.fill)
    assert any("data-decoy" in control for control in controls) or profile.name == "rightsearch-client"


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_every_rule_stands_on_a_section_with_that_grade(profile: Profile) -> None:
    assert profile.evidence
    for evidence in profile.evidence:
        for source in evidence.source.split("; "):
            text = section(source)
            assert text, f"no such section: {source}"
            grade = source.partition("[")[2].rstrip("]")
            assert not grade or re.search(rf"\[[^\]]*{re.escape(grade)}[^\]]*\]", text), source


def test_a_profile_of_nhsos_account_login_fills_nothing() -> None:
    marked = {pattern.host for profile in PROFILES for pattern in profile.match}
    assert marked >= NEVER_HOSTS
    for profile in PROFILES:
        if any(pattern.host in NEVER_HOSTS for pattern in profile.match):
            assert profile.fill == ()


def test_a_profile_that_fills_nothing_names_what_is_never_filled() -> None:
    for profile in PROFILES:
        assert bool(profile.fill) or bool(profile.never), profile.name


def test_confidence_is_one_of_the_three_and_grade_c_is_inferred() -> None:
    for evidence in (each for profile in PROFILES for each in profile.evidence):
        assert evidence.confidence in CONFIDENCES
        assert "[C]" not in evidence.source or evidence.confidence == "inferred"


def test_the_docs_describe_every_key_of_the_format() -> None:
    text = (ROOT / "docs/his.md").read_text(encoding="utf-8")
    for key in {*HEAD, *EVIDENCE, *(key for rule in RULES.values() for key in rule)}:
        assert f"`{key}`" in text or f"`[[{key}]]`" in text, key
    for name in names():
        assert f"`{name}`" in text, name
