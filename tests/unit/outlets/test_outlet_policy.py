"""What a policy may say about outlets: off until switched on, no password in it, mistakes with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy.database_url import BadDatabaseUrl, DatabaseUrl, parse_database_url
from sitthi.policy.load import load_policy
from sitthi.policy.outlets import DatabasePolicy, FileTarget, OutletPolicy

FULL = """
[outlet.file]
on = true
[[outlet.file.target]]
path = 'D:\\UCAuthentication4.x\\nhso_token.txt'
[[outlet.file.target]]
path = "/srv/his/nhso_token.txt"
name = "companion"
bom = true
mode = "0640"
group = "his"
[outlet.clipboard]
on = true
seconds = 20
[[outlet.database]]
name = "hosxp"
on = true
his = "hosxp"
url = "mysql://sitthi@db.example.go.th:3307/hos"
tables = ["nhso_token", "opduser"]
operator_column = "cid"
secret = "file"
secret_file = "/etc/sitthi/hosxp.secret"
tls = "verify"
tls_ca = "/etc/sitthi/ca.pem"
connect_seconds = 3
statement_seconds = 4
[[outlet.database]]
name = "hospitalos"
his = "hospitalos"
url = "postgresql://sitthi@127.0.0.1/hospital"
secret = "keyring"
config_url = "http://rights.example/"
"""


def load(folder: Path, text: str) -> OutletPolicy:
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return load_policy([file]).outlet


def refused(folder: Path, text: str) -> tuple[object, object, str]:
    with pytest.raises(PolicyInvalid) as caught:
        load(folder, text)
    data = caught.value.data
    return data["line"], data["key"], str(data["problem"])


def test_everything_is_off_without_a_policy() -> None:
    outlet = load_policy([]).outlet
    assert outlet == OutletPolicy()
    assert (outlet.file.on, outlet.clipboard.on, outlet.databases) == (False, False, ())


def test_the_whole_section(tmp_path: Path) -> None:
    outlet = load(tmp_path, FULL)
    assert outlet.file.targets == (
        FileTarget("D:\\UCAuthentication4.x\\nhso_token.txt"),
        FileTarget("/srv/his/nhso_token.txt", "companion", True, "0640", "his"),
    )
    assert (outlet.clipboard.on, outlet.clipboard.seconds) == (True, 20)
    hosxp, hospitalos = outlet.databases
    assert hosxp == DatabasePolicy(
        "hosxp", "hosxp", DatabaseUrl("mysql", "sitthi", "hos", "db.example.go.th", 3307), True,
        ("nhso_token", "opduser"), "cid", "", "file", "/etc/sitthi/hosxp.secret", "verify", "/etc/sitthi/ca.pem", False,
        3, 4,
    )  # fmt: skip
    assert (hospitalos.on, hospitalos.tables, hospitalos.secret) == (False, ("b_ws_config",), "keyring")


def test_without_a_word_a_database_far_away_is_asked_over_checked_tls(tmp_path: Path) -> None:
    outlet = load(tmp_path, FULL.replace('tls = "verify"\n', ""))
    assert [each.tls for each in outlet.databases] == ["verify", "off"]


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("sitthi@db", "sitthi:hunter2@db", "outlet.database.url", "holds a password"),
        ("/hos\"", "/hos?password=hunter2\"", "outlet.database.url", "holds a password"),
        ("mysql:", "oracle:", "outlet.database.url", "must begin with"),
        ("sitthi@db", "db", "outlet.database.url", "must name a user"),
        ('"nhso_token", "opduser"', '"b_ws_config"', "outlet.database.tables", "has no"),
        ('tls = "verify"', 'tls = "off"', "outlet.database.tls", "allow_clear"),
        ('secret = "file"', 'secret = "keyring"', "outlet.database.secret_file", "goes with"),
        ('operator_column = "cid"', 'operator_column = "cid; drop"', "outlet.database.operator_column", "column"),
        ('name = "hospitalos"', 'name = "hosxp"', "outlet.database", "same name"),
        ('path = "/srv/his/nhso_token.txt"', 'path = "nhso_token.txt"', "outlet.file.target.path", "whole path"),
        ("/srv/his/nhso_token.txt", "/etc/passwd", "outlet.file.target.path", ".txt"),
        ('mode = "0640"', 'mode = "0666"', "outlet.file.target.mode", "one of"),
        ("seconds = 20", "seconds = 0", "outlet.clipboard.seconds", "whole number"),
        ("[outlet.clipboard]", "[outlet.clipbord]", "outlet.clipbord", "unknown key"),
        ("[[outlet.database]]\nname = \"hosxp\"", "[outlet.database]\nname = \"hosxp\"", "", ""),
    ],
)  # fmt: skip
def test_each_mistake_has_its_place(tmp_path: Path, old: str, new: str, key: str, says: str) -> None:
    assert old in FULL
    line, found, problem = refused(tmp_path, FULL.replace(old, new, 1))
    assert isinstance(line, int)
    assert found == key
    assert says in problem
    assert "hunter2" not in problem


def test_on_without_a_target_is_a_mistake(tmp_path: Path) -> None:
    assert refused(tmp_path, "[outlet.file]\non = true\n")[1] == "outlet.file.target"


@pytest.mark.parametrize(
    "text",
    [
        "mysql://u@h/d", "mysql://u@h:3306/d", "postgresql://u@h/d", "postgresql://u@[::1]:5433/d",
        "mysql:///d?socket=/run/mysqld/mysqld.sock&user=u",
    ],
)  # fmt: skip
def test_an_address_reads_back_as_itself(text: str) -> None:
    url = parse_database_url(text)
    assert parse_database_url(str(url)) == url


@pytest.mark.parametrize(
    "text",
    [
        "", "mysql", "mysql://", "mysql://u@h", "mysql://u@h/", "mysql://u@h/a/b", "mysql://u@h:x/d", "mysql://u@h/d#f",
        "mysql://u@h/d?charset=utf8", "mysql://u@h/d?socket=/s", "mysql:///d?socket=relative&user=u", "mysql://u:@h/d",
        "mysql://u@a b/d",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(BadDatabaseUrl):
        parse_database_url(text)


@pytest.mark.parametrize(
    ("text", "local"),
    [("mysql://u@127.0.0.1/d", True), ("mysql://u@localhost/d", True), ("mysql:///d?socket=/s&user=u", True),
     ("mysql://u@10.0.0.1/d", False), ("mysql://u@localhost.example/d", False)],
)  # fmt: skip
def test_what_stays_on_this_machine(text: str, local: bool) -> None:
    assert parse_database_url(text).local is local
