"""SRM right-search: one question about one person, by HTTP GET with SRM's own JWT (reference: nhso 4.2 [A]).

The citizen ID has to go into the address, as the service wants it: no address goes into a log or an exception here.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sitthi.card.cid import valid_cid
from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, TokenRevoked
from sitthi.nhso import json_safe
from sitthi.nhso.exchange import Heard, check_person, exchange, harmless
from sitthi.nhso.http import Answer, get
from sitthi.nhso.json_safe import JsonRefused
from sitthi.nhso.rights import Rights
from sitthi.nhso.srm_answer import Json, srm_rights, text

_WORDS = ("message", "error_description", "error")
"""Where services say in words what was wrong; `error` was seen [B], the others are usual [C]."""


def right_search(
    endpoint: str,
    *,
    token: str,
    person_cid: str,
    timeout: float,
    proxy: str = "",
    heard: Heard = lambda time: None,
) -> Rights:
    """`endpoint` is the address without a query; `timeout` in seconds for the whole exchange; `proxy` as http.get.

    Raises InvalidCid; TokenRevoked (HTTP 401: the session is over everywhere); NhsoRejected(ws_status "HTTP 403" and
    the like, ws_status_desc) for a refusal in words; NhsoUnreachable(reason); NhsoBadAnswer(reason).
    """
    if not valid_cid(person_cid):
        raise InvalidCid()
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    answer = exchange(
        lambda: get(f"{endpoint}?pid={person_cid}", headers, timeout, limit=json_safe.MAX_BYTES, proxy=proxy), heard
    )
    if answer.status == 401:
        raise TokenRevoked()
    try:
        return _read(answer, person_cid, (token, person_cid))
    except JsonRefused as refused:
        reason = f"json_{refused.reason}" if answer.status == 200 else f"http_{answer.status}"
    raise NhsoBadAnswer(reason=reason)


def _read(answer: Answer, person_cid: str, secrets: tuple[str, ...]) -> Rights:
    """Raises JsonRefused, NhsoRejected, NhsoBadAnswer."""
    if answer.status != 200 and not 400 <= answer.status < 500:
        raise NhsoBadAnswer(reason=f"http_{answer.status}")
    members = json_safe.parse_object(answer.body)
    pid, first_name = text(members, "pid"), text(members, "fname")
    if answer.status != 200 or not (pid or first_name):
        _refuse(answer.status, members, secrets)
    check_person(person_cid, pid, first_name)
    return srm_rights(person_cid, members, datetime.now(UTC))


def _refuse(status: int, members: Json, secrets: tuple[str, ...]) -> None:
    """An answer about nobody, from whoever it is: its words, where it has any."""
    words = next(filter(None, (text(members, name) for name in _WORDS)), "")
    if words:
        raise NhsoRejected(ws_status=f"HTTP {status}", ws_status_desc=harmless(words, secrets))
    raise NhsoBadAnswer(reason="no_result" if status == 200 else f"http_{status}")
