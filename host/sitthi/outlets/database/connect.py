"""One transaction at a database: bounded in time, over TLS unless the policy says otherwise, failures by name.

No text of a driver's error ever leaves here: it can quote the address, the statement and its values.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sitthi.errors import SitthiError
from sitthi.errors_outlets import OutletExtraMissing
from sitthi.outlets.database.failures import meaning
from sitthi.policy.outlets import DatabasePolicy
from sitthi.system_trust import system_trust

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GRACE_S = 2
"""How much longer than a statement may take its answer is waited for: the server is to give up first."""


@contextlib.contextmanager
def transaction(database: DatabasePolicy, password: str) -> Iterator[Connection]:
    """A connection inside one transaction, committed at the end, rolled back by any exception.

    Raises OutletExtraMissing, OutletUnreachable, OutletTimeout, OutletRefused, OutletSchema, and what the body raises.
    """
    try:
        import sqlalchemy
        from sqlalchemy.pool import NullPool

        driver, connect = _DRIVERS[database.url.system]
        dialect = f"{database.url.system}+{driver}://"
        engine = sqlalchemy.create_engine(
            dialect, creator=lambda: connect(database, password), poolclass=NullPool, hide_parameters=True
        )
        __import__(driver)
    except ImportError as missing:
        raise OutletExtraMissing(package=(missing.name or "SQLAlchemy").partition(".")[0]) from None
    try:
        with engine.connect() as connection, connection.begin():
            _limit(connection, database.statement_seconds)
            yield connection
    except SitthiError:
        raise
    except Exception as fault:
        named = meaning(fault)
        if named is None:
            raise
        raise named from None
    finally:
        engine.dispose()


def _postgresql(database: DatabasePolicy, password: str) -> Any:
    import pg8000

    url, wait = database.url, database.statement_seconds + _GRACE_S
    common: dict[str, Any] = {"user": url.user, "password": password, "database": url.database}
    common["application_name"] = "sitthi"
    if url.socket:
        return pg8000.Connection(**common, unix_sock=url.socket, timeout=wait, ssl_context=False)
    sock = socket.create_connection((url.host, url.port), timeout=database.connect_seconds)
    try:
        sock.settimeout(max(wait, database.connect_seconds))
        context = tls_context(database)
        return pg8000.Connection(
            **common, host=url.host, port=url.port, sock=sock, ssl_context=False if context is None else context
        )
    except BaseException:
        sock.close()
        raise


def _mysql(database: DatabasePolicy, password: str) -> Any:
    import pymysql

    url, context = database.url, tls_context(database)
    where: dict[str, Any] = {"unix_socket": url.socket} if url.socket else {"host": url.host, "port": url.port}
    where.update({"ssl_disabled": True} if context is None else {"ssl": context})
    return pymysql.connect(
        **where,
        user=url.user,
        password=password.encode(),  # of a text it would take Latin-1
        database=url.database,
        charset="utf8",  # known to every server; what is written here is ASCII
        connect_timeout=database.connect_seconds,
        read_timeout=database.statement_seconds + _GRACE_S,
        write_timeout=database.statement_seconds + _GRACE_S,
        client_flag=pymysql.constants.CLIENT.FOUND_ROWS,
        program_name="sitthi",
    )


_DRIVERS = {"postgresql": ("pg8000", _postgresql), "mysql": ("pymysql", _mysql)}


def tls_context(database: DatabasePolicy) -> ssl.SSLContext | None:
    """None where nothing crosses a network, or the policy allows it in clear."""
    if database.tls == "off" or database.url.socket:
        return None
    context: ssl.SSLContext
    if database.tls == "encrypt":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif database.tls_ca:
        context = ssl.create_default_context(cafile=database.tls_ca)
    else:
        context = system_trust()
    return context


def _limit(connection: Connection, seconds: int) -> None:
    """No statement, and no wait for a row that another holds, takes longer."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {seconds * 1000}")
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = {seconds * 2000}")
        return
    connection.exec_driver_sql(f"SET SESSION innodb_lock_wait_timeout = {seconds}")
    connection.exec_driver_sql(f"SET SESSION lock_wait_timeout = {seconds}")
    if getattr(connection.dialect, "is_mariadb", False):
        connection.exec_driver_sql(f"SET SESSION max_statement_time = {seconds}")
