"""The client of NHSO's Secure SmartCard Agent: five questions, typed answers (reference: nhso 4.1 [A]).

The agent asks nobody who they are and answers every page, so only this process talks to it. What is sent (citizen ID,
telephone number) is in no exception and no log of ours.
"""

from __future__ import annotations

import json
from typing import Any

from sitthi.authen import answers
from sitthi.authen.answers import Reading, Refusal, Terminal
from sitthi.authen.claim import ClaimCode
from sitthi.authen.local_http import exchange, local_address
from sitthi.errors import SitthiError
from sitthi.errors_authen import (
    AuthenBadAnswer,
    AuthenNoCard,
    AuthenNoReader,
    AuthenNotRunning,
    AuthenRefused,
    AuthenSlow,
)
from sitthi.nhso.http import Unreachable

_MAX_ANSWER = 256 * 1024
"""Bytes; without the photo, which is never asked for, an answer has a few thousand."""
_NO_READER, _NO_CARD = 418, 500
_CARD = "/api/smartcard"
_SERVICE = "/api/nhso-service"


class Agent:
    """`address` as in the policy, `timeout` in seconds for each question. Raises ValueError for another machine's.

    Every question raises AuthenNotRunning, AuthenSlow, AuthenNoReader, AuthenRefused(status, text) or
    AuthenBadAnswer(reason).
    """

    def __init__(self, address: str, timeout: float) -> None:
        self._address, self._timeout = local_address(address), timeout

    def terminals(self) -> tuple[Terminal, ...]:
        """The agent's card readers; none is an answer, too."""
        try:
            return answers.terminals(self._ask("GET", f"{_CARD}/terminals"))
        except Refusal as refusal:
            problem = _typed(refusal)
        raise problem

    def read(self) -> Reading:
        """The card in the agent's reader, with NHSO's claim types for its owner. Raises AuthenNoCard besides.

        The agent says 500 for "no card" and may say it when it is NHSO that fails; the card alone tells which it was.
        """
        try:
            return answers.reading(self._ask("GET", f"{_CARD}/read?readImageFlag=false"))
        except Refusal as failed:
            refusal = failed
        if refusal.status == _NO_CARD:
            self.read_card_only()
        raise _typed(refusal)

    def read_card_only(self) -> str:
        """The citizen ID of the card in the agent's reader; NHSO is not asked. Raises AuthenNoCard besides."""
        try:
            return answers.pid(self._ask("GET", f"{_CARD}/read-card-only?readImageFlag=false"))
        except Refusal as refusal:
            problem: SitthiError = AuthenNoCard() if refusal.status == _NO_CARD else _typed(refusal)
        raise problem

    def confirm(self, reading: Reading, claim_type: str, *, mobile: str, hn: str, hcode: str) -> ClaimCode:
        """Makes the claim code of a visit: the one question that changes something at NHSO, never repeated by itself.

        `mobile` goes as an empty text where there is none, as the documented body always has it; `hn`, `hcode` do not.
        """
        content = {
            "pid": reading.pid,
            "claimType": claim_type,
            "mobile": mobile,
            "correlationId": reading.correlation_id,
            **({"hn": hn} if hn else {}),
            **({"hcode": hcode} if hcode else {}),
        }
        try:
            answer = self._ask("POST", f"{_SERVICE}/confirm-save", content, (reading.pid, mobile, hn))
            return answers.confirmed(answer, asked=reading, claim_type=claim_type)
        except Refusal as refusal:
            problem = _typed(refusal)
        raise problem

    def latest(self, pid: str) -> tuple[ClaimCode, ...]:
        """The last five codes of a person, at whichever hospital."""
        path = f"{_SERVICE}/latest-5-authen-code-all-hospital/{pid}"
        try:
            return answers.latest(self._ask("GET", path, secrets=(pid,)))
        except Refusal as refusal:
            problem = _typed(refusal)
        raise problem

    def _ask(self, method: str, path: str, content: object = None, secrets: tuple[str, ...] = ()) -> Any:
        body = None if content is None else json.dumps(content, ensure_ascii=False).encode()
        try:
            answer = exchange(self._address, method, path, body, timeout=self._timeout, limit=_MAX_ANSWER)
        except Unreachable as failure:
            problem = _unreachable(failure.reason)
        else:
            return answers.content_of(answer.status, answer.body, secrets)
        raise problem


def _unreachable(reason: str) -> SitthiError:
    if reason == "connect":
        return AuthenNotRunning()
    return AuthenSlow() if reason == "timeout" else AuthenBadAnswer(reason=reason)


def _typed(refusal: Refusal) -> SitthiError:
    if refusal.status == _NO_READER:
        return AuthenNoReader()
    return AuthenRefused(status=refusal.status, text=refusal.text)
