"""Keys to digits: every layout that a Thai hospital has, and nothing that could be a paste."""

from __future__ import annotations

import pytest

from sitthi.pin.keys import CONTROL, MOD1, MOD4, SHIFT, WINDOWS_ALT, Action, meaning

KEDMANEE_ROW = ["Thai_lakkhangyao", "slash", "minus", "Thai_phosamphao", "Thai_thothung",
                "Thai_sarau", "Thai_saraue", "Thai_khokhwai", "Thai_totao", "Thai_chochan"]  # fmt: skip


def x11(keysym: str, char: str = "", keycode: int = 0, state: int = 0) -> object:
    return meaning(keysym, char, keycode, state, platform="linux")


def windows(keysym: str, char: str = "", keycode: int = 0, state: int = 0) -> object:
    return meaning(keysym, char, keycode, state, platform="win32")


@pytest.mark.parametrize("digit", range(10))
def test_latin_thai_and_numeric_pad_digits(digit: int) -> None:
    assert x11(str(digit)) == digit
    assert x11(f"KP_{digit}") == digit
    assert windows("??", chr(0x0E50 + digit)) == digit


def test_thai_digit_key_symbols() -> None:
    names = ["sun", "nung", "song", "sam", "si", "ha", "hok", "chet", "paet", "kao"]
    assert [x11(f"Thai_lek{name}") for name in names] == list(range(10))


def test_the_numeric_pad_without_num_lock() -> None:
    names = ["Insert", "End", "Down", "Next", "Left", "Begin", "Right", "Home", "Up", "Prior"]
    assert [x11(f"KP_{name}") for name in names] == list(range(10))


def test_the_digit_row_of_a_thai_layout_counts_by_position() -> None:
    assert [x11(name, keycode=10 + at) for at, name in enumerate(KEDMANEE_ROW)] == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        0,
    ]
    assert [windows("??", "ภ", keycode=0x30 + digit) for digit in range(10)] == list(range(10))


def test_a_shifted_thai_key_is_the_thai_digit_on_its_top_not_its_position() -> None:
    assert x11("Thai_leknung", "๑", keycode=11, state=SHIFT) == 1


def test_shifted_punctuation_is_no_digit() -> None:
    assert x11("exclam", "!", keycode=10, state=SHIFT) is None


@pytest.mark.parametrize("modifier", [CONTROL, MOD1, MOD4, CONTROL | SHIFT])
def test_a_key_with_a_modifier_means_nothing(modifier: int) -> None:
    assert x11("4", "4", keycode=13, state=modifier) is None
    assert x11("v", "\x16", keycode=55, state=modifier) is None
    assert x11("Return", state=modifier) is None


def test_alt_on_windows_and_num_lock_there() -> None:
    assert windows("4", "4", keycode=0x34, state=WINDOWS_ALT) is None
    assert windows("4", "4", keycode=0x34, state=MOD1) == 4  # 0x8 is Num Lock on Windows


@pytest.mark.parametrize(
    ("keysym", "action"),
    [("Return", Action.SUBMIT), ("KP_Enter", Action.SUBMIT), ("Escape", Action.CANCEL),
     ("BackSpace", Action.ERASE), ("Insert", None), ("a", None), ("space", None), ("Tab", None)],
)  # fmt: skip
def test_actions(keysym: str, action: Action | None) -> None:
    assert x11(keysym, keycode=99) is action
