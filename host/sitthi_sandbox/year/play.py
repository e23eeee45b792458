"""Plays a script: the real host code does what the events say, and the oracle says whether it was right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
from sitthi_sandbox.year.hospital import Hospital, Seat, cid_of
from sitthi_sandbox.year.machine import Machine
from sitthi_sandbox.year.oracle import SHARP, Held, midnight_after
from sitthi_sandbox.year.script import ACCOUNTS, EVERYWHERE, ZONES, Event
from sitthi_sandbox.year.service import reached
from sitthi_sandbox.year.tally import Tally

_NO_SESSION = (NotLoggedIn, TokenExpired, TokenRevoked)
_COMPARED = 4
"""At every fourth fill, besides every rights check and every dead token, the sandbox is asked what the oracle says."""


class Play(Hospital):
    """One run of a hospital's script."""

    def run(self, events: Sequence[Event]) -> Tally:
        """Raises Fault at the first thing that must not be."""
        with reached(self._service):
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
            self._service.begin_event(event.at, event.net)
            _OF_PEOPLE[event.kind](self, event)
            self._check_account((event.machine, event.account))
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
        seat, person = (event.machine, event.account), event.person
        refused: SitthiError | None = None
        try:
            login()
        except (UserRemoved, SourceUnavailable) as problem:
            refused = problem
        service, truth = self._service, self._truth
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
            self._took(event)
        elif refused is not None:
            last_seconds = midnight_after(event.at) - event.at <= SHARP
            self._require(event.net in ("lost", "undated") or last_seconds, "a login refused", seat, person)
            self.tally.note("logins without an answer" if event.net == "lost" else "logins refused by a wrong clock")
        else:
            self._require(event.kind == "login_dies", "a login that left no session", seat, person)
        self._note_revoked()

    def _took(self, event: Event) -> None:
        """The account holds the token that was issued."""
        seat = (event.machine, event.account)
        account, reading = self._accounts[seat], self._machines[event.machine].reading()
        seems = reading.at
        if self._service.heard:
            account.held = None
            account.hear(reading)
            self.tally.note("logins")
        else:
            seems = account.assume(reading)
            self.tally.note("logins without the service's time")
        unsure = abs(seems - reading.at) > SHARP
        account.held = Held(event.person, self._service.issued or "", reading.at, seems, unsure)
        if not unsure:
            self._last_seat[event.person] = seat
            self._told_at_login[event.person] = self._service.heard

    def _note_revoked(self) -> None:
        for token in self._service.revoked:
            for person in self._truth.used:
                self._truth.logout(person, token)

    def _logout(self, event: Event) -> None:
        seat = (event.machine, event.account)
        self._desks[seat].logout()
        self._accounts[seat].held = None
        self._note_revoked()
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
        account, reading = self._accounts[seat], self._machines[seat[0]].reading()
        held = account.held
        if held is None or held.token != token:
            raise self._fault("a fill with a token whose end this account had seen", seat, held.person if held else -1)
        alive = self._truth.alive(held.person, token, reading.at)
        if not alive or self._index % _COMPARED == 0:
            accepted = self._service.registry.accepts(cid_of(held.person), token, self._service.time)
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
        seat = (event.machine, event.account)
        account, reading = self._accounts[seat], self._machines[event.machine].reading()
        held, answer = account.held, "ok"
        try:
            self._desks[seat].check_rights()
        except (SessionLocked, NhsoUnreachable):
            return
        except _NO_SESSION:
            answer = "dead"
        if not self._service.asked:
            self._require_no_early_end(seat)
            return
        if held is None:
            raise self._fault("a question with a token whose end this account had seen", seat, -1)
        self.tally.note("rights checks")
        alive = self._truth.alive(held.person, held.token, reading.at)
        self._require(alive == (answer == "ok"), "sandbox and oracle differ about a token", seat, held.person)
        if self._service.heard:
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
