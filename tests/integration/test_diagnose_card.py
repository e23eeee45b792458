"""`sitthi diagnose` where PC/SC, readers or cards are not as they should be: the real pcscd, the virtual card."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitthi.diagnose import pcsc
from sitthi.diagnose.section import Section
from sitthi.errors import CardRemoved
from sitthi_sandbox.card import pcscd as sandbox
from sitthi_sandbox.card.card import ForeignCard
from sitthi_sandbox.card.vpcd import VirtualSlot
from support.cards import virtual_card, wait_until_present
from support.pcscd import PrivatePcscd
from support.private_places import Account
from support.provoked import provokes, seen

_HOLD = """
import sys
from smartcard import scard
_, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
code, card, _ = scard.SCardConnect(context, sys.argv[1], scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_ANY)
print(code, flush=True)
sys.stdin.read()
# In order: for a program that just ends, pcscd resets the card some time later, and a card that was put in meanwhile
# stays unseen for good.
scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
scard.SCardReleaseContext(context)
"""


@pytest.fixture
def account(tmp_path: Path, pcscd: PrivatePcscd) -> Account:
    account = Account(tmp_path)
    account.env.update(pcscd.env)
    return account


@pytest.fixture
def restored(pcscd: PrivatePcscd) -> Iterator[PrivatePcscd]:
    """As it was, for the tests that follow."""
    yield pcscd
    pcscd.restart(2)


def look(account: Account) -> dict[str, list[dict[str, Any]]]:
    return seen(account.diagnose(private=False))


@provokes("pcsc.card_ok", "pcsc.no_card")
def test_a_card_that_reads(account: Account, slot: VirtualSlot, card: object) -> None:
    look(account)


@provokes("pcsc.service_down")
def test_the_service_is_stopped(account: Account, restored: PrivatePcscd) -> None:
    restored.stop()
    assert "pcsc.no_reader" not in look(account)


@provokes("pcsc.no_reader")
def test_a_service_without_readers(account: Account, restored: PrivatePcscd) -> None:
    restored.restart(0)
    look(account)


@provokes("pcsc.virtual_reader", "pcsc.virtual_only")
def test_only_readers_that_take_no_card(
    account: Account, restored: PrivatePcscd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "READER_NAME", "Windows Hello for Business")
    restored.restart(2)
    assert len(look(account)["pcsc.virtual_reader"]) == 2


@provokes("pcsc.busy")
def test_another_program_holds_the_card(account: Account, reader: str, card: object) -> None:
    holder = [sys.executable, "-c", _HOLD, reader]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "0\n"
        found = look(account)
        other.communicate("")
    assert found["pcsc.busy"][0]["data"]["reader"] == reader


@provokes("pcsc.not_thai")
def test_a_card_of_another_kind(account: Account, slot: VirtualSlot, reader: str) -> None:
    slot.insert(ForeignCard())
    wait_until_present(reader)
    look(account)


@provokes("pcsc.unreadable")
def test_a_card_that_does_not_read(account: Account, slot: VirtualSlot, reader: str) -> None:
    card = virtual_card("officer")
    card.behaviour.short_answers = True
    slot.insert(card)
    wait_until_present(reader)
    look(account)


@provokes("pcsc.removed")
def test_a_card_taken_out_in_the_middle(reader: str, card: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> None:
        raise CardRemoved()

    monkeypatch.setattr(pcsc, "read_identity", gone)
    section = Section("pcsc")
    pcsc.look(section)
    seen(section.to_message())
