"""A Thai ID card in memory for the tests of `sitthi.card`: strict about every byte of a command.

Independent of the code under test: the file image is built from literal offsets, the answers follow T=0. A
test can let it refuse ranges, answer 6Cxx, hand out data without GET RESPONSE, or be pulled at any exchange.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sitthi.card.apdu import CardChannel, Command
from sitthi.errors import CardRemoved

ATR = bytes.fromhex("3B799600005448204E4944203138")
OLDEST_ATR = bytes.fromhex("3B6700002920006F789000")
MOI, OLD_MOI, ADM = "A000000054480001", "A000000054480011", "A000000084060002"
CID = "1100800447899"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x04cd" + b"\x20\x11" * 400 + b"\xff\x00\x20\xff\xd9"


def thai(text: str, length: int) -> bytes:
    raw = text.encode("cp874")
    assert len(raw) <= length
    return raw.ljust(length, b" ")


def moi_image(*, version: str = "0003", jpeg: bytes = JPEG, cid: str = CID) -> bytes:
    """Block 0 as the reference's table 1.3 lays it out."""
    parts = [
        version.encode(),
        cid.encode(),
        thai("นาย#สมชาย##ใจดี", 100),
        thai("MR#SOMCHAI##JAIDEE", 100),
        b"25371231",
        b"1",
        thai("1001-2345678901", 20),
        thai("ท้องถิ่นเขตจตุจักร/กรุงเทพมหานคร", 100),
        b"1234567890121",
        b"25650115",
        b"25741230",
        b"01",
        b"\x13\x88",
        jpeg.ljust(5118, b" "),
        thai("99/1#หมู่ที่ 4##ซอยสุขใจ 2#ถนนพหลโยธิน#แขวงลาดยาว#เขตจตุจักร#กรุงเทพมหานคร", 160),
        b"1001-02-011234",
        bytes(279),
    ]
    image = b"".join(parts)
    assert len(image) == 5950
    return image


def block_1_images(jpeg: bytes = JPEG) -> dict[int, bytes]:
    """A card of layout version 0002: person and photo in block 1, address at 4 of block 0."""
    whole = moi_image(version="0002", jpeg=jpeg)
    address = thai("12#หมู่ที่ 1####ตำบลสุเทพ#อำเภอเมืองเชียงใหม่#จังหวัดเชียงใหม่", 150)
    return {0: b"0002" + address, 1: whole[:5497]}


@dataclass
class FakeCard:
    """`blocks` is the MOI file; `pin_answer` the status word of a verification."""

    blocks: dict[int, bytes] = field(default_factory=lambda: {0: moi_image()})
    aids: tuple[str, ...] = (MOI, ADM)
    atr: bytes = ATR
    refuse: Callable[[int, int, int], bool] = lambda block, offset, length: False
    refusal: int = 0x6A86
    data_at_once: bool = False
    wrong_le_first: bool = False
    pulled_at: int | None = None
    laser: bytes | None = b"\x01\x02\x00\x00\x00\x00\x00AB1234567890\x00\x00\x00\x00"
    laser_in_two_parts: bool = False
    cplc: bytes | None = bytes(range(42))
    challenge: bytes = bytes(range(32))
    challenge_sw: int = 0x9000
    pin_answer: int = 0x9000

    commands: list[str] = field(default_factory=list)
    reads: list[tuple[int, int, int]] = field(default_factory=list)
    verified: list[str] = field(default_factory=list)
    selected: str = ""
    _pending: bytes = b""

    def channel(self) -> CardChannel:
        return CardChannel(self.transmit, self.atr)

    def transmit(self, apdu: Command) -> bytes:
        if self.pulled_at is not None and len(self.commands) >= self.pulled_at:
            raise CardRemoved()
        command = bytes(apdu).hex().upper()
        self.commands.append(command)
        return self._get_response(command) if command.startswith("00C0") else self._execute(command)

    def _get_response(self, command: str) -> bytes:
        p2 = "01" if self.atr.startswith(b"\x3b\x67") else "00"
        assert command[4:8] == "00" + p2 and len(command) == 10, command
        length = int(command[8:], 16) or 256
        if not self._pending or length > len(self._pending):
            return b"\x6f\x00"
        data, self._pending = self._pending[:length], self._pending[length:]
        return data + (b"\x61" + bytes((min(len(self._pending), 255),)) if self._pending else b"\x90\x00")

    def _execute(self, command: str) -> bytes:
        self._pending = b""
        if command.startswith("00A40400"):
            return self._select(command)
        if self.selected in (MOI, OLD_MOI) and command.startswith("80B0"):
            return self._read(command)
        if self.selected == ADM:
            return self._adm(command)
        if self.selected == "isd" and command == "80CA9F7F2D" and self.cplc is not None:
            return b"\x9f\x7f\x2a" + self.cplc + b"\x90\x00"
        return b"\x6d\x00"

    def _select(self, command: str) -> bytes:
        if command == "00A40400":
            return b"\x6c\x14"
        if command == "00A4040014":
            self.selected = "isd"
            return bytes(20) + b"\x90\x00"
        aid = command[10:]
        assert command[8:10] == f"{len(aid) // 2:02X}", command
        if aid not in self.aids:
            return b"\x6a\x82"
        self.selected = aid
        return self._give(b"o\x08TH FCI..")

    def _read(self, command: str) -> bytes:
        assert command[8:10] == "02" and len(command) == 14, command
        offset, block, length = int(command[4:8], 16), int(command[10:12], 16), int(command[12:], 16)
        self.reads.append((block, offset, length))
        image = self.blocks.get(block, b"")
        if self.refuse(block, offset, length) or offset + length > len(image):
            return self.refusal.to_bytes(2, "big")
        return self._give(image[offset : offset + length])

    def _give(self, data: bytes) -> bytes:
        if self.data_at_once:
            return data + b"\x90\x00"
        self._pending = data
        return bytes((0x61, len(data) & 0xFF))

    def _adm(self, command: str) -> bytes:
        if command == "80B40000":
            return b"\x6c\x20" if self.challenge_sw == 0x9000 else self.challenge_sw.to_bytes(2, "big")
        if command == "80B4000020":
            return self.challenge + b"\x90\x00"
        if command.startswith("8020010020"):
            assert len(command) == 10 + 64, command
            self.verified.append(command[10:].lower())
            return self.pin_answer.to_bytes(2, "big")
        if command == "8000000017" and self.laser is not None and not self.laser_in_two_parts:
            return self.laser + b"\x90\x00"
        if command == "8000000007" and self.laser is not None:
            self._pending = self.laser[7:]
            return self.laser[:7] + b"\x61\x10"
        return b"\x6d\x00"
