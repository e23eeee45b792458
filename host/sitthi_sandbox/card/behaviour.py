"""How a card misbehaves, as plain switches, and the names under which the control port turns them on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass
class Behaviour:
    """All off: a healthy card. May be changed while the card is in the reader."""

    slow_ms: float = 0.0
    """Extra time before each answer."""
    answers_at_once: bool = False
    """READ and SELECT give data + 9000 without 61xx, as through readers that do GET RESPONSE themselves."""
    refuse_ranges: bool = False
    """A READ across a field's border gets 6B00, so only field by field works."""
    refuse_laser: bool = False
    """The laser number is not readable (old chips)."""
    garbage: bool = False
    """READ answers random bytes with 9000."""
    short_answers: bool = False
    """Every answer is one byte: not even a status word."""
    read_sw: int | None = None
    """Every READ gets this status word."""
    verify_sw: int | None = None
    """Every PIN verification gets this status word; no try is used."""
    counter_c0: bool = False
    """Wrong PIN: 63 Cn instead of 63 0n (which of them real cards use is not known, reference 2.2)."""

    def clear(self) -> None:
        """Healthy again."""
        for switch in fields(self):
            setattr(self, switch.name, switch.default)


NAMED_FAULTS: Final[dict[str, dict[str, object]]] = {
    "answers-at-once": {"answers_at_once": True},
    "refuse-ranges": {"refuse_ranges": True},
    "refuse-laser": {"refuse_laser": True},
    "garbage": {"garbage": True},
    "short-answers": {"short_answers": True},
    "read-error": {"read_sw": 0x6F00},
    "read-unknown-sw": {"read_sw": 0x9A5C},
    "verify-unknown-sw": {"verify_sw": 0x6F42},
    "verify-condition": {"verify_sw": 0x6985},
    "counter-c0": {"counter_c0": True},
}


def apply_fault(behaviour: Behaviour, name: str) -> None:
    """Turns one named fault on, beside those already on. KeyError for an unknown name."""
    for switch, value in NAMED_FAULTS[name].items():
        setattr(behaviour, switch, value)
