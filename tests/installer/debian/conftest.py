"""Both packages in two versions, built once a run, and a machine that has them installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from installer import version
from installer.debian.build import build
from installer.extension.identity import KEY_VARIABLE
from support.debian_machine import Machine
from support.debian_packages import ARCHIVES, OLD, Packages


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Callable[[str], Packages]:
    """version -> that version's packages. The extension in them is signed by a key of this run."""
    made: dict[str, Packages] = {}

    def get(which: str) -> Packages:
        if which not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(KEY_VARIABLE, str(key))
                made[which] = Packages(*build(tmp_path_factory.mktemp("packages"), which))
        return made[which]

    return get


@pytest.fixture(scope="session")
def current(packages: Callable[[str], Packages]) -> Packages:
    return packages(version())


@pytest.fixture(scope="session")
def old(packages: Callable[[str], Packages]) -> Packages:
    return packages(OLD)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, current: Packages) -> Iterator[Machine]:
    """This machine after `apt-get install ./sitthi.deb ./sitthi-extension-policy.deb`; not to be used itself."""
    with Machine(tmp_path_factory.mktemp("installed") / "shared", ARCHIVES) as machine:
        if not list(Path("/var/lib/apt/lists").glob("*_Packages*")):
            machine.run("apt-get", "update", "-qq")
        machine.install(current.host, current.policy)
        machine.seal()
        yield machine


@pytest.fixture
def machine(tmp_path: Path, installed: Machine) -> Iterator[Machine]:
    """This machine with both packages installed, to be changed at will."""
    with Machine(tmp_path / "shared", ARCHIVES, base=installed) as machine:
        yield machine
