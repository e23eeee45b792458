"""Plays a script: the real host code does what the events say, and the oracle says whether it was right."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sitthi.errors import (
    NhsoUnreachable,
    NotLoggedIn,
    SessionLocked,
    SitthiError,
    SourceUnavailable,
    TokenExpired,
    TokenRevoked,
    UserRemoved,
)
from sitthi.policy.load import load_policy
from sitthi_sandbox.nhso.cid import check_digit
from sitthi_sandbox.year.desk import SITE, Desk
from sitthi_sandbox.year.machine import Machine
from sitthi_sandbox.year.oracle import SHARP, Account, Held, Nhso, days_between
from sitthi_sandbox.year.script import ACCOUNTS, BEGIN, DAY, EVERYWHERE, HOSPITALS, ZONES, Event
from sitthi_sandbox.year.service import Service, reached
from sitthi_sandbox.year.tally import Fault, Tally

_NO_SESSION = (NotLoggedIn, TokenExpired, TokenRevoked)
_PORT, _WARN_DAYS = 18_000, 30
Seat = tuple[int, int]


def cid_of(person: int) -> str:
    """A made-up citizen ID with a right check digit."""
    twelve = f"19990{person:07d}"
    return twelve + check_digit(twelve)


class Hospital:
    """Its NHSO as it is in the sandbox and as the oracle has it."""

    def __init__(self, folder: Path, limit_days: int, people: Sequence[int]) -> None:
        self.service = Service(folder, _PORT + limit_days, limit_days)
        self.truth = Nhso(limit_days)
        for person in people:
            used = BEGIN - (person * 37 % limit_days) * DAY - person * 1000
            self.service.registry.register(cid_of(person), _moment(used - DAY), _moment(used))
            self.truth.register(person, used)

    def policy_text(self) -> str:
        quoted = json.dumps
        return (
            f"[session]\ninactivity_days = {self.truth.limit_days}\nidle_minutes = 120\n"
            f"[issuer]\nurl = {quoted(self.service.url + '/issuer')}\nallow_http = true\n"
            f"[nhso]\nendpoint = {quoted(self.service.url + '/ucwstokenp1/UCWSTokenP1')}\n"
            f'[[site]]\nname = "HIS"\nmatch = ["{SITE}/*"]\nfill = ["operator_cid", "token"]\n'
        )


class Play:
    """One run of a script in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.tally = Tally()
        self._hospitals: dict[int, Hospital] = {}
        self._of_person: dict[int, Hospital] = {}
        self._machines: dict[int, Machine] = {}
        self._desks: dict[Seat, Desk] = {}
        self._accounts: dict[Seat, Account] = {}
        self._last_seat: dict[int, Seat] = {}
        for limit, machines, people in HOSPITALS:
            hospital = Hospital(folder, limit, people)
            (folder / f"policy-{limit}.toml").write_text(hospital.policy_text(), encoding="utf-8")
            policy = load_policy([folder / f"policy-{limit}.toml"])
            self._of_person |= dict.fromkeys(people, hospital)
            for number in machines:
                self._hospitals[number] = hospital
                self._machines[number] = Machine.numbered(number, BEGIN)
                for account in range(ACCOUNTS):
                    place = folder / f"pc{number}" / str(account)
                    self._desks[number, account] = Desk(place, self._machines[number], policy)
                    self._accounts[number, account] = Account()

    def run(self, events: Sequence[Event]) -> Tally:
        """Raises Fault at the first thing that must not be."""
        with reached([hospital.service for hospital in {id(h): h for h in self._hospitals.values()}.values()]):
            for self._index, self._event in enumerate(events):
                self._play(self._event)
        return self.tally

    # ---- events ------------------------------------------------------------------------------------------------------

    def _play(self, event: Event) -> None:
        for machine in self._machines.values():
            machine.now = event.at
        if event.kind in EVERYWHERE:
            self._look_everywhere(event)
            return
        machine = self._machines[event.machine]
        if machine.asleep:
            return
        if event.person >= 0:
            desk = self._desks[event.machine, event.account]
            if not desk.open:
                desk.start_hosts()
            self._hospitals[event.machine].service.begin_event(event.at, event.net)
            _OF_PEOPLE[event.kind](self, event)
        else:
            _OF_MACHINES[event.kind](self, event, machine)
        for account in range(ACCOUNTS):
            self._check_account((event.machine, account))

    def _login(self, event: Event) -> None:
        desk = self._desks[event.machine, event.account]
        self._attempt(event, lambda: desk.login(cid_of(event.person)))

    def _login_dies(self, event: Event) -> None:
        desk = self._desks[event.machine, event.account]
        self.tally.note("hosts killed in a login")
        self._attempt(event, lambda: desk.login_dies(cid_of(event.person), int(event.value)))

    def _attempt(self, event: Event, login: Callable[[], object]) -> None:
        """A login and what it did to NHSO's registry and to this account."""
        hospital, seat, person = self._hospitals[event.machine], (event.machine, event.account), event.person
        refused: SitthiError | None = None
        try:
            login()
        except (UserRemoved, SourceUnavailable) as problem:
            refused = problem
        service, truth = hospital.service, hospital.truth
        if isinstance(refused, UserRemoved):
            self._require(truth.removed(person, event.at), "NHSO removed an operator before the time", seat, person)
            self.tally.note("logins refused: removed")
            service.registry.register(cid_of(person), service.time)  # the form was sent to the regional office
            truth.register(person, event.at)
            self._last_seat.pop(person, None)
            return
        if service.issued is None:
            self._require(refused is None or event.net in ("down", "lost"), "a login refused", seat, person)
            self.tally.note("logins without an answer" if refused else "PINs that unlocked")
            return
        self._require(not truth.removed(person, event.at), "NHSO let in a removed operator", seat, person)
        truth.login(person, event.at, service.issued)
        self._last_seat.pop(person, None)
        held = self._desks[seat].store.peek()
        if held is not None and held.token == service.issued:
            self._took(event, service)
        elif refused is not None:
            self._require(event.net in ("lost", "undated"), "a login refused", seat, person)
            self.tally.note("logins without an answer" if event.net == "lost" else "logins refused by a wrong clock")
        else:
            self._require(event.kind == "login_dies", "a login that left no session", seat, person)
        self._note_revoked(hospital)

    def _took(self, event: Event, service: Service) -> None:
        """The account holds the token that was issued."""
        seat = (event.machine, event.account)
        account, reading = self._accounts[seat], self._machines[event.machine].reading()
        seems = reading.at
        if service.heard:
            account.held = None
            account.hear(reading)
            self.tally.note("logins")
        else:
            seems = account.assume(reading)
            self.tally.note("logins without the service's time")
        unsure = abs(seems - reading.at) > SHARP
        account.held = Held(event.person, service.issued or "", reading.at, seems, unsure)
        if not unsure:
            self._last_seat[event.person] = seat

    def _note_revoked(self, hospital: Hospital) -> None:
        for person in hospital.truth.used:
            for token in hospital.service.revoked:
                hospital.truth.logout(person, token)

    def _logout(self, event: Event) -> None:
        seat = (event.machine, event.account)
        self._desks[seat].logout()
        self._accounts[seat].held = None
        self._note_revoked(self._hospitals[event.machine])
        self.tally.note("logouts")

    def _lock(self, event: Event) -> None:
        self._desks[event.machine, event.account].store.lock()
        self.tally.note("locks")

    def _fill(self, event: Event) -> None:
        seat = (event.machine, event.account)
        try:
            self._judge_fill(seat, self._desks[seat].fill())
            return
        except SessionLocked:
            pass
        except _NO_SESSION:
            self._require_no_early_end(seat)
            self.tally.note("fills refused: not logged in")
            if not event.value:
                return
        self._login(event)
        try:
            token = self._desks[seat].fill()
        except (*_NO_SESSION, SessionLocked):
            return  # the login did not succeed, or the time of its token is in doubt
        self._judge_fill(seat, token)

    def _judge_fill(self, seat: Seat, token: str) -> None:
        account, hospital, reading = self._accounts[seat], self._hospitals[seat[0]], self._machines[seat[0]].reading()
        held = account.held
        if held is None or held.token != token:
            raise self._fault("a fill with a token whose end this account had seen", seat, held.person if held else -1)
        alive = hospital.truth.alive(held.person, token, reading.at)
        accepted = hospital.service.registry.accepts(cid_of(held.person), token, hospital.service.time)
        self._require(alive == accepted, "sandbox and oracle differ about a token", seat, held.person)
        if abs(reading.at - held.dies) <= SHARP:
            self.tally.note("fills within 8 s of midnight")
        elif alive:
            self.tally.note("fills, token alive")
        else:
            known = account.could_know_it_is_dead(reading)
            self._require(not known, "a fill with a token that is known to be dead", seat, held.person)
            why = "replaced elsewhere" if reading.at < held.dies else "no true clock"
            self.tally.note(f"fills, token dead unknown to the host: {why}")

    def _rights(self, event: Event) -> None:
        seat, hospital = (event.machine, event.account), self._hospitals[event.machine]
        account, reading = self._accounts[seat], self._machines[event.machine].reading()
        held, answer = account.held, "ok"
        try:
            self._desks[seat].check_rights()
        except (SessionLocked, NhsoUnreachable):
            return
        except _NO_SESSION:
            answer = "dead"
        if not hospital.service.asked:
            self._require_no_early_end(seat)
            return
        if held is None:
            raise self._fault("a question with a token whose end this account had seen", seat, -1)
        self.tally.note("rights checks")
        alive = hospital.truth.alive(held.person, held.token, reading.at)
        self._require(alive == (answer == "ok"), "sandbox and oracle differ about a token", seat, held.person)
        if hospital.service.heard:
            account.hear(reading)
        if answer == "dead":
            account.held = None
            self.tally.note("sessions ended by NHSO-00003")

    # ---- events of a workstation -------------------------------------------------------------------------------------

    def _clock(self, event: Event, machine: Machine) -> None:
        machine.error = event.value
        self.tally.note("clock faults" if event.kind == "clock" else "clocks put right")

    def _zone(self, event: Event, machine: Machine) -> None:
        machine.zone = ZONES[int(event.value)]
        self.tally.note("zone changes")

    def _halt(self, event: Event, machine: Machine) -> None:
        if machine.virtual:
            machine.halt(event.value)
            self.tally.note("halts of a virtual machine")

    def _sleep(self, event: Event, machine: Machine) -> None:
        machine.sleep(event.value, clock_stands=event.kind == "sleep_still")
        self.tally.note("sleeps")

    def _start_again(self, event: Event, machine: Machine) -> None:
        if event.kind == "battery":
            machine.lose_battery()
            self.tally.note("empty batteries")
        else:
            machine.start_again()
        self.tally.note("boots")
        for account in range(ACCOUNTS):
            self._leave_account((machine.number, account))

    def _os_logout(self, event: Event, machine: Machine) -> None:
        self.tally.note("log-outs of the account")
        self._leave_account((machine.number, event.account))

    def _leave_account(self, seat: Seat) -> None:
        if not self._machines[seat[0]].keeps_key:
            self._desks[seat].lose_key()
            self._accounts[seat].forget()
        self._desks[seat].start_hosts()

    def _switch(self, event: Event, machine: Machine) -> None:
        """Fast user switching: this account's screen is locked, its hosts run on."""
        self._desks[machine.number, event.account].store.lock()
        self.tally.note("fast user switches")

    def _crash(self, event: Event, machine: Machine) -> None:
        self._desks[machine.number, event.account].start_hosts()
        self.tally.note("hosts restarted")

    def _close(self, event: Event, machine: Machine) -> None:
        self._desks[machine.number, event.account].open = False

    # ---- what must hold ----------------------------------------------------------------------------------------------

    def _look_everywhere(self, event: Event) -> None:
        for seat in self._desks:
            self._check_account(seat)
        for person, hospital in self._of_person.items():
            removal = hospital.truth.removal(person)
            if event.kind == "morning" or (event.kind == "noon" and abs(event.at - removal) <= 10):
                if event.at == removal:
                    self.tally.note("removals at 12:30")
                self._check_prediction(person, hospital, removal)

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
            alive = self._hospitals[seat[0]].truth.alive(held.person, held.token, reading.at)
            self._require(not alive, "a live token dropped early", seat, held.person)

    def _check_prediction(self, person: int, hospital: Hospital, removal: float) -> None:
        """By the account where this person logged in last: the moment always, the days where the time is known."""
        now = self._event.at
        user = hospital.service.registry.user(cid_of(person), _moment(now))
        if user is None or user.removal_at.timestamp() != removal or user.removed != (now >= removal):
            raise self._fault("sandbox and oracle differ about a removal", (-1, 0), person)
        seat = self._last_seat.get(person)
        if seat is None:
            return
        store, reading = self._desks[seat].store, self._machines[seat[0]].reading()
        found = store.inactivity(cid_of(person))
        told = found is not None and found.removal_at.timestamp() == removal
        if found is None or not told:
            when = "nothing" if found is None else found.removal_at.isoformat()
            raise self._fault(f"a removal foretold for the wrong time ({when})", seat, person)
        self.tally.note("last uses compared")
        if not self._accounts[seat].knows_the_time(reading):
            return
        left = max(0, days_between(now, removal))
        right = (found.days_left, found.warn) == (left, left <= _WARN_DAYS)
        self._require(right, f"{found.days_left} days left instead of {left}", seat, person)
        self.tally.note("days left compared")
        if abs(now - removal) > SHARP or store.now() == _moment(now):
            self._require(found.removed == (now >= removal), "a removal seen at another moment", seat, person)
            if now == removal:
                self.tally.note("removals at 12:30 told to the second by a host")

    def _require(self, holds: bool, what: str, seat: Seat, person: int) -> None:
        if not holds:
            raise self._fault(what, seat, person)

    def _fault(self, what: str, seat: Seat, person: int) -> Fault:
        return Fault(what, self._event, self._index, seat[0], person)


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


_OF_PEOPLE: dict[str, Callable[[Play, Event], None]] = {
    "login": Play._login,
    "login_dies": Play._login_dies,
    "logout": Play._logout,
    "lock": Play._lock,
    "fill": Play._fill,
    "rights": Play._rights,
}
_OF_MACHINES: dict[str, Callable[[Play, Event, Machine], None]] = {
    "clock": Play._clock,
    "repair": Play._clock,
    "zone": Play._zone,
    "halt": Play._halt,
    "sleep": Play._sleep,
    "sleep_still": Play._sleep,
    "reboot": Play._start_again,
    "battery": Play._start_again,
    "os_logout": Play._os_logout,
    "switch": Play._switch,
    "crash": Play._crash,
    "close": Play._close,
}
