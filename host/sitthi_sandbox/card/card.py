"""One virtual card: T=0 around the applets, faults, and the power. It knows no reader; `vpcd` puts it into
one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from .adm import AdmApplet
from .apdu import Answer, Applet, Command, MalformedApdu, exactly, parse_command
from .behaviour import Behaviour
from .constants import (
    ATR_FOREIGN,
    SW_CONDITIONS,
    SW_MORE,
    SW_NOT_FOUND,
    SW_OK,
    SW_WRONG_LE,
    SW_WRONG_LENGTH,
    SW_WRONG_P1P2,
    uses_response_p2,
)
from .image import build_image
from .isd import IssuerDomain
from .moi import MoiApplet
from .person import Person
from .tries import TryCounter

_SELECT: Final = (0x00, 0xA4, 0x04, 0x00)
_GET_RESPONSE: Final = 0xC0

Observer = Callable[[bytes, bytes], None]
"""Called with (command, response) after each exchange. Holds personal data: for tests, never for a log."""


class CardPulled(Exception):
    """The hand pulled the card out at this APDU."""


class InsertableCard(Protocol):
    """What a reader's slot needs of a card."""

    atr: bytes
    behaviour: Behaviour

    def transmit(self, apdu: bytes) -> bytes: ...

    def power_off(self) -> None: ...


@dataclass
class _Pull:
    left: int
    after: bool


class VirtualCard:
    """A person's card. Keep the object to keep its try counter over insertions."""

    def __init__(
        self,
        person: Person,
        *,
        tries: TryCounter | None = None,
        behaviour: Behaviour | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.person = person
        self.atr = person.atr
        self.tries = tries or TryCounter()
        self.behaviour = behaviour or Behaviour()
        self.observer = observer
        self._adm = AdmApplet(person.laser_id, person.pin, self.tries, self.behaviour)
        self._domain: Applet = IssuerDomain(person.chip_id)
        moi = MoiApplet(build_image(person), self.behaviour)
        self._applets: dict[bytes, Applet] = {a.aid: a for a in (moi, self._adm, self._domain)}
        self._selected: Applet = self._domain
        self._waiting = b""
        self._pull: _Pull | None = None

    @property
    def verified(self) -> bool:
        """The PIN was accepted and nothing has ended that since."""
        return self._adm.verified

    def pull_at(self, apdu: int, *, after: bool = False) -> None:
        """Pulls the card at the `apdu`-th APDU from now (1 = the next): before the card works on it, or
        after the work and before the answer.
        """
        self._pull = _Pull(apdu, after)

    def cancel_pull(self) -> None:
        """Nobody pulls it after all."""
        self._pull = None

    def power_off(self) -> None:
        """Also what a reset does: the issuer domain is selected, PIN state and waiting bytes are gone."""
        self._select(self._domain)
        self._waiting = b""

    def transmit(self, apdu: bytes) -> bytes:
        """One APDU. Raises CardPulled when the card leaves the reader at this one."""
        pulled_now = self._counts_down()
        if pulled_now is not None and not pulled_now.after:
            raise CardPulled
        response = self._respond(apdu)
        if self.observer is not None:
            self.observer(apdu, response)
        if pulled_now is not None:
            raise CardPulled
        return response

    def _counts_down(self) -> _Pull | None:
        if self._pull is None:
            return None
        self._pull.left -= 1
        if self._pull.left > 0:
            return None
        pull, self._pull = self._pull, None
        return pull

    def _respond(self, apdu: bytes) -> bytes:
        try:
            command = parse_command(apdu)
        except MalformedApdu:
            return SW_WRONG_LENGTH.to_bytes(2, "big")
        answer = self._get_response(command) if command.ins == _GET_RESPONSE else self._dispatch(command)
        complete = answer.sw == SW_OK
        if self.behaviour.answers_at_once and complete:
            answer = Answer(data=answer.data + answer.waiting)
        self._waiting = answer.waiting
        sw = SW_MORE | len(answer.waiting) if answer.waiting and complete else answer.sw
        response = answer.data + sw.to_bytes(2, "big")
        return response[-1:] if self.behaviour.short_answers else response

    def _get_response(self, command: Command) -> Answer:
        """ISO 7816-4: Le beyond what waits gets 6Cxx and nothing is lost; less gives a part."""
        if not self._waiting:
            return Answer(SW_CONDITIONS)
        if (command.cla, command.p1, command.p2) != (0x00, 0x00, uses_response_p2(self.atr)):
            return Answer(SW_WRONG_P1P2)
        le = command.p3
        if not le or le > len(self._waiting):
            return Answer(SW_WRONG_LE | len(self._waiting), waiting=self._waiting)
        return Answer(data=self._waiting[:le], waiting=self._waiting[le:])

    def _dispatch(self, command: Command) -> Answer:
        if command.cla == 0x00 and command.ins == _SELECT[1]:
            return self._process_select(command)
        return self._selected.process(command)

    def _process_select(self, command: Command) -> Answer:
        if command.header != _SELECT:
            return Answer(SW_WRONG_P1P2)
        if not command.data:  # no AID: the issuer domain, in its case-2 form `00 A4 04 00 <Le>`
            answer = exactly(self._domain.fci, command.p3)
            if answer.sw == SW_OK:
                self._select(self._domain)
            return answer
        applet = self._applets.get(command.data)
        if applet is None:
            return Answer(SW_NOT_FOUND)  # the selection stays, as on GlobalPlatform cards
        self._select(applet)
        return Answer(waiting=applet.fci)

    def _select(self, applet: Applet) -> None:
        self._selected.deselect()
        self._selected = applet


class ForeignCard:
    """Some other smart card: it finds nothing of what a Thai ID card has."""

    def __init__(self) -> None:
        self.atr = ATR_FOREIGN
        self.behaviour = Behaviour()

    def transmit(self, apdu: bytes) -> bytes:
        return SW_NOT_FOUND.to_bytes(2, "big")

    def power_off(self) -> None:
        """It keeps no state."""
