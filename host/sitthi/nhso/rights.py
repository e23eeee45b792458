"""A person's rights as one model, from the 63 fields of NHSO's answer. Pure; knows no SOAP and no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sitthi.card.cid import mask_cid
from sitthi.nhso.dates import NO_EXPIRY, iso_date

# fmt: off
FIELDS = (
    "birthdate", "cardid", "chat", "count_select", "expdate", "fname", "hmain", "hmain_name",
    "hmain_op", "hmain_op_name", "hsub", "hsub_name", "lname", "maininscl", "maininscl_main",
    "maininscl_name", "mastercup_id", "nation", "new_date_register", "new_expdate", "new_hmain",
    "new_hmain_name", "new_hmain_op", "new_hmain_op_name", "new_hsub", "new_hsub_name",
    "new_maininscl", "new_maininscl_name", "new_mastercup_id", "new_paid_model",
    "new_purchaseprovince", "new_purchaseprovince_name", "new_staffname", "new_startdate",
    "new_subinscl", "new_subinscl_name", "new_type_register", "new_type_register_desc",
    "paid_model", "person_id", "primary_amphur_name", "primary_moo", "primary_mooban_name",
    "primary_province_name", "primary_tumbon_name", "primaryprovince", "purchaseprovince",
    "purchaseprovince_name", "sex", "startdate", "startdate_sss", "status", "status_desc",
    "subinscl", "subinscl_name", "title", "title_name", "ws_data_source", "ws_date_request",
    "ws_status", "ws_status_desc", "wsid", "wsid_batch",
)
# fmt: on
"""All fields of `nhsoDataSetC1` in the order of the XSD (reference: nhso 1.2 [A]); an empty one is left
out.
"""

_DECEASED = "003"
_NO_RIGHT_YET = "008"
_BANGKOK = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Coded:
    code: str
    name: str

    def to_message(self) -> dict[str, str]:
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True, repr=False)
class Rights:
    """`fields` holds what was sent, by field name. `received_at` stands in where the service gave no time."""

    cid: str
    fields: Mapping[str, str]
    received_at: datetime

    def __repr__(self) -> str:
        return f"Rights({self.outcome})"

    @property
    def outcome(self) -> str:
        """`not_found`: no first name [A]; `deceased`: status 003 [A]; `no_right`: no main scheme [A], or
        status 008 [B]; else `ok` (reference: nhso 1.3)."""
        if not self._get("fname"):
            return "not_found"
        if self._get("status") == _DECEASED:
            return "deceased"
        if not self._get("maininscl") or self._get("status") == _NO_RIGHT_YET:
            return "no_right"
        return "ok"

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self._get("title_name") + self._get("fname"), self._get("lname"))))

    @property
    def no_expiry(self) -> bool:
        return self._get("expdate") == NO_EXPIRY

    @property
    def requested_at(self) -> str:
        """ISO 8601 with offset; the service's own time is Bangkok's where it names no offset."""
        try:
            moment = datetime.fromisoformat(self._get("ws_date_request"))
        except ValueError:
            moment = self.received_at.astimezone(_BANGKOK).replace(microsecond=0)
        return (moment if moment.tzinfo else moment.replace(tzinfo=_BANGKOK)).isoformat()

    def to_message(self) -> dict[str, object]:
        """The `rights` of `rights.check`. `fields` has all 63 names, with None for those that were left
        out.
        """
        return {
            "outcome": self.outcome,
            "cid_masked": mask_cid(self.cid),
            "name": self.name,
            "scheme": self._coded("maininscl", "maininscl_name"),
            "sub_scheme": self._coded("subinscl", "subinscl_name"),
            "hospital_main": self._coded("hmain", "hmain_name"),
            "hospital_op": self._coded("hmain_op", "hmain_op_name"),
            "hospital_sub": self._coded("hsub", "hsub_name"),
            "valid_from": iso_date(self._get("startdate")),
            "valid_to": iso_date(self._get("expdate")),
            "no_expiry": self.no_expiry,
            "status": {"code": self._get("status"), "text": self._get("status_desc")},
            "source": "ucws",
            "requested_at": self.requested_at,
            "request_id": self._get("wsid"),
            "fields": {name: self.fields.get(name) for name in FIELDS},
        }

    def _get(self, field: str) -> str:
        return self.fields.get(field, "").strip()

    def _coded(self, code: str, name: str) -> dict[str, str]:
        return Coded(self._get(code), self._get(name)).to_message()
