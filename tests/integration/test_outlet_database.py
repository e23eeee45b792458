"""The database outlets against a real PostgreSQL and a real MariaDB: written whole, taken back, bounded, by name."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sitthi.errors_outlets import OutletRow, OutletSchema, OutletTimeout, OutletUnreachable
from sitthi.outlets import Trace
from sitthi.outlets.database.outlet import DatabaseOutlet
from sitthi.policy.outlets import DatabasePolicy
from sitthi.session.token import Session
from support.databases import mariadb, postgresql
from support.his_databases import CID, OTHER, Hospital

TOKEN, LATER = "a1b2c3d4e5f6g7h8", "z9y8x7w6v5u4t3s2"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(params=[postgresql, mariadb], ids=["postgresql", "mariadb"])
def hospital(request: pytest.FixtureRequest, tmp_path: Path) -> Hospital:
    start: Callable[[], Any] = request.param
    return Hospital(start(), tmp_path)


def session(cid: str = CID, token: str = TOKEN) -> Session:
    return Session(cid, "n", "n", token, "uc", "issuer", NOW, NOW + timedelta(hours=15), NOW)


def deliver(policy: DatabasePolicy, who: Session | None = None) -> Trace:
    noted: list[Trace] = []
    DatabaseOutlet(policy).deliver(who or session(), noted.append)
    assert len(noted) == 1
    return noted[0]


def test_hosxp_gets_cid_and_token_in_both_places(hospital: Hospital) -> None:
    trace = deliver(hospital.policy())
    (row,) = hospital.tokens()
    assert (row["cid"], row["token"], row["is_invalid"]) == (CID, TOKEN, "N")
    assert row["update_datetime"] == datetime(2026, 3, 2, 9, 0)
    assert row["access_token_expire"] == datetime(2026, 3, 3, 0, 0)
    assert (row["refresh_token"], row["refresh_token_expire"]) == (None, None)
    assert hospital.people() == {
        "kingkaew": (CID, TOKEN),
        "second-login": (CID, TOKEN),
        "somebody": (OTHER, "not yours"),
    }
    assert TOKEN not in repr(trace)
    assert TOKEN not in str(trace.plain) + str(trace.sealed)
    assert CID not in str(trace.plain)


def test_taking_back_restores_what_was_there(hospital: Hospital) -> None:
    before = hospital.people()
    trace = deliver(hospital.policy())
    DatabaseOutlet(hospital.policy()).withdraw(trace)
    assert (hospital.tokens(), hospital.people()) == ([], before)
    DatabaseOutlet(hospital.policy()).withdraw(trace)
    assert (hospital.tokens(), hospital.people()) == ([], before)


def test_an_old_row_comes_back_with_its_times(hospital: Hospital) -> None:
    hospital.server.run(
        "hos",
        f"INSERT INTO nhso_token VALUES ('{CID}', 'old-token', 'refresh', '2026-03-01 08:00:00', "
        "'2026-03-02 00:00:00', '2026-04-01 00:00:00', 'Y')",
    )
    before = hospital.tokens()
    trace = deliver(hospital.policy())
    assert hospital.tokens()[0]["refresh_token"] == "refresh"
    DatabaseOutlet(hospital.policy()).withdraw(trace)
    assert hospital.tokens() == before


def test_a_row_that_another_program_changed_stays_as_it_is(hospital: Hospital) -> None:
    trace = deliver(hospital.policy())
    hospital.server.run("hos", "UPDATE opduser SET nhso_password = 'newer' WHERE loginname = 'kingkaew'")
    hospital.server.run("hos", f"UPDATE nhso_token SET token = '{LATER}'")
    DatabaseOutlet(hospital.policy()).withdraw(trace)
    assert hospital.tokens()[0]["token"] == LATER
    assert hospital.people()["kingkaew"] == (CID, "newer")
    assert hospital.people()["second-login"] == (CID, None)


def test_without_what_was_sealed_the_token_is_still_taken_out(hospital: Hospital) -> None:
    trace = deliver(hospital.policy())
    DatabaseOutlet(hospital.policy()).withdraw(Trace(trace.plain))
    assert not hospital.holds(TOKEN)
    assert hospital.people()["kingkaew"] == (CID, None)
    assert hospital.people()["somebody"] == (OTHER, "not yours")


def test_hospitalos_gets_the_row_that_the_policy_names(hospital: Hospital) -> None:
    policy = hospital.policy("hospitalos", config_url="http://rights.example/one")
    before = sorted(map(str, hospital.server.rows("hospitalos", "b_ws_config")))
    trace = deliver(policy)
    rows = {row["ws_config_url"]: (row["username"], row["password"]) for row in hospital.server.rows(
        "hospitalos", "b_ws_config"
    )}  # fmt: skip
    assert rows == {"http://rights.example/one": (CID, TOKEN), "http://other.example": ("x", "y")}
    DatabaseOutlet(policy).withdraw(trace)
    assert sorted(map(str, hospital.server.rows("hospitalos", "b_ws_config"))) == before


def test_of_several_rows_none_is_guessed(hospital: Hospital) -> None:
    with pytest.raises(OutletRow) as caught:
        deliver(hospital.policy("hospitalos"))
    assert caught.value.data == {"table": "b_ws_config", "rows": 2}


def test_an_operator_without_a_login_gets_nobodys(hospital: Hospital) -> None:
    with pytest.raises(OutletRow) as caught:
        DatabaseOutlet(hospital.policy()).deliver(session("1100800447899"), lambda trace: None)
    assert caught.value.data == {"table": "opduser", "rows": 0}
    assert not hospital.holds(TOKEN)


def test_another_column_can_say_who_the_operator_is(hospital: Hospital) -> None:
    hospital.server.run("hos", "ALTER TABLE opduser ADD COLUMN person_cid varchar(13)")
    hospital.server.run("hos", f"UPDATE opduser SET person_cid = '{OTHER}' WHERE loginname = 'somebody'")
    deliver(hospital.policy(operator_column="person_cid", tables=("opduser",)), session(OTHER, LATER))
    assert hospital.people()["somebody"] == (OTHER, LATER)


@pytest.mark.parametrize(
    ("statement", "data"),
    [
        ("DROP TABLE nhso_token", {"table": "nhso_token", "column": "", "problem": "missing"}),
        ("ALTER TABLE opduser DROP COLUMN nhso_password",
         {"table": "opduser", "column": "nhso_password", "problem": "missing"}),
        ("ALTER TABLE nhso_token DROP COLUMN token", {"table": "nhso_token", "column": "token", "problem": "missing"}),
        ("ALTER TABLE nhso_token ADD COLUMN site_id int NOT NULL",
         {"table": "nhso_token", "column": "site_id", "problem": "needs_a_value"}),
    ],
    ids=["no table", "no column", "no token column", "a column that we cannot fill"],
)  # fmt: skip
def test_a_database_that_is_built_otherwise_is_not_written(
    hospital: Hospital, statement: str, data: dict[str, str]
) -> None:
    hospital.server.run("hos", statement)
    for act in (lambda: deliver(hospital.policy()), DatabaseOutlet(hospital.policy()).check):
        with pytest.raises(OutletSchema) as caught:
            act()
        assert caught.value.data == data
    assert not [row for row in hospital.server.rows("hos", "opduser") if TOKEN in row.values()]


def test_a_column_that_is_too_short_is_not_written(hospital: Hospital) -> None:
    change = "ALTER COLUMN nhso_password TYPE" if hospital.server.system == "postgresql" else "MODIFY nhso_password"
    hospital.server.run("hos", "UPDATE opduser SET nhso_password = NULL", f"ALTER TABLE opduser {change} varchar(15)")
    with pytest.raises(OutletSchema) as caught:
        deliver(hospital.policy())
    assert caught.value.data["problem"] == "too_short"


def test_a_table_without_transactions_is_not_written(tmp_path: Path) -> None:
    hospital = Hospital(mariadb(), tmp_path)
    hospital.server.run("hos", "ALTER TABLE opduser ENGINE=MyISAM")
    with pytest.raises(OutletSchema) as caught:
        deliver(hospital.policy())
    assert caught.value.data == {"table": "opduser", "column": "", "problem": "not_transactional (MyISAM)"}
    assert not hospital.holds(TOKEN)


def test_the_preview_tells_and_changes_nothing(hospital: Hospital) -> None:
    before = hospital.people()
    changes = DatabaseOutlet(hospital.policy()).preview(session())
    assert [(each.table.name, each.previous is None) for each in changes] == [
        ("nhso_token", True),
        ("opduser", False),
        ("opduser", False),
    ]
    assert (hospital.tokens(), hospital.people()) == ([], before)
    assert TOKEN not in repr(changes)


# ---- bounded -------------------------------------------------------------------------------------------------------


@pytest.fixture
def locked_row(hospital: Hospital) -> Iterator[None]:
    """Another program sits on an operator's row, in a transaction that does not end."""
    with hospital.server.engine("hos").connect() as connection:
        connection.exec_driver_sql("UPDATE opduser SET nhso_user = nhso_user WHERE loginname = 'second-login'")
        yield
        connection.rollback()


