"""One person's rights as one flat row: what the output has in each column. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from sitthi.batch.journal import Row
from sitthi.errors import NhsoBadAnswer, NhsoRejected

Cell: TypeAlias = str | int | bool
Rights: TypeAlias = Mapping[str, Any]
"""The `rights` of `rights.check`."""

_CODED = ("scheme", "sub_scheme", "hospital_main", "hospital_op", "hospital_sub")
COLUMNS = (
    "line", "cid", "outcome", "name", "scheme", "scheme_name", "sub_scheme", "sub_scheme_name", "hospital_main",
    "hospital_main_name", "hospital_op", "hospital_op_name", "hospital_sub", "hospital_sub_name", "valid_from",
    "valid_to", "no_expiry", "status", "status_text", "source", "requested_at", "problem",
)  # fmt: skip
"""`outcome`: those of `rights.check`, and rejected, failed, bad_line, each with its `problem`."""

WITHOUT_RIGHTS = ("rejected", "failed", "bad_line")


def of_rights(rights: Rights) -> str:
    """As the journal keeps it."""
    cells: dict[str, Cell] = {"outcome": rights["outcome"], "name": rights["name"]}
    for key in _CODED:
        cells[key], cells[f"{key}_name"] = rights[key]["code"], rights[key]["name"]
    for key in ("valid_from", "valid_to", "no_expiry", "source", "requested_at"):
        cells[key] = rights[key]
    cells["status"], cells["status_text"] = rights["status"]["code"], rights["status"]["text"]
    return _text(cells)


def of_rejection(problem: NhsoRejected) -> str:
    """NHSO's own code and words, which hold no citizen ID."""
    said = (str(problem.data.get(key) or "") for key in ("ws_status", "ws_status_desc"))
    return _text({"outcome": "rejected", "problem": " ".join(filter(None, said))})


def of_failure(problem: NhsoBadAnswer) -> str:
    return _text({"outcome": "failed", "problem": f"{problem.name} {problem.data.get('reason', '')}".strip()})


def cells(row: Row) -> dict[str, Cell]:
    """Every column, "" where there is nothing."""
    found: dict[str, Cell] = dict.fromkeys(COLUMNS, "")
    found["line"] = row.number
    if row.cid is None:
        return {**found, "outcome": "bad_line", "problem": row.problem}
    found["cid"] = row.cid
    return {**found, **json.loads(row.answer or '{"outcome": "failed"}')}


def _text(cells: Mapping[str, Cell]) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
