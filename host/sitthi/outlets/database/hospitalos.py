"""HospitalOS: `b_ws_config(ws_config_url, username, password)`, one user for the whole hospital (reference: nhso 5).

The program reads this row for its eligibility service; that the day's citizen ID and token belong there is an inference
[C]. The row must exist: which service it names is the hospital's own choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.errors_outlets import OutletRow
from sitthi.outlets.database.rows import RowChange, Values, held
from sitthi.outlets.database.tables import Column, look_at, try_rights
from sitthi.policy.outlets import DatabasePolicy
from sitthi.session.token import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TABLE = "b_ws_config"


class HospitalOs:
    def __init__(self, database: DatabasePolicy) -> None:
        self._database = database

    def changes(self, connection: Connection, session: Session) -> list[RowChange]:
        table = look_at(connection, _TABLE, _columns(len(session.token)))
        values: Values = {"username": session.cid, "password": session.token}
        url = self._database.config_url
        rows = held(connection, table, {"ws_config_url": url} if url else {}, values)
        if len(rows) != 1:
            raise OutletRow(table=_TABLE, rows=len(rows))
        (key, previous), *_ = rows
        return [RowChange(table, key, values, previous, "password")]

    def check(self, connection: Connection) -> None:
        try_rights(connection, look_at(connection, _TABLE, _columns(16)), ("username", "password"), insert=False)


def _columns(token: int) -> dict[str, Column]:
    return {"ws_config_url": Column("text"), "username": Column("text", 13), "password": Column("text", token)}
