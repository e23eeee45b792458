"""What one running sandbox is made of, and the counters a test may look at. No HTTP in here."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from .clock import SandboxClock
from .faults import FaultBox
from .registry import Registry
from .seed import seed_users
from .srm import SrmDesk


class Calls:
    """Counts calls by kind and remembers the last outcome of each; never who or what was asked about."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._last: dict[str, str] = {}

    def note(self, kind: str, outcome: str) -> None:
        """Count a call of `kind` that ended with `outcome` (a ws_status, a fault code or an HTTP status)."""
        with self._lock:
            self._counts[kind] += 1
            self._last[kind] = outcome

    def report(self) -> dict[str, object]:
        """`{"counts": {kind: n}, "last": {kind: outcome}}`"""
        with self._lock:
            return {"counts": dict(self._counts), "last": dict(self._last)}

    def clear(self) -> None:
        """Back to nothing."""
        with self._lock:
            self._counts.clear()
            self._last.clear()


@dataclass
class Sandbox:
    """One sandbox. With a workstation key, the issuer asks for it."""

    registry: Registry
    clock: SandboxClock = field(default_factory=SandboxClock)
    faults: FaultBox = field(default_factory=FaultBox)
    calls: Calls = field(default_factory=Calls)
    srm: SrmDesk = field(default_factory=SrmDesk)
    workstation_key: str | None = field(default=None, repr=False)

    def reset(self) -> None:
        """The state of a fresh start: real time, no faults, no counts, the starting users."""
        self.clock.reset()
        self.faults.clear()
        self.calls.clear()
        self.srm.clear()
        self.registry.clear()
        seed_users(self.registry, self.clock.now())
