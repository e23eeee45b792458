"""A person's rights as one model, whichever of NHSO's services told them. Pure; knows no service and no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sitthi.card.cid import mask_cid
from sitthi.nhso.dates import BANGKOK, parse_moment


@dataclass(frozen=True)
class Coded:
    code: str = ""
    name: str = ""

    def to_message(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True)
class Fund:
    """One right: a scheme, where it is used, and how long. Dates are ISO, 00 for an unknown part, "" for unknown.

    `kind` is SRM's fundType; UCWS has none.
    """

    scheme: Coded = Coded()
    sub_scheme: Coded = Coded()
    hospital_main: Coded = Coded()
    hospital_op: Coded = Coded()
    hospital_sub: Coded = Coded()
    valid_from: str = ""
    valid_to: str = ""
    no_expiry: bool = False
    kind: str = ""

    def holds_on(self, day: str) -> bool:
        """`day` is an ISO date. What is unknown does not speak against it."""
        last = self.valid_to.replace("-00", "-99")
        return self.valid_from <= day and (self.no_expiry or not last or day <= last)

    def to_message(self) -> dict[str, object]:
        return {
            "scheme": self.scheme.to_message(),
            "sub_scheme": self.sub_scheme.to_message(),
            "hospital_main": self.hospital_main.to_message(),
            "hospital_op": self.hospital_op.to_message(),
            "hospital_sub": self.hospital_sub.to_message(),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "no_expiry": self.no_expiry,
        }


@dataclass(frozen=True, repr=False)
class Rights:
    """`outcome`: ok, not_found, no_right, deceased. `source`: ucws, srm.

    `main` is the fund that counts today, empty where there is none; `funds` are all, in NHSO's order. `fields` are the
    service's own names and texts, None for those that it left out. `requested_at` is ISO 8601 with offset.
    """

    cid: str
    source: str
    outcome: str
    name: str
    main: Fund
    funds: tuple[Fund, ...]
    requested_at: str
    fields: Mapping[str, str | None]
    status: Coded = Coded()
    death_date: str = ""
    request_id: str = ""

    def __repr__(self) -> str:
        return f"Rights({self.source} {self.outcome})"

    def to_message(self) -> dict[str, object]:
        """The `rights` of `rights.check`."""
        return {
            "outcome": self.outcome,
            "cid_masked": mask_cid(self.cid),
            "name": self.name,
            **self.main.to_message(),
            "status": {"code": self.status.code, "text": self.status.name},
            "source": self.source,
            "requested_at": self.requested_at,
            "request_id": self.request_id,
            "death_date": self.death_date,
            "funds": [{"kind": fund.kind, **fund.to_message()} for fund in self.funds],
            "fields": dict(self.fields),
        }


def full_name(title: str, first: str, last: str) -> str:
    return " ".join(filter(None, (title + first, last)))


def told_at(text: str, received_at: datetime) -> str:
    """The service's own time (Bangkok's where it names no offset), or `received_at` where it tells none."""
    moment = parse_moment(text) or received_at.astimezone(BANGKOK).replace(microsecond=0)
    return moment.isoformat()
