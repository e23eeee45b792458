"""The address of a database as a policy writes it: `mysql://user@host:3306/name` or `postgresql://…`, no password.

A unix socket is `mysql:///name?socket=/run/mysqld/mysqld.sock&user=…`. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

PORTS = {"mysql": 3306, "postgresql": 5432}
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_MAY_FOLLOW = {"socket", "user"}


class BadDatabaseUrl(ValueError):
    """Not such an address; the text says why, and quotes nothing of it: there could be a password in it."""


@dataclass(frozen=True)
class DatabaseUrl:
    """`socket` "" = by `host` and `port`. MariaDB is spoken to as MySQL."""

    system: str
    user: str
    database: str
    host: str = ""
    port: int = 0
    socket: str = ""

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine."""
        return bool(self.socket) or self.host in _LOCAL

    def __str__(self) -> str:
        if self.socket:
            return f"{self.system}:///{self.database}?socket={self.socket}&user={self.user}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.system}://{self.user}@{host}:{self.port}/{self.database}"


def parse_database_url(text: str) -> DatabaseUrl:
    """Raises BadDatabaseUrl."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadDatabaseUrl("is not an address of a database") from None
    if parts.password is not None or "password" in text.lower():
        raise BadDatabaseUrl(
            "holds a password: take it out and run `sitthi outlets set-secret NAME`, which keeps it in the key store "
            "or in the file that secret_file names; then change it at the database, because others may have read it"
        )
    if parts.scheme not in PORTS:
        raise BadDatabaseUrl("must begin with mysql:// (also for MariaDB) or postgresql://")
    options = dict(parse_qsl(parts.query))
    if parts.fragment or not set(options) <= _MAY_FOLLOW:
        raise BadDatabaseUrl("may have nothing after the database's name but ?socket=…&user=…")
    user, database = unquote(parts.username or options.get("user", "")), unquote(parts.path.removeprefix("/"))
    if not user or not database or "/" in database:
        raise BadDatabaseUrl("must name a user and a database: mysql://user@host:3306/database")
    if "socket" in options:
        if parts.hostname or not options["socket"].startswith("/"):
            raise BadDatabaseUrl("with socket= there is no host, and the socket is a whole path")
        return DatabaseUrl(parts.scheme, user, database, socket=options["socket"])
    if not parts.hostname or not _HOST.fullmatch(parts.hostname):
        raise BadDatabaseUrl("must name the database's host")
    return DatabaseUrl(parts.scheme, user, database, parts.hostname, port or PORTS[parts.scheme])
