"""What a counter does with the agent for the patient whose card is in: see the claim types, get the claim code.

Two questions to two card readers are never mixed: the agent's card must be the one that we have read ourselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sitthi.authen.agent import Agent
from sitthi.authen.answers import Reading, Terminal
from sitthi.authen.claim import ClaimCode, code_of_today
from sitthi.errors_authen import (
    AuthenNoCard,
    AuthenNoCode,
    AuthenNoReader,
    AuthenOtherPerson,
    AuthenRefused,
    AuthenTypeNotAllowed,
)

_BAD_REQUEST = 400
"""Among others what a second claim of the same type on one day gets (reference: nhso 4.1 [A])."""


def read_patient(agent: Agent, cid: str) -> tuple[tuple[Terminal, ...], Reading]:
    """The agent's readers, and its reading of this person's card.

    Raises AuthenNoReader, AuthenNoCard, AuthenOtherPerson, and what the agent raises.
    """
    terminals = agent.terminals()
    if not terminals:
        raise AuthenNoReader()
    if not any(terminal.present for terminal in terminals):
        raise AuthenNoCard()
    reading = agent.read()
    if reading.pid != cid:
        raise AuthenOtherPerson()
    return terminals, reading


def claim(
    agent: Agent,
    reading: Reading,
    claim_type: str,
    *,
    mobile: str,
    hn: str,
    hcode: str,
    now: Callable[[], datetime],
) -> ClaimCode:
    """The claim code of this visit; where today's was made before, that one.

    Raises AuthenTypeNotAllowed, AuthenNoCode (a bad request, and no code of today), and what the agent raises.
    """
    if claim_type not in {each.code for each in reading.types}:
        raise AuthenTypeNotAllowed()
    try:
        return agent.confirm(reading, claim_type, mobile=mobile, hn=hn, hcode=hcode)
    except AuthenRefused as refused:
        if refused.data["status"] != _BAD_REQUEST:
            raise
        text = refused.data["text"]
    found = code_of_today(agent.latest(reading.pid), claim_type, now(), hcode)
    if found is None:
        raise AuthenNoCode(text=text)
    return found
