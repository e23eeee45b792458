"""`make test-packages`: whole Debian systems from nothing, with their own browsers, used as in test_debian_browsers.

Not part of `make test`: each downloads some 500 MB at its first run.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest
from test_debian_browsers import test_fill, test_firefox, world  # noqa: F401 - run here, on other machines

from support.debian_machine import APT, Machine
from support.debian_packages import ARCHIVES, Packages
from support.debian_root import bare_root
from support.debian_use import leftovers

pytestmark = pytest.mark.timeout(1800)
SUITES = ("bookworm", "trixie")
_PCSCD = """
run=$1; shift
mkdir -p /run/pcscd && mount --bind "$run" /run/pcscd
case $(/usr/sbin/pcscd --help) in *disable-polkit*) set -- "$@" --disable-polkit ;; esac
exec /usr/sbin/pcscd "$@"
"""


@pytest.fixture(scope="module", params=SUITES)
def machine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, current: Packages
) -> Iterator[Machine]:
    suite: str = request.param
    folder = tmp_path_factory.mktemp(suite)
    with Machine(folder / "s", ARCHIVES / suite, bare=bare_root(folder, suite)) as machine:
        machine.run("apt-get", "update", "-qq")
        machine.run(*APT, "--no-install-recommends", "install", "chromium", "firefox-esr")
        machine.install(current.host, current.policy)
        yield machine


@pytest.fixture(autouse=True)
def own_pcscd(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The PC/SC service is the system's own too: its library speaks to no older service than itself."""
    folder = machine.shared / "bin"
    folder.mkdir(exist_ok=True)
    enter = shlex.join(machine.command("sh", "-c", _PCSCD, "sh", machine.shared / "p/run"))
    (folder / "pcscd").write_text(f'#!/bin/sh\nexec {enter} "$@"\n', encoding="utf-8")
    (folder / "pcscd").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_purge(machine: Machine) -> None:
    machine.run("dpkg", "--purge", "sitthi-extension-policy", "sitthi")
    assert leftovers(machine) == []
