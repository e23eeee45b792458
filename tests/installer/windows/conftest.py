"""The Windows package, built once per run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from installer import version
from installer.windows.build import build
from support.windows_package import WindowsPackage


@pytest.fixture(scope="session")
def windows_package(tmp_path_factory: pytest.TempPathFactory) -> WindowsPackage:
    """sitthi-VERSION-x64.msi as `python -m installer windows` makes it, and its files taken out again."""
    out = tmp_path_factory.mktemp("windows-package")
    msi, bill = build(out, version())
    subprocess.run(["msiextract", "-C", str(out / "extracted"), str(msi)], check=True, capture_output=True)
    return WindowsPackage(msi, bill, next(iter((out / "extracted").rglob("sitthi-host.exe"))).parent)


@pytest.fixture(scope="session")
def windows_msi(windows_package: WindowsPackage) -> Path:
    return windows_package.msi
