"""What doubles/winscard.c and the card service say to each other: numbers of winscard.h, and one record each way."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

(LIFE, ESTABLISH, RELEASE, LIST, CHANGE, CANCEL, CONNECT, RECONNECT, DISCONNECT, BEGIN, END, TRANSMIT, STATUS, CONTROL,
 VALID) = range(1, 16)  # fmt: skip
CANCELLED, INVALID_HANDLE, UNKNOWN_READER, TIMEOUT = 0x80100002, 0x80100003, 0x80100009, 0x8010000A
SHARING_VIOLATION, NO_SMARTCARD, UNSUPPORTED, NO_READERS = 0x8010000B, 0x8010000C, 0x80100022, 0x8010002E
RESET_CARD, REMOVED_CARD = 0x80100068, 0x80100069
CHANGED, UNKNOWN, EMPTY, PRESENT = 0x02, 0x04, 0x10, 0x20
FOREVER, EXCLUSIVE, T0, RESET = 0xFFFFFFFF, 1, 1, (1, 2)
HOT_PLUG = "\\\\?PnP?\\Notification"
_REQUEST, _ANSWER = struct.Struct("<6I"), struct.Struct("<4I")


class Refused(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


@dataclass
class Request:
    operation: int
    handle: int
    first: int
    second: int
    process: int
    data: bytes


@dataclass
class Answer:
    first: int = 0
    second: int = 0
    data: bytes = b""


def packed(answer: Answer | Refused) -> bytes:
    if isinstance(answer, Refused):
        return _ANSWER.pack(answer.code, 0, 0, 0)
    return _ANSWER.pack(0, answer.first, answer.second, len(answer.data)) + answer.data


def read_request(link: socket.socket) -> Request:
    *head, length = _REQUEST.unpack(_receive(link, _REQUEST.size))
    return Request(*head, _receive(link, length))


def _receive(link: socket.socket, count: int) -> bytes:
    """Raises OSError at the end of the connection."""
    got = b""
    while len(got) < count:
        more = link.recv(count - len(got))
        if not more:
            raise ConnectionResetError
        got += more
    return got


def believed_states(request: Request) -> list[tuple[str, int]]:
    """Reader and state word, as SCardGetStatusChange was given them."""
    found, data = [], request.data
    for _ in range(request.second):
        name, _, rest = data[4:].partition(b"\0")
        found.append((name.decode(), int.from_bytes(data[:4], "little")))
        data = rest
    return found
