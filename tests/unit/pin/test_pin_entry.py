"""The PIN while it is typed: digits, completeness, time, and nothing left behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.pin.entry import PinEntry, overwrite


def typed(digits: str, entry: PinEntry | None = None) -> PinEntry:
    entry = entry or PinEntry(4, 4, deadline=60.0)
    for digit in digits:
        entry.add(int(digit))
    return entry


def test_four_digits_complete_the_pin_and_a_fifth_is_refused() -> None:
    entry = typed("123")
    assert not entry.complete
    assert entry.add(4)
    assert entry.complete
    assert not entry.add(5)
    assert entry.take() == b"1234"


def test_backspace_removes_the_last_digit_only() -> None:
    entry = typed("129")
    entry.remove_last()
    assert entry.count == 2
    assert typed("34", entry).take() == b"1234"


def test_backspace_on_nothing_does_nothing() -> None:
    entry = PinEntry(4, 4, deadline=60.0)
    entry.remove_last()
    assert entry.count == 0


def test_an_incomplete_pin_cannot_be_taken() -> None:
    with pytest.raises(ValueError, match="not complete"):
        typed("123").take()


def test_a_pin_is_handed_over_once_and_the_entry_is_empty_and_closed() -> None:
    entry = typed("1234")
    entry.take()
    assert entry._digits == bytearray(4)
    assert not entry.complete
    assert not entry.add(1)
    with pytest.raises(ValueError, match="not complete"):
        entry.take()


def test_wipe_zeroes_the_digits() -> None:
    entry = typed("987")
    entry.wipe()
    assert entry._digits == bytearray(4)
    assert entry.count == 0


def test_a_scheme_with_longer_pins_may_submit_from_its_shortest_on() -> None:
    entry = typed("1234", PinEntry(4, 8, deadline=60.0))
    assert entry.complete
    assert entry.add(5)
    assert entry.take() == b"12345"


@pytest.mark.parametrize("digit", [-1, 10])
def test_only_digits_are_digits(digit: int) -> None:
    with pytest.raises(ValueError, match="not a digit"):
        PinEntry(4, 4, deadline=60.0).add(digit)


def test_time_runs_out_at_the_deadline_and_is_shown_in_the_last_ten_seconds() -> None:
    entry = PinEntry(4, 4, deadline=60.0)
    assert entry.countdown(49.9) is None
    assert entry.countdown(50.0) == 10
    assert entry.countdown(59.5) == 1
    assert not entry.timed_out(59.9)
    assert entry.timed_out(60.0)


def test_a_submitted_pin_is_not_timed_out_under_way() -> None:
    entry = typed("1234")
    entry.take()
    assert not entry.timed_out(1000.0)
    assert entry.countdown(1000.0) is None


def test_overwrite_keeps_the_length() -> None:
    secret = bytearray(b"1234")
    overwrite(secret)
    assert secret == b"\0\0\0\0"


@given(st.lists(st.one_of(st.integers(0, 9), st.just("erase")), max_size=40))
def test_whatever_is_pressed_the_entry_is_what_a_text_box_would_hold(presses: list[int | str]) -> None:
    entry, model = PinEntry(4, 4, deadline=60.0), ""
    for press in presses:
        if isinstance(press, int):
            entry.add(press)
            model = (model + str(press))[:4] if len(model) < 4 else model
        else:
            entry.remove_last()
            model = model[:-1]
        assert entry.count == len(model)
        assert entry._digits == model.encode().ljust(4, b"\0")
    if len(model) == 4:
        assert entry.take() == model.encode()
