"""Every finding has its texts, a test that provokes it, and its line in docs/diagnose.md."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from sitthi.diagnose.catalogue import FINDINGS, SECTIONS
from sitthi.diagnose.report import SECTIONS as CHECKS
from sitthi.diagnose.section import Section
from sitthi.messaging.messages import METHODS
from support.diagnose_table import DOCUMENT, document
from support.provoked import declared

HOST = Path(__file__).resolve().parents[3] / "host" / "sitthi"
NAMES = re.compile(r"\{([a-z_]+)\}")


def table(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((HOST / "texts" / f"diagnose.{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", ["th", "en"])
def test_texts_are_those_of_the_catalogue(language: str) -> None:
    wanted = {f"section.{each}" for each in SECTIONS} | set(FINDINGS)
    wanted |= {f"{each}.next" for each, level in FINDINGS.items() if level != "ok"}
    assert set(table(language)) == wanted
    assert tuple(name for name, _ in CHECKS) == SECTIONS


def test_both_languages_are_filled_with_the_same() -> None:
    thai, english = table("th"), table("en")
    for key in english:
        assert set(NAMES.findall(thai[key])) == set(NAMES.findall(english[key])), key


@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_stays_unfilled_that_the_code_fills(language: str) -> None:
    """Each name in a text is given somewhere in the code that makes findings."""
    given = {
        keyword.arg
        for file in (HOST / "diagnose").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
    } | {"service", "url", "host"}
    assert {name for text in table(language).values() for name in NAMES.findall(text)} <= given


def test_every_finding_is_provoked_by_a_test() -> None:
    assert set(declared()) == set(FINDINGS)


def test_the_document_is_that_of_the_code() -> None:
    """PYTHONPATH=host:tests python -m support.diagnose_table"""
    assert DOCUMENT.read_text("utf-8") == document()


def test_a_finding_that_is_not_in_the_catalogue_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Section("pcsc").finding("pcsc.frobnicate")


def test_a_long_value_still_fits_the_protocol() -> None:
    section = Section("policy")
    section.finding("policy.site", site="ก" * 3000, pages="x" * 9000, roles="token")
    assert METHODS["diagnose"].result.fault({"sections": [section.to_message()]}, "") is None
