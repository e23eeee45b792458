"""A real PostgreSQL and a real MariaDB: private data, a free port of the loopback and a socket, an unprivileged user.

Each is started once a test process and ended with it; a test that stops or freezes one starts it again.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from support.certificates import Certificate, new_certificate

ADMIN_PASSWORD, SITTHI_PASSWORD = "admin-only-here", "ไม่ใช่ของจริง-hunter2"
_UNPRIVILEGED = "nobody"
_START_S = 60.0


class DatabaseServer(ABC):
    """`url` is what a policy says, `engine` the administrator's own way in."""

    system: str
    admin: str

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sitthi-db-"))
        self.folder.chmod(0o755)
        self.data, self.port = self.folder / "data", _free_port()
        self._made: set[str] = set()
        self.certificate: Certificate = new_certificate(self.folder)
        self.process: subprocess.Popen[bytes] | None = None
        self._as_owner()
        self.install()
        self.start()

    @property
    @abstractmethod
    def socket(self) -> Path: ...
    @abstractmethod
    def install(self) -> None: ...
    @abstractmethod
    def command(self) -> list[str]: ...
    @abstractmethod
    def admin_url(self, database: str) -> sa.URL: ...
    @abstractmethod
    def create(self, name: str) -> None: ...

    def make_database(self, name: str, *statements: str) -> None:
        """A database of this name with nothing but what these statements make, and all rights for `sitthi`."""
        if name not in self._made:
            self.create(name)
            self._made.add(name)
        with self.engine(name).connect() as connection:
            tables = sa.inspect(connection).get_table_names()
        self.run(name, *(f"DROP TABLE {table}" for table in tables), *statements)

    def url(self, database: str, host: str = "127.0.0.1") -> str:
        return f"{self.system}://sitthi@{host}:{self.port}/{database}"

    def engine(self, database: str = "") -> sa.Engine:
        return sa.create_engine(self.admin_url(database), poolclass=NullPool)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._log(), **_user()
        )
        deadline = time.monotonic() + _START_S
        while True:
            try:
                with self.engine().connect():
                    return
            except Exception:  # noqa: BLE001 - not up yet, in whatever words
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:]) from None
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGCONT)
                self.process.send_signal(signal.SIGQUIT if self.system == "postgresql" else signal.SIGKILL)
            self.process.wait(20)
            self.process = None

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Nothing listens."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Connections are taken by the kernel, and nobody answers."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def rows(self, database: str, table: str) -> list[dict[str, Any]]:
        with self.engine(database).connect() as connection:
            return [dict(row) for row in connection.execute(sa.text(f"SELECT * FROM {table}")).mappings()]

    def run(self, database: str, *statements: str) -> None:
        with self.engine(database).begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _log(self) -> Any:
        return (self.folder / "log").open("ab")

    def _as_owner(self) -> None:
        if os.getuid() == 0:
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, _UNPRIVILEGED, _group())

    def _once(self, *command: str) -> None:
        done = subprocess.run(command, capture_output=True, check=False, cwd=self.folder, **_user())
        if done.returncode:
            raise RuntimeError((done.stdout + done.stderr).decode(errors="replace")[-2000:])


class PostgreSql(DatabaseServer):
    system, admin = "postgresql", "keeper"

    @property
    def socket(self) -> Path:
        return self.folder / f".s.PGSQL.{self.port}"

    def install(self) -> None:
        password = self.folder / "pw"
        password.write_text(ADMIN_PASSWORD)
        password.chmod(0o644)
        self._once(
            _program("initdb"), "-D", str(self.data), "-U", self.admin, "-A", "scram-sha-256", "--no-sync",
            f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8",
        )  # fmt: skip

    def command(self) -> list[str]:
        options = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder, "fsync": "off",
            "ssl": "on", "ssl_cert_file": self.certificate.chain, "ssl_key_file": self.certificate.key,
            "shared_buffers": "16MB", "max_connections": "30",
        }  # fmt: skip
        return [_program("postgres"), "-D", str(self.data), *(f"--{name}={value}" for name, value in options.items())]

    def admin_url(self, database: str) -> sa.URL:
        return sa.URL.create(
            "postgresql+pg8000", self.admin, ADMIN_PASSWORD, "127.0.0.1", self.port, database or "postgres"
        )

    def create(self, name: str) -> None:
        with self.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
            connection.exec_driver_sql(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sitthi') THEN "
                f"CREATE ROLE sitthi LOGIN PASSWORD '{SITTHI_PASSWORD}'; END IF; END $$"
            )
        self.run(
            name,
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sitthi",
        )


class MariaDb(DatabaseServer):
    system, admin = "mysql", "root"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    def install(self) -> None:
        self._once(
            _program("mariadb-install-db"), "--no-defaults", f"--datadir={self.data}", "--skip-test-db",
            "--auth-root-authentication-method=normal",
        )  # fmt: skip

    def command(self) -> list[str]:
        options = {
            "datadir": self.data, "port": self.port, "bind-address": "127.0.0.1", "socket": self.socket,
            "pid-file": self.folder / "pid", "innodb-flush-log-at-trx-commit": "0", "innodb-buffer-pool-size": "16M",
            "ssl-cert": self.certificate.chain, "ssl-key": self.certificate.key, "character-set-server": "tis620",
        }  # fmt: skip
        return [_program("mariadbd"), "--no-defaults", *(f"--{name}={value}" for name, value in options.items())]

    def admin_url(self, database: str) -> sa.URL:
        return sa.URL.create(
            "mysql+pymysql", self.admin, "", database=database or "mysql", query={"unix_socket": str(self.socket)}
        )

    def create(self, name: str) -> None:
        self.run(
            "",
            f"CREATE DATABASE {name}",
            f"CREATE USER IF NOT EXISTS sitthi IDENTIFIED BY '{SITTHI_PASSWORD}'",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name}.* TO sitthi",
        )


@cache
def postgresql() -> PostgreSql:
    return _kept(PostgreSql())


@cache
def mariadb() -> MariaDb:
    return _kept(MariaDb())


def _kept(server: Any) -> Any:
    atexit.register(server.close)
    return server


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, and MariaDB would change its user itself."""
    if os.getuid() != 0:
        return {}
    return {"user": _UNPRIVILEGED, "group": _group(), "extra_groups": []}


def _group() -> str:
    import grp
    import pwd

    return grp.getgrgid(pwd.getpwnam(_UNPRIVILEGED).pw_gid).gr_name


def _program(name: str) -> str:
    """Where Debian keeps it: PostgreSQL's programs are in no search path."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([*map(str, places), "/usr/sbin", "/usr/bin", os.environ["PATH"]]))
    if found is None:
        raise RuntimeError(f"{name} is not installed (scripts/setup.sh)")
    return found
