"""What the card expects as the answer to its PIN challenge (reference: thai-id-card 2.2, test vectors 2.3).

Written from the reference on purpose, not shared with `sitthi.card`: card and reader only agree when both
are right.
"""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

CHALLENGE_LENGTH: Final = 32
_ROUND_OFFSETS: Final = (0, 8, 16)


def expected_response(pin: str, challenge: bytes) -> bytes:
    """32 bytes for a PIN of ASCII digits and a 32-byte challenge."""
    keys = _keys(pin)
    block = challenge
    for start in _ROUND_OFFSETS:
        first, second = keys[start : start + 8], keys[start + 8 : start + 16]
        encryptor = Cipher(TripleDES(first + second + first), modes.CBC(bytes(8))).encryptor()
        block = encryptor.update(block) + encryptor.finalize()
    return block


def _keys(pin: str) -> bytes:
    """00 01 … 1F with the PIN's digest laid over it, four bytes at every seventh place."""
    digest = hashlib.sha1(pin.encode("ascii").ljust(32, b"\xff")).digest()
    keys = bytearray(range(32))
    for index in range(5):
        keys[7 * index : 7 * index + 4] = digest[4 * index : 4 * index + 4]
    return bytes(keys)
