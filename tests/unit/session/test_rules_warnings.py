"""30 and 5 minutes before the end, each once; and what moves a token's two times."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.session.rules import WARN_MINUTES, expiry, moved, warning_due

instants = st.datetimes(datetime(2017, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))
errors = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


@pytest.mark.parametrize(
    ("minutes", "given_before", "due"),
    [
        (31, None, None), (30.01, None, None), (30, None, 30), (29, 30, None), (10, None, 30), (5.01, 30, None),
        (5, 30, 5), (5, None, 5), (1, 5, None), (30, 5, None), (0, None, None), (-1, 30, None),
    ],
)  # fmt: skip
def test_each_warning_once_and_only_the_most_urgent(minutes: float, given_before: int | None, due: int | None) -> None:
    assert warning_due(timedelta(minutes=minutes), given_before) == due


@given(st.lists(st.timedeltas(timedelta(minutes=-10), timedelta(hours=2)), max_size=40))
def test_however_a_host_looks_nobody_hears_one_twice(looks: list[timedelta]) -> None:
    given_before: int | None = None
    heard = []
    for left in looks:
        due = warning_due(left, given_before)
        if due is not None:
            heard.append(due)
            given_before = due
            assert timedelta(0) < left <= timedelta(minutes=due)
    assert heard in ([], [30], [5], [30, 5])
    assert set(heard) <= set(WARN_MINUTES)
    if any(timedelta(0) < left <= timedelta(minutes=5) for left in looks):
        assert heard[-1] == 5


@given(instants, errors)
def test_a_token_judged_by_a_wrong_clock_dies_at_the_midnight_after_its_true_beginning(
    issued: datetime, error: timedelta
) -> None:
    assert moved(issued, expiry(issued), error) == (issued + error, expiry(issued + error))


@given(instants, errors, st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_a_claimed_end_stays_and_never_lengthens(issued: datetime, error: timedelta, claim: timedelta) -> None:
    dies = expiry(issued, issued + claim)
    began, ends = moved(issued, dies, error)
    assert ends <= expiry(began)
    if dies != expiry(issued):
        assert ends == min(dies, expiry(began))
