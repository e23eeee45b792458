"""One hospital of the year and what must hold in it: the hosts' accounts beside the oracle's, compared.

Knows no kinds of events but those at which everything is looked at; play.py does what a script says.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sitthi.policy.load import load_policy
from sitthi.policy.model import Policy
from sitthi_sandbox.nhso.cid import check_digit
from sitthi_sandbox.year.desk import SITE, Desk
from sitthi_sandbox.year.machine import Machine
from sitthi_sandbox.year.oracle import SHARP, Account, Nhso, days_between
from sitthi_sandbox.year.script import ACCOUNTS, BEGIN, DAY, HOSPITALS, Event
from sitthi_sandbox.year.service import Service
from sitthi_sandbox.year.tally import Fault, Tally

_WARN_DAYS = 30
Seat = tuple[int, int]


def cid_of(person: int) -> str:
    """A made-up citizen ID with a right check digit."""
    twelve = f"19990{person:07d}"
    return twelve + check_digit(twelve)


class Hospital:
    """In an empty folder, on the first morning. Every check raises Fault, at the event that is being played."""

    _event: Event
    _index: int

    def __init__(self, folder: Path, number: int) -> None:
        limit, machines, people = HOSPITALS[number]
        self.tally = Tally()
        self._service = Service(folder, limit)
        self._truth = Nhso(limit)
        self._machines = {machine: Machine.numbered(machine, BEGIN) for machine in machines}
        self._desks: dict[Seat, Desk] = {}
        self._accounts: dict[Seat, Account] = {}
        self._last_seat: dict[int, Seat] = {}
        self._told_at_login: dict[int, bool] = {}
        for person in people:
            used = BEGIN - (person * 37 % limit) * DAY - person * 1000
            self._service.registry.register(cid_of(person), _moment(used - DAY), _moment(used))
            self._truth.register(person, used)
        policy = _policy(folder, limit, self._service.url)
        for machine in machines:
            for account in range(ACCOUNTS):
                place = folder / f"pc{machine}" / str(account)
                self._desks[machine, account] = Desk(place, self._machines[machine], policy)
                self._accounts[machine, account] = Account()

    # ---- what must hold ----------------------------------------------------------------------------------------------

    def _look_everywhere(self, event: Event) -> None:
        for seat, account in self._accounts.items():
            if event.kind == "midnight" and account.held is not None:
                self._check_account(seat)
        for person in self._truth.used:
            removal = self._truth.removal(person)
            morning = event.kind == "morning" and (removal - event.at < 35 * DAY or (self._index + person) % 4 == 0)
            if morning or (event.kind == "noon" and abs(event.at - removal) <= 10):
                if event.at == removal:
                    self.tally.note("removals at 12:30")
                self._check_prediction(person, removal)

    def _check_account(self, seat: Seat) -> None:
        """What the timers of a running host see, against what is true and known."""
        desk, machine, account = self._desks[seat], self._machines[seat[0]], self._accounts[seat]
        if machine.asleep or not desk.open:
            return
        session, reading, held = desk.store.sweep().session, machine.reading(), account.held
        if session is not None:
            if held is None or held.token != session.token:
                raise self._fault("a token kept whose end this account had seen", seat, held.person if held else -1)
            self._require(not account.could_know_it_is_dead(reading), "a dead token kept", seat, held.person)
        elif held is not None:
            self._require_no_early_end(seat)
            in_doubt = reading.at < held.dies - SHARP
            self.tally.note("sessions ended in doubt about the time" if in_doubt else "sessions ended at midnight")
            account.held = None
        account.look(reading)

    def _require_no_early_end(self, seat: Seat) -> None:
        account, reading, held = self._accounts[seat], self._machines[seat[0]].reading(), self._accounts[seat].held
        if held is not None and account.must_keep(reading):
            alive = self._truth.alive(held.person, held.token, reading.at)
            self._require(not alive, "a live token dropped early", seat, held.person)

    def _check_prediction(self, person: int, removal: float) -> None:
        """By the account where this person logged in last: the days left where the time is known, and the moment there
        and wherever a service told the time of the login: a last use after what the clock says could be that clock's.
        """
        now = self._event.at
        if self._event.kind == "noon":
            user = self._service.registry.user(cid_of(person), _moment(now))
            if user is None or user.removal_at.timestamp() != removal or user.removed != (now >= removal):
                raise self._fault("sandbox and oracle differ about a removal", (-1, 0), person)
        seat = self._last_seat.get(person)
        if seat is None:
            self._note_removal(removal, "no host saw the last login")
            return
        store, reading = self._desks[seat].store, self._machines[seat[0]].reading()
        known = self._accounts[seat].knows_the_time(reading)
        if not known and not self._told_at_login[person]:
            self._note_removal(removal, "no true clock, no time told at the last login")
            return
        found = store.inactivity(cid_of(person))
        told = found is not None and found.removal_at.timestamp() == removal
        if found is None or not told:
            when = "nothing" if found is None else found.removal_at.isoformat()
            raise self._fault(f"a removal foretold for the wrong time ({when})", seat, person)
        self.tally.note("last uses compared")
        if not known:
            self._note_removal(removal, "foretold, the clock wrong on the day")
            return
        left = max(0, days_between(now, removal))
        right = (found.days_left, found.warn) == (left, left <= _WARN_DAYS)
        self._require(right, f"{found.days_left} days left instead of {left}", seat, person)
        self.tally.note("days left compared")
        if abs(now - removal) > SHARP or store.now() == _moment(now):
            self._require(found.removed == (now >= removal), "a removal seen at another moment", seat, person)
            self._note_removal(removal, "foretold, days left right, seen at the second")
        else:
            self._note_removal(removal, "foretold, days left right, seen within 8 s")

    def _note_removal(self, removal: float, how: str) -> None:
        if self._event.at == removal:
            self.tally.note(f"removals at 12:30: {how}")

    def _require(self, holds: bool, what: str, seat: Seat, person: int) -> None:
        if not holds:
            raise self._fault(what, seat, person)

    def _fault(self, what: str, seat: Seat, person: int) -> Fault:
        return Fault(what, self._event, self._index, seat[0], person)


def _policy(folder: Path, limit_days: int, url: str) -> Policy:
    """As a hospital writes it, and read from its file."""
    file = folder / "policy.toml"
    file.write_text(
        f"[session]\ninactivity_days = {limit_days}\nidle_minutes = 120\n"
        f'[issuer]\nurl = "{url}/issuer"\nallow_http = true\n'
        f'[nhso]\nendpoint = "{url}/ucwstokenp1/UCWSTokenP1"\n'
        f'[[site]]\nname = "HIS"\nmatch = ["{SITE}/*"]\nfill = ["operator_cid", "token"]\n',
        encoding="utf-8",
    )
    return load_policy([file])


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
