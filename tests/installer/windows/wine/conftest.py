"""A Windows for the package: one prefix for all tests here, on a desktop of its own."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installer import ROOT, version
from installer.windows.msi import build_msi
from sitthi_sandbox.desktop import Desktop
from support.windows_package import WindowsPackage, tree
from support.wine.prefix import WinePrefix, windows_path


@dataclass(frozen=True)
class Packages:
    now: WindowsPackage
    files: dict[str, bytes]
    before: Path
    """The version before: another number, one file that is not in it any more, one that it did not have yet."""
    files_before: dict[str, bytes]


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    with Desktop() as desktop:
        yield desktop


@pytest.fixture(scope="session")
def prefix(desktop: Desktop) -> Iterator[WinePrefix]:
    with WinePrefix(desktop.display) as prefix:
        yield prefix


@pytest.fixture(scope="session")
def packages(windows_package: WindowsPackage, tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """The files of the version before are made from this one's: compiling them again would tell nothing more."""
    payload = tmp_path_factory.mktemp("before") / "payload"
    shutil.copytree(windows_package.files, payload)
    init = payload / "app/sitthi/__init__.pyc"
    older = "0.0." + "9" * (len(version()) - 4)  # as long as ours: it is put into compiled code
    code = init.read_bytes()
    assert code.count(version().encode()) == 1
    init.write_bytes(code.replace(version().encode(), older.encode()))
    (payload / "app/sitthi/gone.pyc").write_bytes(b"only in the version before")
    (payload / "licences/NOTICES.txt").unlink()
    msi = payload.parent / f"sitthi-{older}-x64.msi"
    build_msi(payload, msi, older)
    return Packages(windows_package, windows_package.tree(), msi, tree(payload))


class Installer:
    """`msiexec` of the prefix, silent as in a roll-out."""

    def __init__(self, prefix: WinePrefix) -> None:
        self._prefix = prefix

    def __call__(self, action: str, msi: Path, *properties: str) -> int:
        """The exit code modulo 256: 67 is 1603, failed."""
        return self._prefix.run("msiexec", action, windows_path(msi), "/qn", *properties).returncode


@pytest.fixture(scope="session")
def msiexec(prefix: WinePrefix) -> Installer:
    return Installer(prefix)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A picture of the desktop as it was when a test failed, in build/failures."""
    report = yield
    desktop = getattr(item, "funcargs", {}).get("desktop")
    if report.when == "call" and report.failed and desktop is not None:
        desktop.picture(ROOT / "build" / "failures" / f"{item.name}.png")
    return report
