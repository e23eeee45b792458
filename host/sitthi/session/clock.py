"""What time it really is, on a workstation whose clock may be wrong, be set, or sleep.

Three witnesses: the machine's clock and what was found to be missing on it; a counter that no one can set, since a
moment whose true time is known; and the last true time that a service told, kept in a file. Knows no session.
"""

from __future__ import annotations

import contextlib
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from sitthi.session.files import read_private, replace_private

REPAIRED_WITHIN = timedelta(minutes=2)
"""A clock this close to the true time has been put right (or was right all along)."""

WRONG_FROM = timedelta(minutes=2)
"""From this difference on a person is told that the clock is wrong; smaller ones are corrected for in silence."""

_MOST_BYTES = 64
_KEEP_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Ticks:
    """Time since some moment of this boot, also while the machine slept; `boot` names the boot."""

    boot: str
    elapsed: timedelta


@dataclass(frozen=True)
class Anchor:
    """A moment whose true time (`at`, UTC) is known, on the counter of the boot it happened in."""

    ticks: Ticks
    at: datetime


@dataclass(frozen=True)
class ClockHealth:
    """`offset`: what is missing on this machine's clock; `wrong`: whether a person should hear of it."""

    offset: timedelta
    wrong: bool


def no_ticks() -> Ticks | None:
    """For a machine without a counter that can be trusted."""
    return None


def boot_ticks() -> Ticks | None:
    """The counter of this machine; None where it stops in sleep or boots cannot be told apart."""
    boot = _boot()
    if not boot:
        return None
    if sys.platform == "linux":
        return Ticks(boot, timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME)))
    return Ticks(boot, timedelta(seconds=time.monotonic()))  # Windows: GetTickCount64, which counts on in sleep


def true_time(wall: datetime, ticks: Ticks | None, offset: timedelta, anchor: Anchor | None) -> datetime:
    """The best guess, UTC; where two witnesses differ for no known reason, the later: a token is then rather dead.

    `wall` is this machine's clock, `offset` what was missing on it when it was last compared. A clock that was set
    back does not set the time back; one that was put right is believed; one that ran ahead (a virtual machine that
    was halted, or somebody set it) makes it later.
    """
    wall = wall.astimezone(UTC)
    by_clock = wall + offset
    if anchor is None or ticks is None or ticks.boot != anchor.ticks.boot or ticks.elapsed < anchor.ticks.elapsed:
        return by_clock
    by_counter = anchor.at + (ticks.elapsed - anchor.ticks.elapsed)
    if abs(wall - by_counter) < REPAIRED_WITHIN:
        return by_counter
    return max(by_clock, by_counter)


class LastGoodTime:
    """The last true time that a service told, in a file: a clock that stands before it is wrong without a doubt.

    The newest word of a service replaces an older one, also with an earlier time: a service that was wrong once must
    not make this machine's clock look wrong for ever.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> datetime | None:
        with contextlib.suppress(OSError, ValueError):
            moment = datetime.fromisoformat((read_private(self._path, _MOST_BYTES) or b"").decode("ascii"))
            return moment.astimezone(UTC) if moment.tzinfo else None
        return None

    def keep(self, moment: datetime, *, at_once: bool = False) -> None:
        """At most every ten minutes, unless `at_once`; a disk that is full costs nothing but this help."""
        before = self.read()
        if at_once or before is None or not timedelta(0) <= moment - before < _KEEP_EVERY:
            with contextlib.suppress(OSError):
                replace_private(self._path, moment.astimezone(UTC).isoformat(timespec="seconds").encode())


@cache
def _boot() -> str:
    """What differs from boot to boot; "" where nothing is known to."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    if sys.platform == "win32":
        import winreg

        place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "BootId")[0])
    return ""