def test_a_statement_that_waits_is_given_up_and_nothing_stays(hospital: Hospital, locked_row: None) -> None:
    began = time.monotonic()
    with pytest.raises(OutletTimeout):
        DatabaseOutlet(hospital.policy(statement_seconds=1)).deliver(session(), lambda trace: None)
    assert time.monotonic() - began < 20  # the row is never given free
    assert not hospital.holds(TOKEN)


def test_a_process_killed_between_two_writes_leaves_nothing(hospital: Hospital) -> None:
    """The first table is written, the second write waits for a lock: there the process is killed."""
    policy = hospital.policy(statement_seconds=30)
    lock = "UPDATE opduser SET nhso_user = nhso_user WHERE loginname = 'kingkaew'"
    code = (
        "import sys, pickle\n"
        "from sitthi.outlets.database import outlet, rows\n"
        "policy, session, done = *pickle.load(sys.stdin.buffer), []\n"
        "his = outlet.DatabaseOutlet(policy)\n"
        "def write(connection, changes):\n"
        "    rows.write(connection, changes[:1])\n"
        "    print('first written', flush=True)\n"
        "    sys.stdin.buffer.read()\n"
        "    rows.write(connection, changes[1:])\n"
        "outlet.write = write\n"
        "his.deliver(session, lambda trace: None)\n"
        "print('all written', flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=False)
    assert child.stdin and child.stdout
    child.stdin.write(pickle.dumps((policy, session())))
    child.stdin.flush()
    assert child.stdout.readline() == b"first written\n"
    child.kill()
    child.wait()
    hospital.server.run("hos", lock)  # waits until the server has rolled the dead transaction back
    assert hospital.tokens() == []
    assert not hospital.holds(TOKEN)


def test_a_server_that_is_not_there(hospital: Hospital) -> None:
    with hospital.server.stopped(), pytest.raises(OutletUnreachable):
        deliver(hospital.policy())


def test_a_server_that_does_not_answer_is_left_in_time(hospital: Hospital) -> None:
    policy = hospital.policy(connect_seconds=1, statement_seconds=1)
    with hospital.server.frozen():
        began = time.monotonic()
        with pytest.raises((OutletUnreachable, OutletTimeout)):
            DatabaseOutlet(policy).deliver(session(), lambda trace: None)
        assert time.monotonic() - began < 20
