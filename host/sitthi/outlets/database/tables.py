"""Looks at the tables of a HIS before anything is written: are they there, and can they hold what is meant for them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sitthi.errors_outlets import OutletSchema

if TYPE_CHECKING:
    from sqlalchemy import Connection, TableClause


@dataclass(frozen=True)
class Column:
    """`holds`: "text" of at least `length` characters, "time" or a date and time as text, "flag" (no, in any form)."""

    holds: str
    length: int = 0


@dataclass(frozen=True)
class Table:
    """A table as it is: `clause` for statements with the real types, `key` its primary key's columns."""

    name: str
    clause: TableClause
    key: tuple[str, ...]
    columns: dict[str, dict[str, Any]]

    def nullable(self, column: str) -> bool:
        return bool(self.columns[column].get("nullable", True))


def look_at(connection: Connection, name: str, wanted: Mapping[str, Column], *, insert: bool = False) -> Table:
    """The table, fit for these columns. Raises OutletSchema(table, column, problem).

    `insert`: a row may be added, so no other column may need a value.
    """
    import sqlalchemy as sa

    inspector = sa.inspect(connection)
    if not inspector.has_table(name):
        raise OutletSchema(table=name, column="", problem="missing")
    columns: dict[str, Any] = {each["name"]: each for each in inspector.get_columns(name)}
    for column, needs in wanted.items():
        _check(name, column, columns.get(column), needs)
    if insert:
        for column, there in columns.items():
            if column not in wanted and _needs_a_value(there):
                raise OutletSchema(table=name, column=column, problem="needs_a_value")
    if connection.dialect.name == "mysql" or getattr(connection.dialect, "is_mariadb", False):
        engine = str(inspector.get_table_options(name).get(f"{connection.dialect.name}_engine", ""))
        if engine.lower() not in ("innodb", "xtradb"):
            raise OutletSchema(table=name, column="", problem=f"not_transactional ({engine or '?'})")
    key = tuple(inspector.get_pk_constraint(name).get("constrained_columns") or ())
    clause = sa.table(name, *(sa.column(each, there["type"]) for each, there in columns.items()))
    return Table(name, clause, key, columns)


def try_rights(connection: Connection, table: Table, written: Iterable[str], *, insert: bool) -> None:
    """Statements that touch no row, so that a missing right shows before the first login. Raises OutletRefused."""
    import sqlalchemy as sa

    columns = [table.clause.c[each] for each in written]
    connection.execute(sa.update(table.clause).where(sa.false()).values({each: each for each in columns}))
    if insert:
        connection.execute(sa.insert(table.clause).from_select(columns, sa.select(*columns).where(sa.false())))
        connection.execute(sa.delete(table.clause).where(sa.false()))


def _check(table: str, column: str, there: dict[str, Any] | None, needs: Column) -> None:
    import sqlalchemy as sa

    if there is None:
        raise OutletSchema(table=table, column=column, problem="missing")
    kind = there["type"]
    if isinstance(kind, sa.String):
        if kind.length is not None and kind.length < needs.length:
            raise OutletSchema(table=table, column=column, problem="too_short")
        return
    fits = {"text": (), "time": (sa.DateTime,), "flag": (sa.Boolean, sa.Integer)}[needs.holds]
    if not isinstance(kind, fits):
        raise OutletSchema(table=table, column=column, problem="wrong_type")


def _needs_a_value(there: dict[str, Any]) -> bool:
    given = there.get("default") is not None or there.get("identity") or there.get("computed")
    return not there.get("nullable", True) and not given and there.get("autoincrement") is not True
