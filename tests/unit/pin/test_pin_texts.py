"""What a person reads: both languages complete, and an origin never cut."""

from __future__ import annotations

import string
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import CardRemoved, PinBlocked, PinCancelled, PinLastTryRefused, PinWrong
from sitthi.pin.request import LANGUAGES
from sitthi.pin.texts import texts_for
from sitthi.pin.wrapping import wrap_origin


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_fill_the_same_blanks() -> None:
    thai, english = asdict(texts_for("th")), asdict(texts_for("en"))
    for key in thai:
        assert thai[key].strip() and english[key].strip(), key
        assert placeholders(thai[key]) == placeholders(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_can_set_a_new_pin_is_said_and_that_nhso_cannot(language: str) -> None:
    texts = texts_for(language)
    office, nhso = {"th": ("สำนักทะเบียน", "สปสช."), "en": ("registration office", "NHSO cannot")}[language]
    for failure in (PinBlocked(), PinLastTryRefused(attempts_left=1), PinWrong(attempts_left=0)):
        notice = texts.notice(failure)
        assert notice is not None
        assert office in notice[1] and nhso in notice[1]


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    notice = texts_for("en").notice(PinWrong(attempts_left=2))
    assert notice is not None
    assert "2 more" in notice[1]
    unknown = texts_for("en").notice(PinWrong(attempts_left=None))
    assert unknown is not None
    assert "did not say" in unknown[1]


@pytest.mark.parametrize("failure", [PinCancelled(), CardRemoved()])
def test_closing_the_window_says_enough(failure: Exception) -> None:
    assert texts_for("th").notice(failure) is None  # type: ignore[arg-type]


@given(st.text(alphabet=string.ascii_lowercase + ".-:/", max_size=300), st.integers(1, 60))
def test_an_origin_is_wrapped_and_never_cut(origin: str, width: int) -> None:
    lines = wrap_origin(origin, lambda text: len(text) <= width)
    assert "".join(lines) == origin
    assert all(0 < len(line) <= width for line in lines)


def test_an_origin_is_broken_after_a_dot() -> None:
    lines = wrap_origin("https://his.hospital.example.go.th", lambda text: len(text) <= 20)
    assert lines == ["https://his.", "hospital.example.go.", "th"]
