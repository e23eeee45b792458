"""What is in the packages, without installing them: the same bytes at every build, Debian's rules, nothing of tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from installer import ROOT, version
from installer.debian.host import LAUNCHER
from installer.extension.identity import KEY_VARIABLE, extension_id, signing_key
from sitthi.cli.main import COMMANDS
from sitthi.policy.load import load_policy
from support.debian_packages import OLD, Packages


def contents(package: Path) -> dict[str, tarfile.TarInfo]:
    """Path -> entry of what is installed."""
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        return {entry.name.removeprefix("."): entry for entry in archive}


def text(package: Path, path: str) -> str:
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        found = archive.extractfile(f".{path}")
        assert found
        return found.read().decode()


def field(package: Path, name: str) -> str:
    done = subprocess.run(["dpkg-deb", "-f", package, name], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def test_another_folder_umask_time_zone_and_language_make_the_same_bytes(
    tmp_path: Path, current: Packages, key: Path
) -> None:
    elsewhere = {"TZ": "Asia/Bangkok", "LANG": "th_TH.UTF-8", KEY_VARIABLE: str(key), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "installer", "debian", "--out", tmp_path / "other place"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **elsewhere}, umask=0o077, check=True, capture_output=True)
    for package in (current.host, current.policy):
        assert (tmp_path / "other place" / "debian" / package.name).read_bytes() == package.read_bytes()


def test_lintian_has_nothing_to_say(current: Packages) -> None:
    command = ["lintian", "--info", "--display-info", "--pedantic", "--fail-on", "error,warning,info,pedantic"]
    done = subprocess.run([*command, current.host, current.policy], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_product_is_in_it_whole_and_nothing_else(current: Packages) -> None:
    inside = contents(current.host)
    base = f"{Path(LAUNCHER).parent}/app/sitthi"
    shipped = {path.removeprefix(f"{base}/") for path, entry in inside.items() if entry.isfile() and base in path}
    source = ROOT / "host/sitthi"
    ours = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert shipped == {path for path in ours if "__pycache__" not in path}
    every = [*inside, *contents(current.policy)]
    assert [
        path for path in every if any(word in path for word in ("sandbox/", "tests/", "test_", ".pyc", ".pem"))
    ] == []


def test_owners_and_modes_are_fixed(current: Packages) -> None:
    programs = {"/usr/bin/sitthi", LAUNCHER, "/usr/share/python3/runtime.d/sitthi.rtupdate"}
    for package in (current.host, current.policy):
        for path, entry in contents(package).items():
            expected = 0o755 if entry.isdir() or path in programs else 0o644
            assert (entry.mode, entry.uname, entry.gname) == (expected, "root", "root"), path


def test_the_launchers_run_no_site_packages_scan_and_no_environment(current: Packages) -> None:
    for program in ("/usr/bin/sitthi", LAUNCHER):
        assert text(current.host, program).startswith("#!/usr/bin/python3 -IS\n")


def test_the_extension_of_the_policy_may_start_the_host(current: Packages, key: Path) -> None:
    own = extension_id(signing_key(key))
    for place in ("chromium", "opt/chrome", "opt/edge"):
        assert own in text(current.policy, f"/etc/{place}/policies/managed/sitthi.json")
        manifest = text(current.host, f"/etc/{place}/native-messaging-hosts/th.sitthi.host.json")
        assert f"chrome-extension://{own}/" in manifest
    assert field(current.policy, "Depends") == f"sitthi (= {version()}-1)"


def test_another_version_differs_only_by_its_number(old: Packages, current: Packages) -> None:
    assert field(old.host, "Version") == f"{OLD}-1"
    assert f'__version__ = "{OLD}"' in text(old.host, "/usr/lib/sitthi/app/sitthi/__init__.py")
    assert contents(old.host).keys() == contents(current.host).keys()


def test_the_manual_names_every_command(current: Packages) -> None:
    import gzip

    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", current.host], stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        found = archive.extractfile("./usr/share/man/man1/sitthi.1.gz")
        assert found
        manual = gzip.decompress(found.read()).decode()
    bold = " ".join(line for line in manual.splitlines() if line.startswith(".B ")).replace(r"\fR,", "").split()
    assert [name for name in COMMANDS if name not in {each.replace(r"\fB", "") for each in bold}] == []


def test_the_example_policy_is_one(tmp_path: Path, current: Packages) -> None:
    example = tmp_path / "policy.toml"
    example.write_text(text(current.host, "/usr/share/doc/sitthi/examples/policy.toml"), encoding="utf-8")
    assert len(load_policy([example]).sites) == 2


def test_a_server_of_the_hospital_is_named_and_then_no_files_are_shipped(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from installer.debian.build import build

    monkeypatch.setenv(KEY_VARIABLE, str(key))
    monkeypatch.setenv("SITTHI_EXTENSION_URL", "https://it.example/sitthi/")
    _, policy = build(tmp_path, version())
    assert "https://it.example/sitthi/update.xml" in text(policy, "/etc/opt/edge/policies/managed/sitthi.json")
    assert [path for path in contents(policy) if path.startswith("/usr/share/sitthi/extension")] == []
