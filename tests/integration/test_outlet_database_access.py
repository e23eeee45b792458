"""Who may open the database, over what, and what is said when it is refused: real servers, real certificates."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sitthi.errors import SitthiError
from sitthi.errors_outlets import OutletSecret
from sitthi.outlets.database.connect import transaction
from sitthi.outlets.database.outlet import DatabaseOutlet
from sitthi.policy.database_url import parse_database_url
from sitthi.policy.outlets import DatabasePolicy
from sitthi.session.token import Session
from support.databases import SITTHI_PASSWORD, mariadb, postgresql
from support.his_databases import CID, Hospital

TOKEN = "a1b2c3d4e5f6g7h8"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(params=[postgresql, mariadb], ids=["postgresql", "mariadb"])
def hospital(request: pytest.FixtureRequest, tmp_path: Path) -> Hospital:
    start: Callable[[], Any] = request.param
    return Hospital(start(), tmp_path)


def deliver(policy: DatabasePolicy) -> None:
    session = Session(CID, "n", "n", TOKEN, "uc", "issuer", NOW, NOW + timedelta(hours=15), NOW)
    DatabaseOutlet(policy).deliver(session, lambda trace: None)


def failure(act: Callable[[], object]) -> tuple[str, object]:
    with pytest.raises(SitthiError) as caught:
        act()
    assert caught.value.__cause__ is None or "hunter2" not in repr(caught.value.__cause__)
    return caught.value.name, caught.value.data.get("reason")


def test_wrong_password_missing_right_and_missing_database(hospital: Hospital) -> None:
    good = hospital.policy()
    DatabaseOutlet(good).check()
    hospital.secret.write_text("wrong")
    assert failure(DatabaseOutlet(good).check) == ("outlet_refused", "login")
    hospital.secret.write_text(SITTHI_PASSWORD, encoding="utf-8")
    nowhere = replace(good, url=parse_database_url(hospital.server.url("nowhere")))
    assert failure(DatabaseOutlet(nowhere).check)[0] == "outlet_refused"
    on = "ON nhso_token" if hospital.server.system == "postgresql" else "ON hos.*"
    hospital.server.run("hos", f"REVOKE INSERT {on} FROM sitthi")
    assert failure(DatabaseOutlet(good).check) == ("outlet_refused", "rights")
    if hospital.server.system == "mysql":
        hospital.server.run("hos", "GRANT INSERT ON hos.* TO sitthi")


def test_the_socket_of_this_machine(hospital: Hospital) -> None:
    url = parse_database_url(f"{hospital.server.system}:///hos?socket={hospital.server.socket}&user=sitthi")
    deliver(hospital.policy(url=url))
    assert hospital.holds(TOKEN)


def test_tls_needs_the_right_authority_and_the_right_name(hospital: Hospital) -> None:
    authority = str(hospital.server.certificate.authority)
    assert failure(lambda: deliver(hospital.policy(tls="verify"))) == ("outlet_refused", "certificate")
    deliver(hospital.policy(tls="verify", tls_ca=authority))
    deliver(hospital.policy(tls="encrypt"))
    other_name = parse_database_url(hospital.server.url("hos", "127.0.0.2"))
    with pytest.raises(SitthiError):  # the server listens on 127.0.0.1 alone
        deliver(hospital.policy(tls="verify", tls_ca=authority, url=other_name))


def test_with_tls_nothing_is_sent_in_clear(hospital: Hospital) -> None:
    """What the administrator sees of the connection, from inside."""
    ask = {
        "postgresql": "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
        "mysql": "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME='SSL_CIPHER'",
    }[hospital.server.system]
    for tls, expected in (("encrypt", True), ("off", False)):
        with transaction(hospital.policy(tls=tls), SITTHI_PASSWORD) as connection:
            assert bool(connection.exec_driver_sql(ask).scalar()) is expected


def test_a_password_file_that_others_can_read_is_refused(hospital: Hospital) -> None:
    hospital.secret.chmod(0o644)
    with pytest.raises(OutletSecret) as caught:
        deliver(hospital.policy())
    assert caught.value.data == {"reason": "mode"}


def test_no_failure_carries_a_secret(hospital: Hospital, caplog: pytest.LogCaptureFixture) -> None:
    hospital.server.run("hos", "ALTER TABLE nhso_token ADD CONSTRAINT short CHECK (token = 'x')")
    caplog.set_level(1)
    try:
        deliver(hospital.policy())
    except SitthiError as problem:
        told = "".join(traceback.format_exception(problem)) + str(problem.data) + caplog.text
    else:
        pytest.fail("the check of the table did not refuse")
    assert not [each for each in (TOKEN, CID, "hunter2") if each in told]
