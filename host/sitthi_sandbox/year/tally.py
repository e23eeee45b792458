"""What happened in a played year, in numbers; and what must not happen, as an exception."""

from __future__ import annotations

from collections import Counter

from sitthi_sandbox.year.script import Event

ROWS = (
    "logins", "logins without the service's time", "logins refused: removed", "logins without an answer",
    "logins refused by a wrong clock", "hosts killed in a login", "PINs that unlocked", "logouts", "locks",
    "fills, token alive", "fills refused: not logged in", "fills, token dead unknown to the host: replaced elsewhere",
    "fills, token dead unknown to the host: no true clock", "fills within 8 s of midnight", "rights checks",
    "sessions ended by NHSO-00003", "sessions ended at midnight", "sessions ended in doubt about the time", "sleeps",
    "clock faults", "clocks put right", "empty batteries", "zone changes", "boots", "log-outs of the account",
    "hosts restarted", "fast user switches", "halts of a virtual machine", "last uses compared", "days left compared",
    "removals at 12:30", "removals at 12:30: foretold, days left right, seen at the second",
    "removals at 12:30: foretold, days left right, seen within 8 s",
    "removals at 12:30: foretold, the clock wrong on the day",
    "removals at 12:30: no true clock, no time told at the last login",
    "removals at 12:30: no host saw the last login",
)  # fmt: skip


class Fault(AssertionError):
    """The host did what it must not, at `event`, the `index`th of the script."""

    def __init__(self, what: str, event: Event, index: int, machine: int, person: int) -> None:
        super().__init__(what, event, index, machine, person)
        self.what, self.event, self.index, self.machine, self.person = what, event, index, machine, person

    def __str__(self) -> str:
        return f"{self.what}: PC {self.machine}, operator {self.person}, at: {self.event}"


class Tally(Counter[str]):
    def note(self, row: str) -> None:
        if row not in ROWS:
            raise KeyError(row)
        self[row] += 1

    def __str__(self) -> str:
        return "\n".join(f"{self[row]:>8}  {row}" for row in ROWS)
