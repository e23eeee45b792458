"""What happens in the year, as a list of events that is drawn from a seed before anything runs.

A part of a script is a script too, so that a failing one can be cut down. Times are seconds since 1970, true time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

DAY, HOUR, MINUTE = 86_400, 3_600, 60
BANGKOK = 7 * HOUR
PEOPLE, MACHINES, ACCOUNTS = 40, 10, 2
HOSPITALS = ((180, range(5), range(20)), (60, range(5, 10), range(20, 40)))
"""Days until NHSO removes an unused operator (reference: seed 4 says 180, nhso 7 also 60), workstations, operators."""

BEGIN = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) - BANGKOK
DAYS = 365
ZONES = (
    "Asia/Bangkok", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu",
)  # fmt: skip
"""Summer time forwards, backwards, by half an hour and at midnight; and a zone of odd minutes."""

EVERYWHERE = ("midnight", "morning", "noon")
"""Kinds of events at which every account is looked at."""


@dataclass(frozen=True)
class Event:
    """`value`: seconds, a number of a zone or of a step, by `kind`; `net`: how the network is at this moment."""

    at: float
    kind: str
    machine: int = -1
    account: int = 0
    person: int = -1
    value: float = 0
    net: str = "up"

    def __str__(self) -> str:
        when = datetime.fromtimestamp(self.at + BANGKOK, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        parts = [f"{when} Bangkok", f"{self.kind:<11}"]
        parts += [f"PC {self.machine} account {self.account}"] if self.machine >= 0 else []
        parts += [f"operator {self.person}"] if self.person >= 0 else []
        parts += [f"value {self.value:.0f}"] if self.value else []
        parts += [f"network {self.net}"] if self.net != "up" else []
        return "  ".join(parts)


def write_year(seed: int, days: int = DAYS) -> list[Event]:
    """The events of `days` days in the order of time."""
    random = Random(seed)  # a script, not a secret
    events: list[Event] = []
    for day in range(days):
        start = BEGIN + day * DAY
        events += [Event(start - 20, "midnight"), Event(start + 20, "midnight"), Event(start + 9 * HOUR, "morning")]
        events += [Event(start + 12.5 * HOUR + at, "noon") for at in (-10, -1, 0, 10)]
    for machine in range(MACHINES):
        events += _machine_year(random, machine, days)
    for limit, machines, people in HOSPITALS:
        for person in people:
            events += _person_year(random, person, list(machines), limit, days)
    return sorted(events, key=lambda event: event.at)


def of_hospital(events: Sequence[Event], number: int) -> list[Event]:
    """What happens in one hospital: nobody goes from one to another."""
    machines = HOSPITALS[number][1]
    return [event for event in events if event.kind in EVERYWHERE or event.machine in machines]


# ---- a workstation ---------------------------------------------------------------------------------------------------


def _machine_year(random: Random, machine: int, days: int) -> list[Event]:
    events = []
    for day in range(days):
        start = BEGIN + day * DAY

        def add(kind: str, value: float = 0, start: int = start) -> None:
            at = start + round(random.uniform(0, DAY), 3)
            events.append(Event(at, kind, machine, random.randrange(ACCOUNTS), value=value))

        for kind, chance in (("zone", 0.03), ("reboot", 0.06), ("os_logout", 0.05), ("switch", 0.15), ("crash", 0.15),
                             ("close", 0.1), ("halt", 0.03), ("repair", 0.12)):  # fmt: skip
            if random.random() < chance:
                add(kind, _value(random, kind))
        if random.random() < 0.1:
            add("clock", _clock_error(random))
        if random.random() < 0.012:
            add("battery")
        if random.random() < 0.35:  # asleep over midnight
            at = start + round(random.uniform(17 * HOUR, 23.9 * HOUR), 3)
            kind = "sleep_still" if random.random() < 0.15 else "sleep"
            events.append(Event(at, kind, machine, value=start + DAY + random.uniform(60, 8 * HOUR)))
    return events


def _value(random: Random, kind: str) -> float:
    if kind == "zone":
        return random.randrange(len(ZONES))
    if kind == "halt":
        return random.uniform(10 * MINUTE, 5 * HOUR)
    return random.choice((0, 0, random.uniform(-4, 4), random.uniform(-90, 90))) if kind == "repair" else 0


def _clock_error(random: Random) -> float:
    """Seconds: a little, minutes, hours, days; slow or fast."""
    size = random.choice((random.uniform(0, 4), random.uniform(3 * MINUTE, HOUR), random.uniform(HOUR, 14 * HOUR),
                          random.uniform(DAY, 40 * DAY)))  # fmt: skip
    return random.choice((-1, 1)) * round(size, 3)


# ---- a person --------------------------------------------------------------------------------------------------------


def _person_year(random: Random, person: int, machines: list[int], limit: int, days: int) -> list[Event]:
    events: list[Event] = []
    home, day = random.choice(machines), random.randrange(0, 6)
    while day < days:
        leave = random.random() < 0.5 / limit
        if leave:
            events += _last_day(random, person, home, BEGIN + day * DAY)
            day += random.randint(int(limit * 0.75), int(limit * 1.25))
        elif random.random() < 0.5:
            events += _work_day(random, person, home, machines, BEGIN + day * DAY)
        day += 1
    return [event for event in events if event.at < BEGIN + days * DAY]


def _last_day(random: Random, person: int, machine: int, start: int) -> list[Event]:
    """One login before a long leave, most often where a second decides about the day of the removal."""
    second = random.choice((-1, 0, 0, 0, 1, 2, random.randint(-4 * HOUR, 4 * HOUR)))
    return [Event(start + 12.5 * HOUR + second, "login", machine, 0, person)]


def _work_day(random: Random, person: int, home: int, machines: list[int], start: int) -> list[Event]:
    machine = home if random.random() < 0.8 else random.choice(machines)
    account = int(random.random() < 0.25)
    shift = random.choice(((7, 9), (7, 9), (15, 17), (20, 23.9)))
    at = start + random.uniform(shift[0] * HOUR, shift[1] * HOUR)
    events: list[Event] = []

    def add(kind: str, value: float = 0) -> None:
        net = random.choices(("up", "down", "lost", "undated"), (92, 3, 1, 4))[0]
        events.append(Event(round(at, 3), kind, machine, account, person, value, net))

    add("login")
    for _ in range(random.randint(1, 3)):
        at += random.expovariate(1 / (1.3 * HOUR))
        add("fill", int(random.random() < 0.6))
        if random.random() < 0.3:
            at += 20
            add("rights")
        act = random.random()
        if act < 0.05:
            at += random.uniform(0, 600)
            add("login")
        elif act < 0.13:  # on at another workstation, and back at the old one for a fill
            at += random.uniform(60, HOUR)
            old, machine = machine, random.choice(machines)
            add("login")
            machine, at = (old if random.random() < 0.5 else machine), at + 60
        elif act < 0.18:
            at += 30
            add("lock")
        elif act < 0.20:
            at += 30
            add("login_dies", random.randint(1, 3))
    if random.random() < 0.5:
        at += random.uniform(60, HOUR)
        add("logout")
    if random.random() < 0.12:  # the last and the first minute of a day
        midnight = start + DAY
        for at in (midnight - random.randint(600, 7000), midnight - random.randint(17, 59),
                   midnight + random.randint(17, 59)):  # fmt: skip
            add("login" if at < midnight - 60 else "fill")
    return events
