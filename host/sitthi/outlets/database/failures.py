"""What a driver's exception means for the person, by the server's code. Looks at codes only, never at texts."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from sitthi.errors import SitthiError
from sitthi.errors_outlets import OutletRefused, OutletSchema, OutletTimeout, OutletUnreachable

_TIMEOUT = {1205, 1213, 1317, 1969, 3024}
"""MySQL and MariaDB: lock wait, deadlock, interrupted, max_statement_time, max_execution_time."""
_LOST = {1040, 1053, 1129, 2002, 2003, 2005, 2006, 2013}
"""Too many connections, shutting down, host blocked, no server, unknown host, gone, lost."""
_REFUSED = {1044: "rights", 1045: "login", 1049: "database", 1130: "host", 1142: "rights", 1143: "rights",
            1698: "login", 2026: "tls", 3118: "login", 3159: "tls"}  # fmt: skip
_CONTENT = {1048, 1054, 1062, 1146, 1264, 1364, 1366, 1406, 1451, 1452, 3819, 4025}
"""What was to be written does not fit: null, unknown column, twice, too long, a check or a reference that fails."""
_SQLSTATES = {
    "57014": "timeout", "55P03": "timeout", "40P01": "timeout", "40001": "timeout", "25P03": "timeout",
    "57P01": "lost", "57P02": "lost", "57P03": "lost", "53300": "lost",
    "28P01": "login", "28000": "login", "3D000": "database", "42501": "rights",
}  # fmt: skip
_CONTENT_CLASSES = ("22", "23", "42")
_STATE_OF_PROTOCOL = "C"
"""The field of PostgreSQL's error message that holds the SQLSTATE."""


def meaning(fault: BaseException) -> SitthiError | None:
    """None for what is no failure of the database: a bug of ours."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    chain = list(_chain(fault))
    for each in chain:
        if isinstance(each, ssl.SSLError):
            return OutletRefused(reason="certificate" if isinstance(each, ssl.SSLCertVerificationError) else "tls")
    for each in chain:
        found = _by_code(each)
        if found is not None:
            return found
    for each in chain:
        if isinstance(each, TimeoutError):
            return OutletTimeout() if isinstance(fault, DBAPIError) else OutletUnreachable(reason="timeout")
        if isinstance(each, OSError):
            return OutletUnreachable(reason=type(each).__name__)
    return OutletUnreachable(reason=type(fault).__name__) if isinstance(fault, SQLAlchemyError) else None


def _by_code(fault: BaseException) -> SitthiError | None:
    first = fault.args[0] if fault.args else None
    if isinstance(first, dict):  # pg8000: the fields of the server's message
        return _by_state(str(first.get(_STATE_OF_PROTOCOL, "")))
    if not isinstance(first, int) or isinstance(fault, OSError):
        return None
    if first in _TIMEOUT:
        return OutletTimeout()
    if first in _LOST:
        return OutletUnreachable(reason=str(first))
    if first in _CONTENT:
        return OutletSchema(table="?", column="?", problem=str(first))
    return OutletRefused(reason=_REFUSED.get(first, str(first)))


def _by_state(state: str) -> SitthiError:
    found = _SQLSTATES.get(state)
    if found == "timeout":
        return OutletTimeout()
    if found == "lost":
        return OutletUnreachable(reason=state)
    if found is None and state.startswith(_CONTENT_CLASSES):
        return OutletSchema(table="?", column="?", problem=state)
    return OutletRefused(reason=found or state)


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """The exception, what the driver raised, and what that came from."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [fault]
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [getattr(each, "orig", None), each.__cause__, each.__context__]
