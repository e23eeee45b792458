"""Entries: what is in them, how long, who may write at once, and what stays out."""

import logging
import os
import socket
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitthi.audit import Audit, forward
from sitthi.policy.model import AuditPolicy

CID, OTHER_CID = "1100800447899", "3100101000018"
WRITERS, WRITES = 6, 8


class SetClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def fill(audit: Audit, count: int = 1) -> None:
    for _ in range(count):
        audit.record("fill", cid=CID, origin="https://his.example", outcome="released token")


def test_an_entry_says_who_what_when_where_and_how_it_ended(tmp_path: Path) -> None:
    clock = SetClock()
    audit = Audit(tmp_path, clock=clock)
    fill(audit)
    audit.record("outlet", cid=CID, outlet="nhso_token.txt", outcome="ok")
    audit.record("login", cid=OTHER_CID, outcome="pin_wrong")
    newest, outlet, first = audit.events()
    assert first == {
        "seq": 1,
        "at": clock.time,
        "action": "fill",
        "who": first["who"],
        "who_masked": "1-1008-xxxxx-xx-x",
        "origin": "https://his.example",
        "outlet": "",
        "outcome": "released token",
    }
    assert (outlet["outlet"], outlet["who"]) == ("nhso_token.txt", first["who"])
    assert newest["who"] != first["who"]
    assert audit.events(1) == [newest]


def test_before_the_first_entry_there_is_nothing_and_nothing_is_made(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    assert audit.events() == []
    assert audit.verify().ok
    assert list(tmp_path.iterdir()) == []


def test_no_citizen_id_is_on_the_disk_and_the_files_are_private(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    audit.record("rights", cid=CID, origin=f"https://his.example/{OTHER_CID}", outcome=f"ok {OTHER_CID}")
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        content = file.read_bytes()
        assert CID.encode() not in content
        assert OTHER_CID.encode() not in content


def test_two_accounts_hash_one_person_differently(tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        audit = Audit(tmp_path / name)
        fill(audit)
        hashes.add(audit.events()[0]["who"])
    assert len(hashes) == 2


def test_entries_go_when_their_time_is_over(tmp_path: Path) -> None:
    clock, policy = SetClock(), AuditPolicy(retention_days=10)
    audit = Audit(tmp_path, lambda: policy, clock)
    fill(audit, 3)
    clock.time += timedelta(days=10)
    fill(audit)
    assert len(audit.events()) == 4
    clock.time += timedelta(microseconds=1)
    fill(audit)
    assert [event["seq"] for event in audit.events()] == [5, 4]
    policy = AuditPolicy(retention_days=1)
    clock.time += timedelta(days=2)
    fill(audit)
    assert [event["seq"] for event in audit.events()] == [6]
    assert audit.verify().ok


def test_a_clock_that_was_wrong_for_a_moment_makes_nothing_go_early(tmp_path: Path) -> None:
    clock = SetClock()
    audit = Audit(tmp_path, clock=clock)
    fill(audit)
    right, clock.time = clock.time, datetime(1970, 1, 2, tzinfo=UTC)
    fill(audit)
    clock.time = right
    fill(audit)
    assert len(audit.events()) == 3
    assert audit.verify().ok


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_processes_at_once_lose_nothing_from_the_first_entry_on(tmp_path: Path) -> None:
    pids = []
    for _ in range(WRITERS):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                fill(Audit(tmp_path), WRITES)
                code = 0
            finally:
                os._exit(code)
        pids.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * WRITERS
    audit = Audit(tmp_path)
    found = audit.verify()
    assert (found.ok, found.entries, found.last) == (True, WRITERS * WRITES, WRITERS * WRITES)


def test_copies_go_to_syslog_with_their_link_and_on_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "SYSLOG", str(tmp_path / "log"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind(str(tmp_path / "log"))
        service.settimeout(5)
        audit = Audit(tmp_path, lambda: AuditPolicy(forward="syslog"))
        audit.record("fill", cid=CID, origin="https://his.example\nsitthi-audit {}", outcome="ok")
        line = service.recv(4096)
    assert line.startswith(b"<86>sitthi-audit {")
    assert b"\n" not in line
    assert b'"seq":1,' in line and b'"link":"' in line and b"1-1008-xxxxx-xx-x" in line
    assert CID.encode() not in line


@pytest.mark.parametrize("kind", ["syslog", "eventlog"])
def test_a_log_that_is_not_there_costs_its_copy_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    monkeypatch.setattr(forward, "SYSLOG", str(tmp_path / "nobody"))
    audit = Audit(tmp_path, lambda: AuditPolicy(forward=kind))
    with caplog.at_level(logging.WARNING):
        fill(audit, 2)
    assert len(audit.events()) == 2
    assert CID not in caplog.text


def test_a_syslog_that_does_not_read_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "SYSLOG", str(tmp_path / "log"))
    monkeypatch.setattr(forward, "_SEND_SECONDS", 0.01)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind(str(tmp_path / "log"))
        audit = Audit(tmp_path, lambda: AuditPolicy(forward="syslog"))
        fill(audit, 30)  # the queue of a datagram socket holds fewer
    assert len(audit.events()) == 30
