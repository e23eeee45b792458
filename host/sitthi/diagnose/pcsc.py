"""PC/SC: is the service there, which readers, what is in them, does the card answer as a Thai ID card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.card.pcsc import list_readers, open_card
from sitthi.card.thai_id import read_identity
from sitthi.errors import CardBusy, CardRemoved, NoCard, NotThaiId, PcscUnavailable, SitthiError

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_START_SERVICE = "Start it: Windows: service SCardSvr; Linux: systemctl start pcscd.socket (package pcscd)."


def look(section: Section) -> None:
    try:
        readers = list_readers()
    except PcscUnavailable:
        section.finding("error", "The PC/SC service is not running.", _START_SERVICE)
        return
    section.fact("readers", readers)
    if not readers:
        section.finding("error", "No card reader.", "Plug the reader in; if its light stays off, try another USB port.")
    for reader in readers:
        _look_at(section, reader)


def _look_at(section: Section, reader: str) -> None:
    try:
        with open_card(reader) as connection, connection.transaction() as channel:
            section.fact(f"ATR in {reader}", channel.atr.hex(" ").upper())
            read_identity(channel)
        section.finding("ok", f"{reader}: a Thai ID card, and it reads.")
    except NoCard:
        section.finding("info", f"{reader}: no card.")
    except NotThaiId:
        section.finding("warning", f"{reader}: a card, but not a Thai ID card.", "Use a Thai national ID card.")
    except CardBusy:
        section.finding(
            "error",
            f"{reader}: another program holds the card.",
            "Close other card programs (NHSO agent, card readers of other systems) and try again.",
        )
    except CardRemoved:
        section.finding("warning", f"{reader}: the card was taken out during the check.", "Put it in and try again.")
    except SitthiError as problem:
        section.finding(
            "error", f"{reader}: {problem.name}.", "Clean the chip, put the card in again; try another card."
        )
