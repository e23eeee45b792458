"""`sitthi audit`, `sitthi status` and `sitthi help` as a person at a terminal sees them, in both languages."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sitthi.audit import Audit
from sitthi.cli import main
from sitthi.cli.status import _clock, _inactivity, _session
from sitthi.cli.texts import texts

CID = "1100800447899"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    state = tmp_path / "sitthi"
    state.mkdir(mode=0o700)
    audit = Audit(state)
    audit.record("login", cid=CID, outcome="ok")
    audit.record("fill", cid=CID, origin="=cmd|' /C calc'!A0", outcome="origin_not_allowed")
    audit.record("outlet", cid=CID, outlet="nhso_token.txt", outcome="ok")
    return state


def test_show_is_newest_first_with_bangkok_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "show", "--last", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert "+07:00  1-1008-xxxxx-xx-x  outlet  nhso_token.txt  ok" in lines[0]
    assert main(["audit", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [each["seq"] for each in shown] == [3, 2, 1]
    assert CID not in repr(shown)


def test_an_empty_audit_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert main(["audit", "show"]) == 0
    assert "Nothing" in capsys.readouterr().out
    assert main(["audit", "verify"]) == 0


def test_export_is_oldest_first_and_no_formula_for_a_spreadsheet(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "export", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["seq"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["origin"] == "'=cmd|' /C calc'!A0"
    out = tmp_path / "audit.jsonl"
    assert main(["audit", "export", "--json", "--out", str(out)]) == 0
    assert [json.loads(line)["outlet"] for line in out.read_text().splitlines()] == ["", "", "nhso_token.txt"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    capsys.readouterr()
    assert main(["audit", "export", "--csv", "--out", str(out)]) == 1  # never over a file that is there
    assert "does not exist yet" in capsys.readouterr().err


def test_verify_finds_what_was_done_and_says_it_by_the_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify"]) == 0
    assert "3 entries" in capsys.readouterr().out
    with closing(sqlite3.connect(folder / "audit.db")) as database, database:
        database.execute("UPDATE entry SET outcome = 'ok' WHERE seq = 2")
        database.execute("DELETE FROM entry WHERE seq = 3")
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert "entry 2: changed" in said and "entries 3 to 3: cut off" in said
    assert main(["audit", "verify", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert [fault["kind"] for fault in found["faults"]] == ["changed", "cut_off"]


def test_an_audit_that_cannot_be_read_is_told_without_its_content(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitthi.audit.database._BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(folder / "audit.db", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        assert main(["audit", "verify"]) == 1
    assert "OperationalError" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "office"), [("C.UTF-8", "registration office"), ("th_TH.UTF-8", "สำนักทะเบียน")])
def test_help_says_where_a_pin_comes_from(
    language: str, office: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert main(["help", "pin"]) == 0
    said = capsys.readouterr().out
    assert office in said
    assert ("NHSO" if language == "C.UTF-8" else "สปสช.") + " " in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "within 100 days"),
        ({"warn": True, "days_left": 3}, "3 days left: NHSO removes the right to use the service at 2026-08-29 12:30"),
        ({"warn": True, "removed": True, "days_left": 0}, "at the NHSO regional office, with the form"),
    ],
)
def test_status_says_how_long_the_right_is_kept_and_what_to_do_after(change: dict[str, Any], said: str) -> None:
    found = {"days_left": 100, "removal_at": "2026-08-29T12:30:00+07:00", "limit_days": 180, "warn": False}
    (line,) = _inactivity({"inactivity": {**found, "removed": False, **change}})
    assert said in line
    assert list(_inactivity({"inactivity": None})) == []


def test_status_says_plainly_that_a_login_elsewhere_ended_it() -> None:
    ended = {"reason": "revoked", "at": "2026-03-02T10:00:00+07:00"}
    assert "because of a login elsewhere" in list(_session({"session": None, "ended": ended}))[1]


def test_status_warns_of_the_end_and_of_the_clock() -> None:
    session = {"name_th": "n", "cid_masked": "c", "state": "active", "expires_at": "2026-03-03T00:00:00+07:00"}
    assert "dies in 5 minutes" in list(_session({"session": {**session, "seconds_left": 299}, "ended": None}))[1]
    assert len(list(_session({"session": {**session, "seconds_left": 1801}, "ended": None}))) == 1
    (line,) = _clock({"clock": {"offset_seconds": 90061, "wrong": True}})
    assert "1 d 01:01:01 slow" in line
    assert list(_clock({"clock": {"offset_seconds": 100, "wrong": False}})) == []


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    thai, english = texts("commands.th"), texts("commands.en")
    assert set(thai) == set(english)
    for key in english:
        places = {part.split("}")[0] for part in english[key].split("{")[1:]}
        assert places == {part.split("}")[0] for part in thai[key].split("{")[1:]}, key
