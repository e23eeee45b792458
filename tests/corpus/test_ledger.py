"""The finder over both corpora, against the ledger: better or worse than it says, both fail until it says so."""

from __future__ import annotations

import json

import pytest

from corpus.corpora import LOGIN_FORMS, THAI
from corpus.isolated import IsolatedWorld
from corpus.ledger_file import difference
from corpus.run import Run, run
from corpus.score import expected
from support.extension_browser import EXTENSION

_LEAST_RECALL, _MOST_FALSE, _FEWEST_PAGES = 97.0, 1.0, 60
# What nobody sees needs no reason; the finder does not even go into a frame that is not shown.
_UNSEEN = {"hidden", "covered", "other_frame"}
_CHANGED = (
    "the finder no longer does what tests/corpus/ledger/{}.toml says (- the ledger, + now).\n"
    "If that is what you want: `make corpus-ledger`, read the difference, commit it.\n{}"
)


@pytest.fixture(scope="module")
def thai(world: IsolatedWorld, address: str) -> Run:
    return run(world, address, THAI)


@pytest.fixture(scope="module")
def login_forms(world: IsolatedWorld, address: str) -> Run:
    if not LOGIN_FORMS.exists:
        pytest.skip("the login forms are not here: they are looked for in ../shared/corpora/login-forms")
    return run(world, address, LOGIN_FORMS)


def test_thai_pages_do_what_the_ledger_says(thai: Run) -> None:
    changed = difference("thai", thai.ledger())
    assert not changed, _CHANGED.format("thai", changed)


def test_every_field_of_the_thai_pages_is_right(thai: Run) -> None:
    wrong = {page: score.missed + score.false for page, score in thai.scores.items() if score.missed or score.false}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    assert len(thai.scores) >= _FEWEST_PAGES


def test_every_password_that_a_person_sees_and_that_gets_nothing_has_a_reason(thai: Run) -> None:
    without = [
        f"{page}: {each.name}"
        for page, fields in thai.fields.items()
        for each in fields
        if each.type == "password" and not expected(each) and each.mark("data-decoy") not in _UNSEEN
        if not each.refused and not each.given
    ]
    assert not without, "\n".join(without)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_reason_has_a_text(thai: Run, language: str) -> None:
    reasons = {f"why_{each.refused}" for fields in thai.fields.values() for each in fields if each.refused}
    assert reasons
    assert reasons <= _texts(language).keys()


def test_a_field_is_given_or_refused_never_both(thai: Run) -> None:
    both = [
        f"{page}: {each.name}" for page, fields in thai.fields.items() for each in fields if each.given and each.refused
    ]
    assert not both


def test_login_forms_do_what_the_ledger_says(login_forms: Run) -> None:
    changed = difference("login_forms", login_forms.ledger())
    assert not changed, _CHANGED.format("login_forms", changed)


def test_login_forms_are_found_and_decoys_left_alone(login_forms: Run) -> None:
    totals = login_forms.totals
    assert totals["recall_percent"] >= _LEAST_RECALL, totals
    assert totals["false_per_1000"] <= _MOST_FALSE, totals


def _texts(language: str) -> dict[str, object]:
    texts: dict[str, object] = json.loads((EXTENSION / f"_locales/{language}/messages.json").read_text("utf-8"))
    return texts
