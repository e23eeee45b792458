"""The ADM applet: laser number and PIN (reference: thai-id-card 1.4, 2.2)."""

from __future__ import annotations

import hmac
import secrets
from typing import Final

from .apdu import Answer, Command, exactly, up_to
from .behaviour import Behaviour
from .constants import (
    AID_ADM,
    SW_CONDITIONS,
    SW_OK,
    SW_PIN_BLOCKED,
    SW_UNKNOWN_CLA,
    SW_UNKNOWN_INS,
    SW_WRONG_LENGTH,
    SW_WRONG_P1P2,
)
from .pin_check import CHALLENGE_LENGTH, expected_response
from .tries import TryCounter

_INFO: Final = 0x00
_VERIFY: Final = 0x20
_CHALLENGE: Final = 0xB4
_WRONG_PIN: Final = 0x6300
_COUNTER_C0: Final = 0xC0


class AdmApplet:
    """A challenge serves one verification; a try is taken before the answer is compared, as cards do."""

    aid = AID_ADM
    fci = b"\x84\x08" + AID_ADM

    def __init__(self, laser_id: str, pin: str, tries: TryCounter, behaviour: Behaviour) -> None:
        self._info = _info(laser_id) if laser_id else None
        self._pin = pin
        self._tries = tries
        self._behaviour = behaviour
        self._challenge: bytes | None = None
        self.verified = False

    def process(self, command: Command) -> Answer:
        if command.cla != 0x80:
            return Answer(SW_UNKNOWN_CLA)
        if command.ins == _INFO and self._info is not None and not self._behaviour.refuse_laser:
            return up_to(self._info, command.p3)
        if command.ins == _CHALLENGE:
            return self._give_challenge(command)
        if command.ins == _VERIFY:
            return self._verify(command)
        return Answer(SW_UNKNOWN_INS)

    def deselect(self) -> None:
        self._challenge = None
        self.verified = False

    def _give_challenge(self, command: Command) -> Answer:
        challenge = secrets.token_bytes(CHALLENGE_LENGTH)
        answer = exactly(challenge, command.p3)
        if answer.sw == SW_OK:
            self._challenge = challenge
        return answer

    def _verify(self, command: Command) -> Answer:
        challenge, self._challenge = self._challenge, None
        if (command.p1, command.p2) != (0x01, 0x00):
            return Answer(SW_WRONG_P1P2)
        if len(command.data) != CHALLENGE_LENGTH:
            return Answer(SW_WRONG_LENGTH)
        if self._behaviour.verify_sw is not None:
            return Answer(self._behaviour.verify_sw)
        if self._tries.left == 0:
            return Answer(SW_PIN_BLOCKED)
        if challenge is None:
            return Answer(SW_CONDITIONS)
        left = self._tries.use_one()
        self.verified = hmac.compare_digest(expected_response(self._pin, challenge), command.data)
        if self.verified:
            self._tries.reset()
            return Answer()
        return Answer(_WRONG_PIN | left | (_COUNTER_C0 if self._behaviour.counter_c0 else 0))


def _info(laser_id: str) -> bytes:
    """23 bytes: version 1.0, state, authorisation, three of unknown meaning, the laser number and four
    NULs.
    """
    return bytes.fromhex("01000100000000") + laser_id.encode("ascii").ljust(16, b"\x00")
