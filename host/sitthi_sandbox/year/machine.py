"""A workstation: a clock that may be wrong, be set or stand still, a counter since boot, a time zone, sleep.

Knows the true time only because the simulation tells it; what it shows to a host is `clock` and `ticks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sitthi.session.clock import Ticks
from sitthi_sandbox.year.oracle import Reading

BATTERY_EMPTY = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
"""What many a clock without a battery says after power was off."""


@dataclass
class Machine:
    """`keeps_key`: the vault's key outlives a boot, as on Windows; `counts`: it has a counter that hosts may trust.

    A `virtual` machine can be halted: its counter stands still, its clock is set when it runs again.
    """

    number: int
    now: float
    keeps_key: bool
    counts: bool
    virtual: bool
    error: float = 0.0
    zone: str = "Asia/Bangkok"
    boot: int = 0
    booted: float = 0.0
    asleep_until: float = 0.0

    @classmethod
    def numbered(cls, number: int, now: float) -> Machine:
        kind = number % 5
        return cls(number, now, keeps_key=kind in (2, 3), counts=kind != 3, virtual=kind == 4, booted=now - 100)

    def clock(self) -> datetime:
        return datetime.fromtimestamp(self.now + self.error, UTC).astimezone(ZoneInfo(self.zone))

    def ticks(self) -> Ticks | None:
        counter = self.reading().counter
        return None if counter is None else Ticks(f"boot {self.boot}", timedelta(seconds=counter))

    def reading(self) -> Reading:
        return Reading(self.now, self.error, self.boot, self.now - self.booted if self.counts else None)

    @property
    def asleep(self) -> bool:
        return self.now < self.asleep_until

    def sleep(self, until: float, *, clock_stands: bool) -> None:
        self.asleep_until = max(until, self.now)
        if clock_stands:
            self.error -= self.asleep_until - self.now

    def start_again(self) -> None:
        self.boot, self.booted, self.asleep_until = self.boot + 1, self.now - 30, 0.0

    def lose_battery(self) -> None:
        self.start_again()
        self.error = BATTERY_EMPTY - self.now

    def halt(self, seconds: float) -> None:
        """The counter has missed `seconds`; not more than it has counted."""
        self.booted += min(seconds, self.now - self.booted)
