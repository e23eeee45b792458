"""Where a database's password may lie: a private file, or the key store; anything that others can read is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from sitthi.errors_outlets import OutletExtraMissing, OutletSecret
from sitthi.outlets.database.outlet import DatabaseOutlet
from sitthi.outlets.database.secret import read_secret, store_secret
from sitthi.policy.database_url import DatabaseUrl
from sitthi.policy.outlets import DatabasePolicy

PASSWORD = "ไม่ใช่ของจริง-hunter2"


def database(secret: str = "file", file: Path | str = "") -> DatabasePolicy:
    return DatabasePolicy("his", "hosxp", DatabaseUrl("mysql", "u", "d", "h", 1), secret=secret, secret_file=str(file))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "his.secret"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def reason(policy: DatabasePolicy) -> object:
    with pytest.raises(OutletSecret) as caught:
        read_secret(policy)
    assert "hunter2" not in str(caught.value)
    return caught.value.data["reason"]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_line_of_a_private_file(file: Path, end: str) -> None:
    file.write_bytes((PASSWORD + end).encode())
    assert read_secret(database(file=file)) == PASSWORD


def test_a_password_may_end_with_a_space(file: Path) -> None:
    file.write_text("with a space \n")
    assert read_secret(database(file=file)) == "with a space "


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o620, 0o666, 0o660])
def test_a_file_that_others_can_read_or_change_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert reason(database(file=file)) == "mode"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make files of others")
def test_whose_file_it_may_be(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.chmod(0o640)
    assert read_secret(database(file=file)) == PASSWORD  # root's, for a group that root chose
    os.chown(file, 65534, -1)
    assert reason(database(file=file)) == "owner"
    monkeypatch.setattr(os, "getuid", lambda: 65534)
    assert reason(database(file=file)) == "mode"  # one's own is for nobody else, not even a group
    file.chmod(0o600)
    assert read_secret(database(file=file)) == PASSWORD


def test_what_is_no_password_file(file: Path) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    assert reason(database(file=link)) == "OSError"
    assert reason(database(file=file.parent / "missing")) == "not_set"
    file.write_text("")
    assert reason(database(file=file)) == "not_a_password"
    file.write_text("two\nlines\n")
    assert reason(database(file=file)) == "not_a_password"
    file.write_bytes(b"\xff\xfe")
    assert reason(database(file=file)) == "not_text"


def test_a_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert reason(database(file=tmp_path / "pipe")) == "not_a_file"


def test_kept_privately_and_read_again(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store_secret(database(file=tmp_path / "new.secret"), PASSWORD)
    finally:
        os.umask(before)
    assert (tmp_path / "new.secret").stat().st_mode & 0o777 == 0o600
    assert read_secret(database(file=tmp_path / "new.secret")) == PASSWORD
    assert [each.name for each in tmp_path.iterdir()] == ["new.secret"]


@pytest.mark.parametrize("password", ["", "two\nlines", "x" * 2000])
def test_what_could_not_be_read_again_is_not_kept(tmp_path: Path, password: str) -> None:
    with pytest.raises(OutletSecret):
        store_secret(database(file=tmp_path / "new.secret"), password)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def key_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, str], str]]:
    kept: dict[tuple[str, str], str] = {}
    module = ModuleType("keyring")
    module.get_password = lambda service, name: kept.get((service, name))  # type: ignore[attr-defined]
    module.set_password = lambda service, name, value: kept.update({(service, name): value})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    yield kept


def test_the_key_store_of_the_system(key_store: dict[tuple[str, str], str]) -> None:
    assert reason(database("keyring")) == "not_set"
    store_secret(database("keyring"), PASSWORD)
    assert key_store == {("th.sitthi.outlet", "his"): PASSWORD}
    assert read_secret(database("keyring")) == PASSWORD


def test_a_key_store_that_fails_says_only_how(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("keyring")

    def fail(*values: str) -> None:
        raise RuntimeError(f"could not keep {values}")

    module.get_password = module.set_password = fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert reason(database("keyring")) == "RuntimeError"
    with pytest.raises(OutletSecret) as caught:
        store_secret(database("keyring"), PASSWORD)
    assert "hunter2" not in str(caught.value)


def test_without_the_optional_package_the_error_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(OutletExtraMissing) as caught:
        read_secret(database("keyring"))
    assert caught.value.data == {"package": "keyring"}


@pytest.mark.parametrize(
    ("system", "package"), [("mysql", "pymysql"), ("postgresql", "pg8000"), ("mysql", "sqlalchemy")]
)
def test_without_the_database_packages_the_error_says_which(
    monkeypatch: pytest.MonkeyPatch, file: Path, system: str, package: str
) -> None:
    policy = replace(database(file=file), url=DatabaseUrl(system, "u", "d", "127.0.0.1", 9))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutletExtraMissing) as caught:
        DatabaseOutlet(policy).check()
    assert caught.value.data == {"package": package}
