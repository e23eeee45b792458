"""The 63 fields of UCWSTokenP1's answer as Rights. Pure; knows no SOAP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sitthi.nhso.dates import is_no_expiry, iso_date
from sitthi.nhso.rights import Coded, Fund, Rights, full_name, told_at

SOURCE = "ucws"

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


def ucws_rights(cid: str, fields: Mapping[str, str], received_at: datetime) -> Rights:
    """`fields` holds what was sent, by field name. `received_at` stands in where the service gave no time."""

    def get(field: str) -> str:
        return fields.get(field, "").strip()

    def coded(code: str, name: str | None = None) -> Coded:
        return Coded(get(code), get(name or f"{code}_name"))

    main = Fund(
        scheme=coded("maininscl"),
        sub_scheme=coded("subinscl"),
        hospital_main=coded("hmain"),
        hospital_op=coded("hmain_op"),
        hospital_sub=coded("hsub"),
        valid_from=iso_date(get("startdate")),
        valid_to=iso_date(get("expdate")),
        no_expiry=is_no_expiry(get("expdate")),
    )
    return Rights(
        cid=cid,
        source=SOURCE,
        outcome=_outcome(get("fname"), get("status"), get("maininscl")),
        name=full_name(get("title_name"), get("fname"), get("lname")),
        main=main,
        funds=(main,) if main.scheme.code else (),
        status=coded("status", "status_desc"),
        requested_at=told_at(get("ws_date_request"), received_at),
        request_id=get("wsid"),
        fields={name: fields.get(name) for name in FIELDS},
    )


def _outcome(first_name: str, status: str, scheme: str) -> str:
    """`not_found`: no first name [A]; `deceased`: status 003 [A]; `no_right`: no main scheme [A], or
    status 008 [B]; else `ok` (reference: nhso 1.3)."""
    if not first_name:
        return "not_found"
    if status == _DECEASED:
        return "deceased"
    return "ok" if scheme and status != _NO_RIGHT_YET else "no_right"
