"""The hand-made Thai pages are what their README says: readable, commented, truthfully labelled, all different."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sitthi.roles import DETECTED_ROLES

THAI = Path(__file__).resolve().parents[2] / "corpus/thai"
PAGES = sorted(THAI.glob("*.html"))
PARTS = sorted((THAI / "parts").glob("*.html"))
README = (THAI / "README.md").read_text(encoding="utf-8")
CODECS = {"utf-8": "utf-8", "tis-620": "tis-620", "windows-874": "cp874"}
CONTROLS = {"input", "select", "textarea"}
#: The group of a page is the first word of its name.
GROUPS = {"login", "token", "rights", "patient", "decoy"}
SPLIT_ROLES = {"operator_cid", "patient_cid", "patient_birth_date", "patient_sex", "patient_title"}


@dataclass
class Truth:
    """One labelled element: its tag, its kind of label and the name in it."""

    tag: str
    expect: str | None
    part: str | None
    decoy: str | None
    disabled: bool


@dataclass
class Page(HTMLParser):
    """What the checks need of one page, the srcdoc frames included."""

    truths: list[Truth] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given[name] or "" for name in ("src", "action") if given.get(name)]
        if tag == "link":
            self.links.append(given.get("href") or "")
        labels = [given.get(name) for name in ("data-expect", "data-expect-part", "data-decoy")]
        if any(labels):
            self.truths.append(Truth(tag, *labels, disabled="disabled" in given or "readonly" in given))
        if inner := given.get("srcdoc"):
            self.feed_inner(inner)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data.strip())

    def feed_inner(self, markup: str) -> None:
        inner = Page()
        inner.feed(markup)
        self.truths += inner.truths
        self.tags += inner.tags


@cache
def text_of(path: Path) -> tuple[str, str]:
    """The page and the charset it declares; bytes that are not of that charset fail here."""
    raw = path.read_bytes()
    declared = re.search(rb"""charset=["']?([\w-]+)""", raw[:1024])
    assert declared, f"{path.name} names no charset in its first 1024 bytes"
    charset = declared[1].decode().lower()
    return raw.decode(CODECS[charset]), charset


@cache
def page_of(path: Path) -> Page:
    page = Page()
    page.feed(text_of(path)[0])
    page.close()
    return page


@cache
def _kinds() -> set[str]:
    """Every kind that the README explains."""
    section = README.split("The kinds are", 1)[1].split("A kind explains", 1)[0]
    return set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([a-z_\s]+)`", section))))


def _labels(path: Path) -> Iterator[tuple[str, str]]:
    """Labels as text, so that those written by a page's own script or in a data: frame count too."""
    yield from re.findall(r'data-(expect-part|expect|decoy)(?:="|%3D)([a-z_]+)', text_of(path)[0])


@pytest.mark.parametrize("path", [*PAGES, *PARTS], ids=lambda path: path.stem)
def test_a_page_is_readable_commented_and_stands_alone(path: Path) -> None:
    page = page_of(path)
    text, charset = text_of(path)
    assert charset == "utf-8" or len(re.findall(r"[ก-๛]", text)) >= 10, "its charset matters to nothing on it"
    assert page.comments
    assert page.comments[0].startswith("Tests: " if path.parent == THAI else "Frame of ")
    assert len(page.tags) >= 8 or "frameset" in page.tags
    assert not [link for link in page.links if re.match(r"(https?:)?//", link)]


@pytest.mark.parametrize("path", [*PAGES, *PARTS], ids=lambda path: path.stem)
def test_truth_uses_known_names_on_real_fields(path: Path) -> None:
    for kind, name in _labels(path):
        assert name in (_kinds() if kind == "decoy" else set(DETECTED_ROLES)), name
    for truth in page_of(path).truths:
        assert len([label for label in (truth.expect, truth.part, truth.decoy) if label]) == 1
        assert truth.tag in CONTROLS or truth.decoy == "contenteditable"
        assert not (truth.disabled and (truth.expect or truth.part)), "an expected field that cannot be typed into"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_parts_follow_the_field_they_belong_to(path: Path) -> None:
    sizes: dict[str, list[int]] = {}
    for truth in page_of(path).truths:
        if truth.expect:
            sizes.setdefault(truth.expect, []).append(1)
        elif truth.part:
            assert truth.part in SPLIT_ROLES
            assert truth.part in sizes, "a part before its first field"
            sizes[truth.part][-1] += 1
    for role, counts in sizes.items():
        assert len(counts) == 1, f"{role} is expected twice"
        if role.endswith("_cid"):
            assert counts[0] in (1, 5, 13)
        if role == "patient_birth_date":
            assert counts[0] in (1, 3)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_keeps_to_its_group(path: Path) -> None:
    group = path.stem.split("-")[0]
    labels = [name for kind, name in _labels(path) if kind == "expect"]
    assert group in GROUPS
    if group == "decoy":
        assert not labels
    if group in {"login", "token"}:
        assert set(labels) <= {"operator_cid", "token"}
    assert labels or list(_labels(path)) or "frameset" in path.stem


def test_there_are_enough_pages_of_each_sort() -> None:
    groups = [path.stem.split("-")[0] for path in PAGES]
    assert len(PAGES) >= 60
    assert min(groups.count(group) for group in GROUPS) >= 8
    assert sum(text_of(path)[1] != "utf-8" for path in PAGES) >= 6
    expected = {name for path in [*PAGES, *PARTS] for kind, name in _labels(path) if kind == "expect"}
    assert expected == set(DETECTED_ROLES)


def test_no_page_is_a_copy_of_another() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for path in PAGES:
        skeleton = tuple(page_of(path).tags)
        assert skeleton not in seen, f"{path.name} has the skeleton of {seen[skeleton]}"
        seen[skeleton] = path.name


def test_the_readme_lists_exactly_the_pages() -> None:
    listed = re.findall(r"^\| ([\w-]+\.html) \|", README, re.MULTILINE)
    assert sorted(listed) == [path.name for path in PAGES]
