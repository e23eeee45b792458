"""Midnight, 24 hours, inactivity and wrong clocks, for any instant, zone and jump."""

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.session.rules import (
    BANGKOK,
    CLOCK_SLACK,
    clock_offset,
    expiry,
    inactivity,
    is_live,
    next_midnight_bangkok,
)

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(2017, 1, 1), datetime(2080, 1, 1), timezones=zones)
spans = st.timedeltas(timedelta(days=-400), timedelta(days=400))


def bangkok(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BANGKOK)  # type: ignore[misc,arg-type]


@given(instants)
def test_midnight_is_the_next_one_in_bangkok(now: datetime) -> None:
    midnight = next_midnight_bangkok(now)
    assert midnight.tzinfo is UTC
    assert midnight.astimezone(BANGKOK).time() == time(0)
    assert timedelta(0) < midnight - now <= timedelta(hours=24)


def test_a_login_at_midnight_itself_lives_a_whole_day() -> None:
    assert next_midnight_bangkok(bangkok(2026, 3, 2)) == bangkok(2026, 3, 3)
    assert next_midnight_bangkok(bangkok(2026, 3, 2, 23, 59, 59)) == bangkok(2026, 3, 3)
    assert next_midnight_bangkok(datetime(2026, 12, 31, 17, 0, tzinfo=UTC)) == bangkok(2027, 1, 2)


@given(instants, st.none() | instants)
def test_a_claim_never_lengthens_a_life(issued: datetime, claimed: datetime | None) -> None:
    dies = expiry(issued, claimed)
    assert dies <= next_midnight_bangkok(issued)
    assert dies - issued <= timedelta(hours=24)
    assert claimed is None or dies <= claimed


def test_a_claim_can_shorten_it() -> None:
    assert expiry(bangkok(2026, 3, 2, 9), bangkok(2026, 3, 2, 10)) == bangkok(2026, 3, 2, 10)


@given(instants, spans)
def test_no_clock_jump_makes_a_session_live_longer(issued: datetime, jump: timedelta) -> None:
    dies = expiry(issued)
    live = is_live(issued, dies, issued + jump)
    assert live is (-CLOCK_SLACK <= jump < dies - issued)


@given(instants, zones, spans)
def test_zones_change_nothing(now: datetime, zone: timezone, span: timedelta) -> None:
    moved = now.astimezone(zone)
    assert next_midnight_bangkok(moved) == next_midnight_bangkok(now)
    assert inactivity(moved - abs(span), moved) == inactivity(now - abs(span), now)


@given(instants, spans)
def test_the_correction_turns_our_clock_into_the_services(local: datetime, error: timedelta) -> None:
    server = (local + error).astimezone(UTC)
    assert abs(local + clock_offset(server, local) - server) < timedelta(seconds=5)


def test_small_differences_and_silence_are_no_correction() -> None:
    now = bangkok(2026, 3, 2, 9)
    assert clock_offset(now + timedelta(seconds=4), now) == timedelta(0)
    assert clock_offset(None, now) == timedelta(0)
    assert clock_offset(now - timedelta(days=1), now) == timedelta(days=-1)
    assert clock_offset(datetime(9999, 12, 31, tzinfo=UTC), now) == timedelta(0)


@pytest.mark.parametrize(
    ("last_used", "removal"),
    [
        (bangkok(2026, 1, 1, 9, 0), bangkok(2026, 1, 11, 12, 30)),
        (bangkok(2026, 1, 1, 12, 29, 59), bangkok(2026, 1, 11, 12, 30)),
        (bangkok(2026, 1, 1, 12, 30), bangkok(2026, 1, 12, 12, 30)),
        (bangkok(2026, 1, 1, 13, 0), bangkok(2026, 1, 12, 12, 30)),
    ],
)
def test_removal_is_the_first_half_past_twelve_after_more_than_the_limit(
    last_used: datetime, removal: datetime
) -> None:
    assert inactivity(last_used, last_used, limit_days=10).removal_at == removal


@given(instants, spans, st.integers(1, 400), st.times().map(lambda t: t.replace(microsecond=0)))
def test_inactivity_of_any_person(last_used: datetime, since: timedelta, limit: int, at: time) -> None:
    now = last_used + abs(since)
    found = inactivity(last_used, now, limit, at)
    over = found.removal_at - (last_used + timedelta(days=limit))
    assert timedelta(0) < over <= timedelta(days=1)
    assert found.removal_at.astimezone(BANGKOK).time() == at
    assert found.removed is (now >= found.removal_at)
    assert 0 <= found.days_left <= limit + 1
    assert found.warn is (found.days_left <= 30)
    if found.removed:
        assert found.days_left == 0
    else:
        assert abs(timedelta(days=found.days_left) - (found.removal_at - now)) < timedelta(days=1)


def test_days_left_and_warning() -> None:
    used = bangkok(2026, 1, 1, 9)
    removal = bangkok(2026, 6, 30, 12, 30)
    for now, days, warn, removed in [
        (used, 180, False, False),
        (removal - timedelta(days=31), 31, False, False),
        (removal - timedelta(days=30), 30, True, False),
        (bangkok(2026, 6, 30, 0, 5), 0, True, False),
        (removal, 0, True, True),
    ]:
        found = inactivity(used, now)
        assert (found.removal_at, found.days_left, found.warn, found.removed) == (removal, days, warn, removed)


def test_a_last_use_in_the_future_counts_as_now() -> None:
    now = bangkok(2026, 1, 1, 9)
    assert inactivity(now + timedelta(days=90), now) == inactivity(now, now)
