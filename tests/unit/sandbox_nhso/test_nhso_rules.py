"""The two rules of the notice, as pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi_sandbox.nhso.clock import BANGKOK
from sitthi_sandbox.nhso.rules import removal_at, token_expiry

moments = st.datetimes(datetime(2017, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
HALF_PAST_TWELVE = (12, 30, 0, 0)


def bangkok(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("issued", "dead"),
    [
        ("2026-03-05T08:00:00", "2026-03-06T00:00:00"),
        ("2026-03-05T23:59:59", "2026-03-06T00:00:00"),
        ("2026-03-05T00:00:00", "2026-03-06T00:00:00"),
        ("2024-02-28T12:00:00", "2024-02-29T00:00:00"),
        ("2026-12-31T12:00:00", "2027-01-01T00:00:00"),
    ],
)
def test_a_token_dies_at_the_next_midnight_in_bangkok(issued: str, dead: str) -> None:
    assert token_expiry(bangkok(issued)) == bangkok(dead)


def test_midnight_is_the_one_of_bangkok_whatever_offset_the_time_came_with() -> None:
    assert token_expiry(datetime(2026, 3, 5, 16, 59, tzinfo=UTC)) == bangkok("2026-03-06T00:00:00")
    assert token_expiry(datetime(2026, 3, 5, 17, 0, tzinfo=UTC)) == bangkok("2026-03-07T00:00:00")


@given(moments)
def test_a_token_lives_more_than_nothing_and_at_most_24_hours(issued: datetime) -> None:
    life = token_expiry(issued) - issued
    assert timedelta(0) < life <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("last_use", "removal"),
    [
        ("2026-01-01T12:29:59", "2026-06-30T12:30:00"),
        ("2026-01-01T12:30:00", "2026-07-01T12:30:00"),  # exactly 180 days is not more than 180 days
        ("2026-01-01T12:30:01", "2026-07-01T12:30:00"),
        ("2026-01-01T00:00:00", "2026-06-30T12:30:00"),
        ("2026-01-01T23:59:59", "2026-07-01T12:30:00"),
    ],
)
def test_a_user_goes_at_the_first_half_past_twelve_after_more_than_180_days(last_use: str, removal: str) -> None:
    assert removal_at(bangkok(last_use)) == bangkok(removal)


@given(moments)
def test_removal_is_a_daily_run_and_no_earlier_run_would_do(last_use: datetime) -> None:
    removal = removal_at(last_use)
    local = removal.astimezone(BANGKOK)
    assert (local.hour, local.minute, local.second, local.microsecond) == HALF_PAST_TWELVE
    assert removal - last_use > timedelta(days=180)
    assert removal - timedelta(days=1) - last_use <= timedelta(days=180)
