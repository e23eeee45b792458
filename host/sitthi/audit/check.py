"""Looks for what was done to an audit behind its back. Reads only; pure on what it is given."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sitthi.audit.chain import START, Mark, link, seal_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitthi.audit.chain import Entry

Kind = Literal["changed", "missing", "cut_off", "head_missing", "head_changed", "checkpoint_changed"]


@dataclass(frozen=True)
class Fault:
    """`first` and `last` are numbers of entries; both 0 where the fault is of none."""

    kind: Kind
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Finding:
    """`first`, `last`: the numbers that are kept, 0 where there is none. Nothing was tampered with when no fault is
    in it.
    """

    entries: int
    first: int
    last: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def check(
    key: bytes,
    entries: Iterable[tuple[Entry, bytes]],
    checkpoint: tuple[Mark, bytes] | None,
    head: Mark | Literal["changed"] | None,
) -> Finding:
    """Every entry against its link, the beginning against the checkpoint, the end against the head.

    An entry that does not fit is "changed": edited, put in, or moved. What follows it is judged by the link that it
    carries, so that one fault is one finding.
    """
    faults: list[Fault] = []
    at = Mark(0, START)
    if checkpoint is not None:
        at, seal = checkpoint
        if not hmac.compare_digest(seal, seal_checkpoint(key, at)):
            faults.append(Fault("checkpoint_changed"))
    count, first, known = 0, 0, True
    reached = at.link if isinstance(head, Mark) and head.seq == at.seq else None
    for entry, its_link in entries:
        if entry.seq != at.seq + 1:
            faults.append(Fault("missing", at.seq + 1, entry.seq - 1))
            known = False  # what the entry was tied to is gone
        if known and not hmac.compare_digest(its_link, link(key, at.link, entry)):
            faults.append(Fault("changed", entry.seq, entry.seq))
        known = True
        at = Mark(entry.seq, its_link)
        count, first = count + 1, first or entry.seq
        if isinstance(head, Mark) and entry.seq == head.seq:
            reached = its_link
    faults += _end(head, at, count, reached)
    return Finding(count, first, at.seq if count else 0, tuple(faults))


def _end(head: Mark | Literal["changed"] | None, at: Mark, count: int, reached: bytes | None) -> list[Fault]:
    if head == "changed":
        return [Fault("head_changed")]
    if head is None:
        return [Fault("head_missing")] if count or at.seq else []
    if head.seq > at.seq:
        return [Fault("cut_off", at.seq + 1, head.seq)]
    if reached is not None and not hmac.compare_digest(reached, head.link):
        return [Fault("changed", head.seq, head.seq)]
    return []
