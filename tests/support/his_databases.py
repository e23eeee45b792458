"""Fresh HOSxP and HospitalOS databases on a real server, as far as their tables are publicly known, and a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sitthi.policy.database_url import parse_database_url
from sitthi.policy.outlets import DatabasePolicy
from support.databases import SITTHI_PASSWORD, MariaDb, PostgreSql

CID, OTHER = "1101500000008", "3100101000018"
BOTH = ("nhso_token", "opduser")
_NHSO_TOKEN = (
    "CREATE TABLE nhso_token (cid varchar(13) PRIMARY KEY, token varchar(64), refresh_token varchar(64), "
    "update_datetime {time}, access_token_expire {time}, refresh_token_expire {time}, is_invalid char(1)) {engine}"
)
_OPDUSER = (
    "CREATE TABLE opduser (loginname varchar(30) PRIMARY KEY, nhso_user varchar(250), nhso_password varchar(250)) "
    "{engine}"
)
_KINDS = {"postgresql": {"time": "timestamp", "engine": ""}, "mysql": {"time": "datetime", "engine": "ENGINE=InnoDB"}}
_PEOPLE = (
    f"INSERT INTO opduser VALUES ('kingkaew', '{CID}', 'what was there'), ('second-login', '{CID}', NULL), "
    f"('somebody', '{OTHER}', 'not yours')"
)
_HOSPITALOS = (
    "CREATE TABLE b_ws_config (ws_config_url varchar(255), username varchar(255), password varchar(255))",
    "INSERT INTO b_ws_config VALUES ('http://rights.example/one', 'chk0001', 'old')",
    "INSERT INTO b_ws_config VALUES ('http://other.example', 'x', 'y')",
)


class Hospital:
    """One database server with both programs' databases; the password lies in a private file in `folder`."""

    def __init__(self, server: PostgreSql | MariaDb, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.secret = folder / "db.secret"
        self.secret.write_text(SITTHI_PASSWORD + "\n", encoding="utf-8")
        self.secret.chmod(0o600)
        kinds = _KINDS[server.system]
        server.make_database("hos", _NHSO_TOKEN.format(**kinds), _OPDUSER.format(**kinds), _PEOPLE)
        server.make_database("hospitalos", *_HOSPITALOS)

    def policy(self, his: str = "hosxp", **values: Any) -> DatabasePolicy:
        database = "hos" if his == "hosxp" else "hospitalos"
        tables = BOTH if his == "hosxp" else ("b_ws_config",)
        url = parse_database_url(self.server.url(database))
        base = DatabasePolicy(
            "his", his, url, tables=tables, secret_file=str(self.secret), tls="off", statement_seconds=2
        )
        return replace(base, **values)

    def policy_text(self, **values: str | int) -> str:
        """The same as a policy file has it, switched on."""
        settings = {
            "name": "his", "his": "hosxp", "url": self.server.url("hos"), "secret_file": str(self.secret),
            "connect_seconds": 1, "statement_seconds": 1, **values,
        }  # fmt: skip
        lines = [f"{name} = {value!r}".replace("'", '"') for name, value in settings.items()]
        return "\n".join(["[[outlet.database]]", "on = true", 'tables = ["nhso_token", "opduser"]', *lines, ""])

    def people(self) -> dict[str, tuple[str | None, str | None]]:
        """loginname → (nhso_user, nhso_password)."""
        rows = self.server.rows("hos", "opduser")
        return {row["loginname"]: (row["nhso_user"], row["nhso_password"]) for row in rows}

    def tokens(self) -> list[dict[str, Any]]:
        return self.server.rows("hos", "nhso_token")

    def holds(self, token: str) -> bool:
        return any(token in str(row) for row in [*self.tokens(), *self.people().values()])
