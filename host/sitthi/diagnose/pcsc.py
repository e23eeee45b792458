"""PC/SC: is the service there, which readers, what is in them, does the card answer as a Thai ID card."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.card.pcsc import list_readers, open_card
from sitthi.card.pcsc_codes import Code
from sitthi.card.thai_id import read_identity
from sitthi.errors import CardBusy, CardRemoved, NoCard, NotThaiId, PcscUnavailable, SitthiError

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_VIRTUAL = re.compile(r"Windows Hello|Microsoft (UICC|Virtual|IFD)|VMware Virtual|^Virtual Smart Card", re.IGNORECASE)
"""Readers without a slot that a person could put a card in (reference: browser 2.9)."""

_CCID_DRIVER = "/usr/lib/pcsc/drivers/ifd-ccid.bundle"
_USB_DEVICES = "/sys/bus/usb/devices"
_SMART_CARD_CLASS = "0b"


def look(section: Section) -> None:
    try:
        readers = list_readers()
    except PcscUnavailable as problem:
        section.finding(_service_problem(problem), code=problem.data.get("pcsc", "-"))
        return
    section.fact("readers", readers)
    virtual = [reader for reader in readers if _VIRTUAL.search(reader)]
    for reader in virtual:
        section.finding("pcsc.virtual_reader", reader=reader)
    if not readers:
        section.finding("pcsc.no_reader")
    elif len(virtual) == len(readers):
        section.finding("pcsc.virtual_only")
    if len(virtual) == len(readers) and sys.platform == "linux":
        look_for_drivers(section, Path(_USB_DEVICES), Path(_CCID_DRIVER))
    for reader in readers:
        if reader not in virtual:
            _look_at(section, reader)


def look_for_drivers(section: Section, devices: Path, driver: Path) -> None:
    """Where the service lists none: is a smart card reader on USB (sysfs `devices`), and is there a driver for it?"""
    if plugged := _usb_readers(devices):
        section.finding("pcsc.reader_unclaimed", count=plugged)
    if not driver.exists():
        section.finding("pcsc.no_driver")


def _usb_readers(devices: Path) -> int:
    found = 0
    for each in devices.glob("*/bInterfaceClass"):
        try:
            found += each.read_text(encoding="ascii").strip().lower() == _SMART_CARD_CLASS
        except OSError:
            continue
    return found


def _service_problem(problem: PcscUnavailable) -> str:
    if problem.data.get("problem") == "no_library":
        return "pcsc.no_library"
    refused = problem.data.get("pcsc") == f"0x{Code.SECURITY_VIOLATION:08X}"
    return "pcsc.service_refused" if refused else "pcsc.service_down"


def _look_at(section: Section, reader: str) -> None:
    try:
        with open_card(reader) as connection, connection.transaction() as channel:
            section.fact(f"ATR in {reader}"[:120], channel.atr.hex(" ").upper())
            read_identity(channel)
        section.finding("pcsc.card_ok", reader=reader)
    except NoCard:
        section.finding("pcsc.no_card", reader=reader)
    except NotThaiId:
        section.finding("pcsc.not_thai", reader=reader)
    except CardBusy:
        section.finding("pcsc.busy", reader=reader)
    except CardRemoved:
        section.finding("pcsc.removed", reader=reader)
    except SitthiError as problem:
        section.finding("pcsc.unreadable", reader=reader, problem=problem.name)
