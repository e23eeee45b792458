"""How sessions, cards and readers look in the protocol: masked, flat, times as ISO 8601. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import NotThaiId
from sitthi.session.rules import BANGKOK
from sitthi.session.token import mask_token

if TYPE_CHECKING:
    from datetime import datetime

    from sitthi.card.thai_id import Identity
    from sitthi.service.board import Slot
    from sitthi.session.clock import ClockHealth
    from sitthi.session.rules import Inactivity
    from sitthi.session.state import Ended
    from sitthi.session.token import Session


def iso(moment: datetime) -> str:
    """Bangkok time with its offset, to the second: what a Thai user reads without conversion."""
    return moment.astimezone(BANGKOK).isoformat(timespec="seconds")


def role_of(identity: Identity | None, operator_cid: str | None) -> str:
    """Whose card it is: the operator's, a patient's, or unknown while nobody is logged in."""
    if identity is None or operator_cid is None:
        return "unknown"
    return "operator" if identity.cid == operator_cid else "patient"


def card_brief(slot: Slot, operator_cid: str | None) -> dict[str, object] | None:
    """CardBrief of the protocol, or None while there is nothing to say."""
    if slot.identity is not None:
        return {
            "kind": "thai_id",
            "role": role_of(slot.identity, operator_cid),
            "cid_masked": mask_cid(slot.identity.cid),
            "name_th": slot.identity.name_th.text,
            "name_en": slot.identity.name_en.text,
        }
    if slot.problem is None:
        return None
    kind = "other" if isinstance(slot.problem, NotThaiId) else "unreadable"
    return {"kind": kind, "role": "unknown", "cid_masked": "", "name_th": "", "name_en": ""}


def reader_brief(slot: Slot, operator_cid: str | None) -> dict[str, object]:
    return {"name": slot.reader, "state": slot.state, "card": card_brief(slot, operator_cid)}


def session_brief(session: Session, now: datetime) -> dict[str, object]:
    return {
        "state": "locked" if session.locked else "active",
        "cid_masked": mask_cid(session.cid),
        "name_th": session.name_th,
        "name_en": session.name_en,
        "token_masked": mask_token(session.token),
        "source": session.source,
        "kind": session.kind,
        "issued_at": iso(session.issued_at),
        "expires_at": iso(session.expires_at),
        "seconds_left": max(0, int((session.expires_at - now).total_seconds())),
    }


def ended_brief(ended: Ended) -> dict[str, object]:
    return {"reason": ended.reason, "at": iso(ended.at)}


def inactivity_brief(inactivity: Inactivity) -> dict[str, object]:
    return {
        "last_used_at": iso(inactivity.last_used_at),
        "days_left": inactivity.days_left,
        "removal_at": iso(inactivity.removal_at),
        "limit_days": inactivity.limit_days,
        "warn": inactivity.warn,
        "removed": inactivity.removed,
    }


def clock_brief(health: ClockHealth) -> dict[str, object]:
    """What is missing on this machine's clock, and whether a person should hear of it."""
    return {"offset_seconds": round(health.offset.total_seconds()), "wrong": health.wrong}
