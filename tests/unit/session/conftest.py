"""A vault and a store in a folder of the test, a clock that the test sets, and made-up people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitthi.policy.model import Policy
from sitthi.session.key import KeyFile
from sitthi.session.rules import expiry
from sitthi.session.sources import CardHolder
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault

CID = "1100800447899"
OTHER_CID = "3100101000018"
TOKEN = "a1b2c3d4e5f6g7h8"


class SetClock:
    """09:00 Bangkok on a working day, until the test moves it."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **parts: float) -> None:
        self.time += timedelta(**parts)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def open_vault(tmp_path: Path) -> Callable[[], Vault]:
    """Another Vault on the same files, as another process has it."""
    return lambda: Vault(tmp_path / "vault.bin", KeyFile(tmp_path / "vault.key"))


@pytest.fixture
def vault(open_vault: Callable[[], Vault]) -> Vault:
    return open_vault()


@pytest.fixture
def open_store(open_vault: Callable[[], Vault], clock: SetClock) -> Callable[[], SessionStore]:
    return lambda: SessionStore(open_vault(), clock, Policy())


@pytest.fixture
def store(open_store: Callable[[], SessionStore]) -> SessionStore:
    return open_store()


@pytest.fixture
def holder() -> CardHolder:
    return CardHolder(CID, "นางสาว ทดสอบ ระบบ", "Miss Test System", "0000000000000001")


@pytest.fixture
def make_session(clock: SetClock) -> Callable[..., Session]:
    def make(cid: str = CID, token: str = TOKEN) -> Session:
        return Session(
            cid=cid,
            name_th="นางสาว ทดสอบ ระบบ",
            name_en="Miss Test System",
            token=token,
            kind="uc",
            source="issuer",
            issued_at=clock(),
            expires_at=expiry(clock()),
            touched_at=clock(),
        )

    return make
