"""A fresh account and a running host without any card reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.host import Account, HostProcess


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path, PCSCLITE_CSOCK_NAME=str(tmp_path / "no-pcscd.comm"))


@pytest.fixture
def host(account: Account) -> Iterator[HostProcess]:
    with HostProcess(account) as running:
        yield running
