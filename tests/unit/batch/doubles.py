"""NHSO and time as the batch meets them, without either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sitthi.card.cid import check_digit


def people(count: int) -> Iterator[str]:
    """So many different citizen IDs with a right check digit."""
    for number in range(count):
        first = f"{110_000_000_000 + number}"
        yield first + str(check_digit(first))


def rights(cid: str, **changed: object) -> dict[str, Any]:
    """The `rights` of `rights.check` about a made-up person."""
    coded = {"code": cid[-3:], "name": "ชื่อ"}
    return {
        "outcome": "ok",
        "name": f"นาย ตัวอย่าง {cid[-4:]}",
        "scheme": {"code": "UCS", "name": "สิทธิหลักประกันสุขภาพแห่งชาติ"},
        "sub_scheme": coded,
        "hospital_main": coded,
        "hospital_op": {"code": "", "name": ""},
        "hospital_sub": coded,
        "valid_from": "2017-01-01",
        "valid_to": "",
        "no_expiry": True,
        "status": {"code": "", "text": ""},
        "source": "ucws",
        "requested_at": "2026-01-05T08:00:00+07:00",
        **changed,
    }


class Nhso:
    """Answers, counts, and does first what is in `next`: an exception to raise, or something to call."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.next: list[Exception | Callable[[], None] | None] = []

    def look_up(self, cid: str) -> dict[str, Any]:
        self.asked[cid] += 1
        first = self.next.pop(0) if self.next else None
        if isinstance(first, Exception):
            raise first
        if first is not None:
            first()
        return rights(cid)


class Time:
    """A clock that only sleeping, and whoever says so, moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pass_(self, seconds: float) -> None:
        self.now += seconds
