"""HOSxP: `nhso_token` and `opduser.nhso_user` / `nhso_password` (reference: nhso 2 [A]).

The names of the columns are known, their types are not, and `is_invalid` has no public description: "no" is written in
the form that the column takes [C]. Refresh columns are left as they are: we have no refresh token to give.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sitthi.errors_outlets import OutletRow
from sitthi.outlets.database.rows import RowChange, Values, held
from sitthi.outlets.database.tables import Column, Table, look_at, try_rights
from sitthi.policy.outlets import DatabasePolicy
from sitthi.session.token import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BANGKOK = timezone(timedelta(hours=7))
_CID = 13
_TOKEN_TABLE = {
    "cid": Column("text", _CID),
    "token": Column("text", 16),
    "update_datetime": Column("time", 19),
    "access_token_expire": Column("time", 19),
    "is_invalid": Column("flag", 1),
}
_NOT_INVALID = "N"


class Hosxp:
    def __init__(self, database: DatabasePolicy) -> None:
        self._database = database

    def changes(self, connection: Connection, session: Session) -> list[RowChange]:
        found: list[RowChange] = []
        if "nhso_token" in self._database.tables:
            found += _in_nhso_token(connection, session)
        if "opduser" in self._database.tables:
            found += _in_opduser(connection, session, self._database.operator_column)
        return found

    def check(self, connection: Connection) -> None:
        if "nhso_token" in self._database.tables:
            try_rights(
                connection, look_at(connection, "nhso_token", _TOKEN_TABLE, insert=True), _TOKEN_TABLE, insert=True
            )
        if "opduser" in self._database.tables:
            table = look_at(connection, "opduser", _opduser(self._database.operator_column, 16))
            try_rights(connection, table, ("nhso_user", "nhso_password"), insert=False)


def _in_nhso_token(connection: Connection, session: Session) -> list[RowChange]:
    wanted = {**_TOKEN_TABLE, "token": Column("text", len(session.token))}
    table = look_at(connection, "nhso_token", wanted, insert=True)
    values: Values = {
        "token": session.token,
        "update_datetime": _moment(table, "update_datetime", session.issued_at),
        "access_token_expire": _moment(table, "access_token_expire", session.expires_at),
        "is_invalid": _no(table, "is_invalid"),
    }
    rows = held(connection, table, {"cid": session.cid}, values)
    if len(rows) > 1:
        raise OutletRow(table=table.name, rows=len(rows))
    if not rows:
        return [RowChange(table, {"cid": session.cid}, values, None, "token")]
    (key, previous), *_ = rows
    return [RowChange(table, key, values, previous, "token")]


def _in_opduser(connection: Connection, session: Session, operator_column: str) -> list[RowChange]:
    """Every login of this person; a person without one is an error, because nobody else's may be taken."""
    table = look_at(connection, "opduser", _opduser(operator_column, len(session.token)))
    values: Values = {"nhso_user": session.cid, "nhso_password": session.token}
    rows = held(connection, table, {operator_column: session.cid}, values)
    if not rows:
        raise OutletRow(table=table.name, rows=0)
    return [RowChange(table, key, values, previous, "nhso_password") for key, previous in rows]


def _opduser(operator_column: str, token: int) -> dict[str, Column]:
    return {
        "nhso_user": Column("text", _CID),
        "nhso_password": Column("text", token),
        operator_column: Column("text", _CID),
    }


def _moment(table: Table, column: str, moment: datetime) -> datetime | str:
    """Bangkok's wall time, as a HIS keeps it."""
    import sqlalchemy as sa

    local = moment.astimezone(_BANGKOK).replace(tzinfo=None, microsecond=0)
    kind = table.columns[column]["type"]
    if isinstance(kind, sa.String):
        return local.isoformat(sep=" ")
    return moment.replace(microsecond=0) if getattr(kind, "timezone", False) else local


def _no(table: Table, column: str) -> str | int | bool:
    import sqlalchemy as sa

    kind = table.columns[column]["type"]
    if isinstance(kind, sa.String):
        return _NOT_INVALID
    return False if isinstance(kind, sa.Boolean) else 0
