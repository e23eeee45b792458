"""What is changed in a database: rows planned first, then written, and later put back as they were if still ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sitthi.errors_outlets import OutletRow, OutletSchema
from sitthi.outlets import Trace, fingerprint, is_the_same
from sitthi.outlets.database.tables import Table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

Values = dict[str, Any]


@dataclass(frozen=True, repr=False)
class RowChange:
    """`key`: how the row is found; `previous`: what it held, None for a row that is added; `secret`: the column with
    the token.
    """

    table: Table
    key: Values
    values: Values
    previous: Values | None
    secret: str


@dataclass(frozen=True)
class Known:
    """A row that was written, as a trace tells it. `plain` alone is enough to find it by its token."""

    table: str
    secret: str
    added: bool
    key: Values = field(default_factory=dict, repr=False)
    previous: Values = field(default_factory=dict, repr=False)


def held(connection: Connection, table: Table, match: Values, columns: Iterable[str]) -> list[tuple[Values, Values]]:
    """The rows that match, locked until the end of the transaction: (how to find each again, what it holds)."""
    import sqlalchemy as sa

    wanted = list(dict.fromkeys([*table.key, *match, *columns]))
    query = sa.select(*(table.clause.c[each] for each in wanted)).where(_equal(table, match)).with_for_update()
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if len(rows) > 1 and not table.key:
        raise OutletRow(table=table.name, rows=len(rows))
    names = table.key or tuple(match)
    return [({name: row[name] for name in names}, {name: row[name] for name in columns}) for row in rows]


def write(connection: Connection, changes: Iterable[RowChange]) -> None:
    """Raises OutletRow when a row is not there any more."""
    import sqlalchemy as sa

    for change in changes:
        if change.previous is None:
            connection.execute(sa.insert(change.table.clause).values({**change.key, **change.values}))
            continue
        done = connection.execute(
            sa.update(change.table.clause).where(_equal(change.table, change.key)).values(change.values)
        )
        if done.rowcount != 1:
            raise OutletRow(table=change.table.name, rows=done.rowcount)


def trace_of(changes: Iterable[RowChange], token: str) -> Trace:
    changes = list(changes)
    plain = [{"table": each.table.name, "secret": each.secret, "added": each.previous is None} for each in changes]
    sealed = [{"key": _packed(each.key), "previous": _packed(each.previous or {})} for each in changes]
    return Trace({"token": fingerprint(token), "rows": plain}, {"rows": sealed})


def rows_of(trace: Trace) -> list[Known]:
    plain: Any = trace.plain.get("rows") or []
    sealed: Any = trace.sealed.get("rows") or [{} for _ in plain]
    return [
        Known(each["table"], each["secret"], each["added"], _unpacked(more.get("key")), _unpacked(more.get("previous")))
        for each, more in zip(plain, sealed, strict=True)
    ]


def put_back(connection: Connection, table: Table, known: Known, token: object) -> int:
    """Restores the rows that still hold our token (a fingerprint); how many. Anything else there is another's now.

    Without what was sealed, whatever holds the token is emptied: what was there before is not known any more.
    """
    import sqlalchemy as sa

    secret = table.clause.c[known.secret]
    where = _equal(table, known.key) if known.key else secret.is_not(None)
    found = connection.execute(sa.select(secret).where(where).with_for_update()).scalars()
    count = 0
    for value in {each for each in found if isinstance(each, str) and is_the_same(each, token)}:
        ours = sa.and_(where, secret == value)
        if known.added:
            count += connection.execute(sa.delete(table.clause).where(ours)).rowcount
        else:
            before = known.previous or {known.secret: None if table.nullable(known.secret) else ""}
            count += connection.execute(sa.update(table.clause).where(ours).values(before)).rowcount
    return count


def _equal(table: Table, values: Mapping[str, Any]) -> ColumnElement[bool]:
    import sqlalchemy as sa

    return sa.and_(sa.true(), *(table.clause.c[name] == value for name, value in values.items()))


def _packed(values: Values) -> Values:
    """As JSON can hold it; what it cannot is refused before anything is written, because it could not be put back."""
    packed: Values = {}
    for name, value in values.items():
        if isinstance(value, datetime):
            packed[name] = {"datetime": value.isoformat()}
        elif isinstance(value, date):
            packed[name] = {"date": value.isoformat()}
        elif value is None or isinstance(value, str | int | bool):
            packed[name] = value
        else:
            raise OutletSchema(table="?", column=name, problem=f"holds a {type(value).__name__}")
    return packed


def _unpacked(packed: Values | None) -> Values:
    return {name: _value(each) for name, each in (packed or {}).items()}


def _value(each: Any) -> Any:
    if not isinstance(each, dict):
        return each
    return datetime.fromisoformat(each["datetime"]) if "datetime" in each else date.fromisoformat(each["date"])
