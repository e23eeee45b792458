"""The database of one HIS as an outlet: a delivery is one transaction, and so is taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sitthi.errors_outlets import OutletSchema
from sitthi.outlets import Note, Trace
from sitthi.outlets.database.connect import transaction
from sitthi.outlets.database.hospitalos import HospitalOs
from sitthi.outlets.database.hosxp import Hosxp
from sitthi.outlets.database.rows import RowChange, put_back, rows_of, trace_of, write
from sitthi.outlets.database.secret import read_secret
from sitthi.outlets.database.tables import Column, look_at
from sitthi.policy.outlets import DatabasePolicy
from sitthi.session.token import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection


class His(Protocol):
    def changes(self, connection: Connection, session: Session) -> list[RowChange]:
        """What would change for this session, with the rows locked. Raises OutletSchema, OutletRow."""

    def check(self, connection: Connection) -> None:
        """Whether tables, columns and rights are there. Raises OutletSchema, OutletRefused."""


_HIS: dict[str, type[Hosxp | HospitalOs]] = {"hosxp": Hosxp, "hospitalos": HospitalOs}


class DatabaseOutlet:
    """Raises OutletExtraMissing, OutletSecret, OutletUnreachable, OutletTimeout, OutletRefused, OutletSchema,
    OutletRow.
    """

    def __init__(self, database: DatabasePolicy) -> None:
        self._database = database
        self._his: His = _HIS[database.his](database)

    def deliver(self, session: Session, note: Note) -> None:
        with transaction(self._database, read_secret(self._database)) as connection:
            changes = self._his.changes(connection, session)
            note(trace_of(changes, session.token))
            write(connection, changes)

    def withdraw(self, trace: Trace) -> None:
        with transaction(self._database, read_secret(self._database)) as connection:
            for known in rows_of(trace):
                try:
                    table = look_at(connection, known.table, {known.secret: Column("text")})
                except OutletSchema:
                    continue  # the table or its column is gone, and the token with it
                put_back(connection, table, known, trace.plain.get("token"))

    def preview(self, session: Session) -> list[RowChange]:
        """What `deliver` would change; nothing is."""
        with transaction(self._database, read_secret(self._database)) as connection:
            changes = self._his.changes(connection, session)
            connection.get_transaction().rollback()  # type: ignore[union-attr]
        return changes

    def check(self) -> None:
        """Whether a delivery could work: connection, tables, columns, rights. Changes nothing."""
        with transaction(self._database, read_secret(self._database)) as connection:
            self._his.check(connection)
