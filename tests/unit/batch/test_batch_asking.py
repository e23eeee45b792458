"""Asking: politely, each person once, and no longer than there is use in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitthi.batch.asking import MAX_FAILURES, TRIES, Stopped, ask_all
from sitthi.batch.journal import Journal
from sitthi.batch.pace import PATIENCE, SLOW, Pace
from sitthi.batch.reading import Line
from sitthi.errors import (
    NhsoBadAnswer,
    NhsoRejected,
    NhsoUnreachable,
    NotLoggedIn,
    RoleNotAllowed,
    SessionLocked,
    SitthiError,
    TokenExpired,
    TokenRevoked,
)

from .doubles import Nhso, Time, people

CIDS = list(people(20))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.open(tmp_path / "journal")
    journal.begin("f", datetime.now(UTC), (Line(number, cid) for number, cid in enumerate(CIDS, 1)))
    yield journal
    journal.close()


@pytest.fixture
def nhso() -> Nhso:
    return Nhso()


@pytest.fixture
def time() -> Time:
    return Time()


def ask(journal: Journal, nhso: Nhso, time: Time, per_second: int = 5) -> int:
    told: list[int] = []
    try:
        ask_all(journal, nhso.look_up, Pace(per_second, time.clock, time.sleep), told.append)
    finally:
        assert sum(told) <= journal.answered()
    return sum(told)


def outcomes(journal: Journal) -> list[str]:
    return [json.loads(row.answer)["outcome"] if row.answer else "-" for row in journal.rows()]


def test_everybody_is_asked_once_in_order_at_the_rate(journal: Journal, nhso: Nhso, time: Time) -> None:
    assert ask(journal, nhso, time) == len(CIDS)
    assert nhso.asked == dict.fromkeys(CIDS, 1)
    assert list(nhso.asked) == CIDS
    assert time.now - 100 == pytest.approx((len(CIDS) - 1) / 5)
    assert outcomes(journal) == ["ok"] * len(CIDS)


def test_the_time_that_an_answer_takes_counts_towards_the_rate(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [lambda: time.pass_(0.15)] * len(CIDS)
    ask(journal, nhso, time)
    assert time.slept == pytest.approx([0.05] * (len(CIDS) - 1))


def test_rate_0_never_waits(journal: Journal, nhso: Nhso, time: Time) -> None:
    ask(journal, nhso, time, 0)
    assert time.slept == []


@pytest.mark.parametrize("dead", [NotLoggedIn, TokenExpired, TokenRevoked, SessionLocked])
def test_a_dead_token_stops_at_once_and_the_next_run_goes_on(
    journal: Journal, nhso: Nhso, time: Time, dead: type[SitthiError]
) -> None:
    nhso.next = [None, None, None, dead()]
    with pytest.raises(Stopped) as stop:
        ask(journal, nhso, time)
    assert (stop.value.token_dead, journal.answered(), sum(nhso.asked.values())) == (True, 3, 4)
    assert ask(journal, nhso, time) == len(CIDS) - 3
    assert {cid for cid, count in nhso.asked.items() if count > 1} == {CIDS[3]}


def test_another_failure_goes_up_and_what_was_answered_stays(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [None, RoleNotAllowed()]
    with pytest.raises(RoleNotAllowed):
        ask(journal, nhso, time)
    assert journal.answered() == 1


def test_a_service_that_refuses_is_asked_ever_more_seldom(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [NhsoUnreachable(reason="http_503")] * 4
    ask(journal, nhso, time)
    assert time.slept[:4] == pytest.approx([1.0, 2.0, 4.0, 8.0])
    assert nhso.asked[CIDS[0]] == 5
    assert outcomes(journal) == ["ok"] * len(CIDS)
    assert time.slept[-1] == pytest.approx(0.2)  # and is back at the rate after a while of good answers


def test_a_service_that_stays_away_stops_the_batch(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [None, *[NhsoUnreachable(reason="connect")] * 50]
    with pytest.raises(Stopped) as stop:
        ask(journal, nhso, time)
    assert not stop.value.token_dead
    assert PATIENCE < time.now - 100 < PATIENCE + 70
    assert journal.answered() == 1


def test_every_answer_brings_back_all_patience(journal: Journal, nhso: Nhso, time: Time) -> None:
    away = [NhsoUnreachable(reason="timeout")] * 7
    nhso.next = [*away, None, *away, None, *away, None]
    assert ask(journal, nhso, time) == len(CIDS)
    assert time.now - 100 > PATIENCE


def test_a_slow_service_is_asked_less(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [lambda: time.pass_(SLOW)] * 3
    ask(journal, nhso, time)
    assert time.slept[:9] == pytest.approx([1.0, 2.0, 4.0, 2.0, 1.0, 0.5, 0.25, 0.2, 0.2])


def test_a_rejection_is_an_answer(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [NhsoRejected(ws_status="NHSO-00099", ws_status_desc="ปิดปรับปรุง")] * 10
    ask(journal, nhso, time)
    assert nhso.asked == dict.fromkeys(CIDS, 1)
    first = next(journal.rows())
    assert json.loads(first.answer or "") == {"outcome": "rejected", "problem": "NHSO-00099 ปิดปรับปรุง"}


def test_answers_that_cannot_be_read_are_tried_again_then_the_person_has_failed(
    journal: Journal, nhso: Nhso, time: Time
) -> None:
    bad = NhsoBadAnswer(reason="other_person")
    nhso.next = [*[bad] * TRIES, bad, None]
    ask(journal, nhso, time)
    assert (nhso.asked[CIDS[0]], nhso.asked[CIDS[1]]) == (TRIES, 2)
    assert outcomes(journal) == ["failed"] + ["ok"] * (len(CIDS) - 1)
    assert json.loads(next(journal.rows()).answer or "")["problem"] == "nhso_bad_answer other_person"


def test_failures_that_are_not_in_a_row_stop_nothing(journal: Journal, nhso: Nhso, time: Time) -> None:
    bad = NhsoBadAnswer(reason="soap_fault")
    nhso.next = [*[bad] * TRIES, None] * (MAX_FAILURES + 2)
    assert ask(journal, nhso, time) == len(CIDS)
    assert outcomes(journal).count("failed") == MAX_FAILURES + 2


def test_the_last_person_may_fail_too(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [*[None] * (len(CIDS) - 1), *[NhsoBadAnswer(reason="soap_fault")] * TRIES]
    assert ask(journal, nhso, time) == len(CIDS)
    assert outcomes(journal)[-1] == "failed"


def test_a_page_of_somebody_else_does_not_use_up_the_list(journal: Journal, nhso: Nhso, time: Time) -> None:
    nhso.next = [None, *[NhsoBadAnswer(reason="xml_malformed")] * 100]
    with pytest.raises(Stopped) as stop:
        ask(journal, nhso, time)
    assert not stop.value.token_dead
    assert (len(nhso.asked), journal.answered()) == (1 + MAX_FAILURES, 1)
    nhso.next = []
    ask(journal, nhso, time)
    assert outcomes(journal) == ["ok"] * len(CIDS)
