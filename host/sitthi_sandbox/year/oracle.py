"""What is true at NHSO, and what an account's hosts could have known. In plain seconds, from the notice and the
reference alone; shares no code with what it judges.

An account has at most two witnesses of the time: the workstation's clock with what a service last said is missing on
it, and the counter since a moment whose time was known. A clock within two minutes of the counter counts as put right.
Where they differ and none is known to be wrong, the later one counts: nobody may fill with a token that may be dead.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DAY, HOUR = 86_400, 3_600
BANGKOK = 7 * HOUR
SHARP = 8.0
"""Seconds that a host may be off: clocks that differ by less than 5 count as equal, and a Date has whole seconds."""

_SET_BACK, _PUT_RIGHT = 300.0, 120.0
_NOISE = 5.0


def midnight_after(at: float) -> float:
    """A token is cleared at 00:00 every day (reference: seed 2)."""
    return ((at + BANGKOK) // DAY + 1) * DAY - BANGKOK


def removal_after(last_use: float, days: int) -> float:
    """Every day at 12:30, who is unused for more than `days` (reference: seed 4)."""
    limit = last_use + days * DAY
    run = (limit + BANGKOK) // DAY * DAY - BANGKOK + 12.5 * HOUR
    return run if run > limit else run + DAY


def days_between(now: float, then: float) -> int:
    """Nights in Bangkok from `now` to `then`."""
    return int((then + BANGKOK) // DAY - (now + BANGKOK) // DAY)


@dataclass
class Nhso:
    """The user registry: who was last used when, and the one token each of them holds with its end."""

    limit_days: int
    used: dict[int, float] = field(default_factory=dict)
    tokens: dict[int, tuple[str, float]] = field(default_factory=dict)

    def register(self, person: int, at: float) -> None:
        self.used[person] = float(int(at))
        self.tokens.pop(person, None)

    def login(self, person: int, at: float, token: str) -> None:
        """The earlier token is dead at once (reference: seed 2); the last use is stamped (3)."""
        self.used[person] = float(int(at))
        self.tokens[person] = (token, midnight_after(at))

    def logout(self, person: int, token: str) -> None:
        if self.tokens.get(person, ("", 0))[0] == token:
            del self.tokens[person]

    def removal(self, person: int) -> float:
        return removal_after(self.used[person], self.limit_days)

    def removed(self, person: int, at: float) -> bool:
        return at >= self.removal(person)

    def alive(self, person: int, token: str, at: float) -> bool:
        held, dies = self.tokens.get(person, ("", 0.0))
        return held == token and at < dies and not self.removed(person, at)


@dataclass(frozen=True)
class Reading:
    """A workstation at one moment of true time: what is wrong with its clock (seconds), its boot, its counter."""

    at: float
    error: float
    boot: int
    counter: float | None

    @property
    def wall(self) -> float:
        return self.at + self.error


@dataclass
class Held:
    """A session as it was begun: at `issued` (true time), which to the host `seemed` to be another time, maybe.

    `unsure`: it seemed wrong, and nothing has put that right since.
    """

    person: int
    token: str
    issued: float
    seemed: float
    unsure: bool

    @property
    def dies(self) -> float:
        return midnight_after(self.issued)


@dataclass
class Account:
    """What one account has been told so far."""

    held: Held | None = None
    offset: float = 0.0
    anchor: tuple[int, float, float] | None = None
    told: bool = False

    def forget(self) -> None:
        """The vault's key is gone, and with it everything but the stamps of last use."""
        self.held, self.offset, self.anchor, self.told = None, 0.0, None, False

    def beliefs(self, now: Reading) -> list[float]:
        """The times it may be by what this account knows; more than one where it cannot be told."""
        by_clock = now.wall + self.offset
        if self.anchor is None or now.counter is None or self.anchor[0] != now.boot or now.counter < self.anchor[1]:
            return [by_clock]
        by_counter = self.anchor[2] + now.counter - self.anchor[1]
        gap = abs(now.wall - by_counter)
        if gap < _PUT_RIGHT - SHARP:
            return [by_counter]
        return [by_counter, max(by_clock, by_counter)] if gap < _PUT_RIGHT + SHARP else [max(by_clock, by_counter)]

    def knows_the_time(self, now: Reading) -> bool:
        return all(abs(time - now.at) <= SHARP for time in self.beliefs(now))

    def could_know_it_is_dead(self, now: Reading) -> bool:
        """By the time alone: answers and other logins take `held` away at once."""
        held = self.held
        return held is not None and min(now.at, *self.beliefs(now)) >= held.dies + SHARP

    def must_keep(self, now: Reading) -> bool:
        """Before the end by every witness, and not before the beginning: then the end can be judged."""
        held = self.held
        if held is None or held.unsure:
            return False
        times = self.beliefs(now)
        return max(now.at, *times) < held.dies - SHARP and min(times) >= held.seemed - _SET_BACK + SHARP

    def hear(self, now: Reading) -> None:
        """A service told the time; a session that began before any did is moved by what was wrong all along."""
        held, seems = self.held, max(self.beliefs(now))
        if held is not None and held.unsure and not self.told:
            held.unsure = abs((seems - now.at) - (held.seemed - held.issued)) > _NOISE
            held.seemed = held.seemed if held.unsure else held.issued
        self.told = True
        self._settle(now, now.at)
        self.anchor = None if now.counter is None else (now.boot, now.counter, now.at)

    def assume(self, now: Reading) -> float:
        """A login where nobody told the time: what it then seems to be."""
        seems = max(self.beliefs(now))
        self._settle(now, seems)
        self.anchor = None if now.counter is None else (now.boot, now.counter, seems)
        return seems

    def look(self, now: Reading) -> None:
        """A host that runs compares clock and counter by itself."""
        self._settle(now, max(self.beliefs(now)))

    def _settle(self, now: Reading, time: float) -> None:
        missing = time - now.wall
        self.offset = missing if abs(missing) >= _NOISE else 0.0
