"""`authen.types` and `authen.claim`: the claim code of the patient whose card is in, from NHSO's SmartCard Agent.

Only for a logged-in operator, only where policy has switched it on, only for the person whose card we read ourselves.
What belongs to the patient is kept for the stay of the card (sitthi.service.visit), and given out for that stay alone.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.authen.agent import Agent
from sitthi.authen.claim import parse_hn, parse_mobile
from sitthi.authen.visit import claim as claim_code
from sitthi.authen.visit import read_patient
from sitthi.card.cid import mask_cid
from sitthi.errors import CardRemoved, NotLoggedIn, SitthiError
from sitthi.errors_authen import AuthenCodeMissing, AuthenOff, AuthenTypeNotAllowed
from sitthi.service.actions.card_read import identity_again
from sitthi.service.visit import Stay, forget_if_over, lasts, stay_of

if TYPE_CHECKING:
    from sitthi.authen.claim import ClaimCode
    from sitthi.policy.authen import AuthenPolicy
    from sitthi.service.app import App
    from sitthi.service.board import Present
    from sitthi.session.token import Session


def types(app: App, params: dict[str, object]) -> dict[str, object]:
    policy = _switched_on(app)
    stay = _patient(app, app.store.current(), params)
    terminals, reading = read_patient(Agent(policy.address, policy.timeout_seconds), stay.cid)
    _still_there(app, stay)
    app.visit.keep_reading(stay, reading)
    forget_if_over(app, stay)
    app.store.touch()
    offered = [each for each in reading.types if policy.allows(each.code)]
    code = app.visit.code(stay)
    return {
        "cid_masked": mask_cid(stay.cid),
        "terminals": [terminal.to_message() for terminal in terminals],
        "types": [each.to_message() for each in offered],
        "default_type": policy.default_type if policy.default_type in {each.code for each in offered} else None,
        "code": code.to_message() if code else None,
    }


def claim(app: App, params: dict[str, object]) -> dict[str, object]:
    policy = _switched_on(app)
    session = app.store.current()
    claim_type = str(params["claim_type"])
    if not policy.allows(claim_type):
        raise AuthenTypeNotAllowed()
    mobile, hn = parse_mobile(str(params.get("mobile", ""))), parse_hn(str(params.get("hn", "")))
    stay = _patient(app, session, params)
    # Written before NHSO hears of it: an audit that cannot be written stops a claim here, not after it.
    app.audit.record("authen.claim_asked", cid=session.cid, outcome="asked")
    try:
        code = _claim(app, policy, stay, claim_type, mobile, hn)
        _still_there(app, stay)  # else asked for again: today's code is found by the agent
    except SitthiError as problem:
        with suppress(sqlite3.Error, OSError):  # failed either way; the failure is what the person must hear
            app.audit.record("authen.claim", cid=session.cid, outcome=problem.name)
        raise
    app.audit.record("authen.claim", cid=session.cid, outcome="found" if code.existing else "made")
    app.visit.keep_code(stay, code)
    forget_if_over(app, stay)
    app.store.touch()
    return {"code": code.to_message()}


def code_for(app: App, session: Session, present: Present) -> str:
    """The claim code that a listed page may have. Raises AuthenOff, AuthenCodeMissing."""
    _switched_on(app)
    code = app.visit.code(stay_of(app, session, present))
    if code is None:
        raise AuthenCodeMissing()
    return code.code


def _claim(app: App, policy: AuthenPolicy, stay: Stay, claim_type: str, mobile: str, hn: str) -> ClaimCode:
    agent = Agent(policy.address, policy.timeout_seconds)
    reading = app.visit.take_reading(stay) or read_patient(agent, stay.cid)[1]
    return claim_code(agent, reading, claim_type, mobile=mobile, hn=hn, hcode=policy.hcode, now=app.store.now)


def _switched_on(app: App) -> AuthenPolicy:
    if not app.policy.authen.on:
        raise AuthenOff()
    return app.policy.authen


def _patient(app: App, session: Session, params: dict[str, object]) -> Stay:
    reader = params.get("reader")
    present = app.board.pick(reader if isinstance(reader, str) else None, avoid=session.cid)
    stay = stay_of(app, session, present)
    identity_again(present)
    return stay


def _still_there(app: App, stay: Stay) -> None:
    """An agent and NHSO take their time: what has ended or been taken out meanwhile gets no answer any more."""
    if app.store.current().id != stay.session:
        raise NotLoggedIn()
    _switched_on(app)
    if not lasts(app, stay):
        raise CardRemoved()
