"""A real pcscd with virtual readers for the integration tests.

pcscd    the private PC/SC service, running, with two readers; a test may stop, kill or restart it
reader   the name of its first reader
slot     that reader's slot: slot.insert(virtual_card("patient")), slot.remove()
card     the officer's card (PIN 1234, three tries), already in that reader
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sitthi_sandbox.card.card import VirtualCard
from sitthi_sandbox.card.vpcd import VirtualSlot
from support.cards import virtual_card, wait_until_empty, wait_until_present
from support.pcscd import PcscdUnavailable, PrivatePcscd, the_pcscd

# Before any test can touch PC/SC, because the first call decides which service this process talks to.
the_pcscd()


@pytest.fixture
def pcscd() -> PrivatePcscd:
    service = the_pcscd()
    try:
        if not service.running or len(service.readers) != 2:  # as an earlier test left it
            service.restart(2)
    except PcscdUnavailable as missing:
        pytest.fail(str(missing))
    return service


@pytest.fixture
def reader(pcscd: PrivatePcscd) -> str:
    return pcscd.readers[0]


@pytest.fixture
def slot(pcscd: PrivatePcscd, reader: str) -> Iterator[VirtualSlot]:
    slot = VirtualSlot(pcscd.port(0))
    yield slot
    slot.remove()
    if pcscd.running and reader in pcscd.readers:
        wait_until_empty(reader)


@pytest.fixture
def card(slot: VirtualSlot, reader: str) -> VirtualCard:
    card = virtual_card("officer")
    slot.insert(card)
    wait_until_present(reader)
    return card
