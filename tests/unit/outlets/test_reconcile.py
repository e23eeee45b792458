"""One look at an outlet: what should be out there is, nothing else stays, and failures are kept, not raised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sitthi.errors_outlets import OutletTimeout, OutletUnreachable
from sitthi.outlets import Trace
from sitthi.outlets.entry import Entry, from_json, to_json
from sitthi.outlets.reconcile import FORGOTTEN_AFTER_S, PAUSES_S, Desk, reconcile
from sitthi.session.token import Session
from unit.outlets.conftest import CID, LATER, TOKEN, FakePlace, session

SETTINGS: dict[str, object] = {"path": "x"}


class Counter:
    """Looks at one outlet, with a clock, a journal and an audit of its own."""

    def __init__(self) -> None:
        self.place, self.now = FakePlace(), 1000.0
        self.kept = [Entry("file", "x")]
        self.audited: list[tuple[str, str | None, str]] = []
        self.audit_fails = self.keep_fails = False

    @property
    def entry(self) -> Entry:
        return self.kept[-1]

    def look(self, wanted: Session | None, settings: dict[str, object] = SETTINGS, *, hurry: bool = False) -> Entry:
        return reconcile(self.entry, self.place, settings, wanted, Desk(self._keep, self, self.now), hurry=hurry)

    def record(self, action: str, *, cid: str | None, outlet: str, outcome: str) -> None:
        if self.audit_fails:
            raise OSError("no space")
        self.audited.append((action, cid, outcome))

    def _keep(self, entry: Entry) -> None:
        if self.keep_fails:
            raise OSError("no space")
        self.kept.append(entry)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_delivered_once_and_taken_back_once(counter: Counter) -> None:
    who = session()
    counter.look(who)
    counter.look(who)
    assert (counter.place.held, counter.place.calls) == (TOKEN, ["deliver"])
    counter.look(None)
    counter.look(None)
    assert (counter.place.held, counter.place.calls) == (None, ["deliver", "withdraw"])
    assert counter.audited == [("outlet.deliver", CID, "ok"), ("outlet.withdraw", CID, "ok")]


def test_the_trace_is_kept_before_anything_is_written(counter: Counter) -> None:
    counter.keep_fails = True
    with pytest.raises(OSError, match="no space"):
        counter.look(session())
    assert counter.place.held is None


def test_a_new_session_and_new_settings_first_take_the_old_token_back(counter: Counter) -> None:
    counter.look(session())
    later = session(token=LATER)
    counter.look(later)
    assert counter.place.held == LATER
    counter.look(later, {"path": "x", "bom": True})
    assert counter.place.calls == ["deliver", "withdraw", "deliver", "withdraw", "deliver"]


def test_after_a_crash_what_was_begun_is_taken_back_first(counter: Counter) -> None:
    """The journal says that a delivery began; how far it came is not known."""
    counter.look(session())
    begun = replace(counter.entry, done=False)
    counter.kept.append(begun)
    counter.look(None)
    assert counter.place.held is None


def test_a_failure_is_kept_and_tried_again_after_a_pause(counter: Counter) -> None:
    who = session()
    counter.place.fails = {"deliver": OutletUnreachable(reason="timeout")}
    assert counter.look(who).problem == {"name": "outlet_unreachable", "data": {"reason": "timeout"}}
    counter.look(who)
    assert counter.place.calls == ["deliver"]
    for pause in PAUSES_S:
        counter.now += pause
        counter.look(who)
    assert counter.place.calls == ["deliver"] * (1 + len(PAUSES_S))
    counter.place.fails = {}
    counter.now += PAUSES_S[-1]
    entry = counter.look(who)
    assert (entry.problem, entry.attempts, counter.place.held) == (None, 0, TOKEN)


def test_a_lasting_failure_is_audited_once(counter: Counter) -> None:
    who = session()
    counter.place.fails = {"deliver": OutletUnreachable(reason="timeout")}
    for _ in range(5):
        counter.look(who, hurry=True)
    assert counter.audited == [("outlet.deliver", CID, "outlet_unreachable")]


def test_a_new_session_does_not_wait_for_the_old_ones_pause(counter: Counter) -> None:
    counter.place.fails = {"deliver": OutletTimeout()}
    counter.look(session())
    counter.place.fails = {}
    counter.look(session(token=LATER))
    assert counter.place.held == LATER


def test_a_clock_that_was_set_back_does_not_stretch_the_pause(counter: Counter) -> None:
    who = session()
    counter.place.fails = {"deliver": OutletTimeout()}
    counter.look(who)
    counter.place.fails, counter.now = {}, counter.now - 100_000
    counter.look(who)
    assert counter.place.held == TOKEN


def test_nothing_new_is_written_while_the_old_token_cannot_be_taken_back(counter: Counter) -> None:
    counter.look(session())
    counter.place.fails = {"withdraw": OutletUnreachable(reason="refused")}
    entry = counter.look(session(token=LATER))
    assert (counter.place.held, counter.place.calls) == (TOKEN, ["deliver", "withdraw"])
    assert entry.trace is not None


def test_a_token_that_is_long_dead_is_not_chased_for_ever(counter: Counter) -> None:
    counter.look(session())
    counter.place.fails = {"withdraw": OutletUnreachable(reason="refused")}
    counter.now = counter.entry.expires_at + FORGOTTEN_AFTER_S - 1
    assert counter.look(None).trace is not None
    counter.now += 1 + PAUSES_S[0]
    assert counter.look(None).trace is None
    assert counter.audited[-1] == ("outlet.withdraw", CID, "given_up")


def test_what_failed_half_way_is_looked_at_again(counter: Counter) -> None:
    counter.place.fails_after = {"deliver": OutletTimeout()}
    who = session()
    assert counter.look(who).trace is not None
    counter.now += PAUSES_S[0]
    counter.look(who)
    assert counter.place.calls == ["deliver", "withdraw", "deliver"]
    assert counter.place.held == TOKEN


def test_what_cannot_be_audited_is_not_left_there(counter: Counter) -> None:
    counter.audit_fails = True
    entry = counter.look(session())
    assert counter.place.held is None
    assert entry.problem == {"name": "internal_error", "data": {"kind": "OSError"}}


def test_a_bug_of_an_outlet_is_told_without_its_words(counter: Counter) -> None:
    counter.place.fails_after = {"deliver": ValueError(TOKEN)}
    entry = counter.look(session())
    assert entry.problem == {"name": "internal_error", "data": {"kind": "ValueError"}}
    assert TOKEN not in repr(counter.kept)


def test_an_entry_survives_its_json_form() -> None:
    sealed: list[dict[str, object]] = []

    def seal(values: dict[str, object]) -> str:
        sealed.append(values)
        return str(len(sealed))

    entry = Entry("file", "x", {"path": "y"}, "id", 5.0, True, Trace({"a": 1}, {"cid": CID}), {"name": "n"}, "id", 2)
    packed = to_json(entry, seal)
    assert CID not in str(packed)
    assert from_json(packed, lambda text: sealed[int(text) - 1]) == entry
    lost = from_json(packed, lambda text: {})
    assert lost is not None
    assert lost.trace == Trace({"a": 1})


@pytest.mark.parametrize(
    "raw", [None, [], "x", {}, {"version": 2}, {"version": 1, "trace": 5}, {"version": 1, "trace": None, "at": "x"}]
)
def test_what_is_no_entry_is_none(raw: Any) -> None:
    assert from_json(raw, lambda text: {}) is None
