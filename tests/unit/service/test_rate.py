"""Token buckets: so many calls in a row, then one for each interval; each origin and method has its own."""

from __future__ import annotations

import pytest

from sitthi.service import rate
from sitthi.service.rate import LIMITS, RateLimits, TooOften

HIS = "https://his.example"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def call(limits: RateLimits, method: str = "token", origin: str = HIS) -> bool:
    with limits.turn(origin, method) as first:
        return first


def refused(limits: RateLimits, method: str = "token", origin: str = HIS) -> TooOften:
    with pytest.raises(TooOften) as problem:
        call(limits, method, origin)
    return problem.value


def test_the_limit_and_the_seconds_until_the_next() -> None:
    clock = Clock()
    limits = RateLimits(clock)
    most, seconds = LIMITS["token"]
    for _ in range(most):
        call(limits)
    assert refused(limits).data == {"seconds": seconds}
    clock.now += seconds - 1
    assert refused(limits).data == {"seconds": 1}
    clock.now += 1
    call(limits)
    refused(limits)


def test_a_long_rest_gives_no_more_than_the_limit() -> None:
    clock = Clock()
    limits = RateLimits(clock)
    call(limits)
    clock.now += 1e6
    for _ in range(LIMITS["token"][0]):
        call(limits)
    refused(limits)


def test_origins_and_methods_do_not_share() -> None:
    limits = RateLimits(Clock())
    for _ in range(LIMITS["token"][0]):
        call(limits)
    refused(limits)
    call(limits, "status")
    call(limits, "token", "https://other.example")


def test_the_token_and_rights_are_given_more_rarely_than_the_status() -> None:
    for method in ("token", "rights", "login"):
        assert LIMITS[method][0] < LIMITS["status"][0]


def test_only_the_first_refusal_in_a_row_is_no_repetition() -> None:
    clock = Clock()
    limits = RateLimits(clock)
    for _ in range(LIMITS["token"][0]):
        call(limits)
    assert [refused(limits).repeated for _ in range(3)] == [False, True, True]
    clock.now += LIMITS["token"][1]
    call(limits)
    assert refused(limits).repeated is False


def test_few_calls_of_one_origin_at_one_time_whatever_they_are() -> None:
    limits = RateLimits(Clock())
    with limits.turn(HIS, "rights"), limits.turn(HIS, "rights"), limits.turn(HIS, "operator"):
        assert refused(limits, "status").data == {"seconds": 1}
        call(limits, "status", "https://other.example")
    call(limits, "status")


def test_a_call_that_fails_is_over_as_well() -> None:
    limits = RateLimits(Clock())
    for _ in range(4):
        with pytest.raises(ValueError, match="x"), limits.turn(HIS, "status"):
            raise ValueError("x")
    call(limits, "status")


def test_origins_without_end_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "_MOST_BUCKETS", 3)
    limits = RateLimits(Clock())
    for number in range(50):
        assert call(limits, "status", f"https://{number}.example") is True
    assert len(limits._buckets) == 3
    assert call(limits, "status", "https://49.example") is False
