"""The sealed form of the vault: bytes in, bytes out, no files.

    "SITV" | version 1 byte | generation 8 bytes, big-endian | nonce 12 bytes | AES-256-GCM(payload) with
    its tag

The first three are authenticated as associated data, so a generation cannot be edited.
"""

from __future__ import annotations

import os
import struct

KEY_BYTES = 32
MAGIC = b"SITV"
VERSION = 1
_HEADER = struct.Struct(">4sBQ")
_NONCE_BYTES = 12
_TAG_BYTES = 16
HEAD_BYTES = _HEADER.size + _NONCE_BYTES
"""Header and nonce: different for every write, so these bytes alone tell two versions apart."""


class BrokenSeal(ValueError):
    """Not a vault, cut short, altered, or sealed with another key; the four are not told apart."""


def seal(payload: bytes, key: bytes, generation: int) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header = _HEADER.pack(MAGIC, VERSION, generation)
    nonce = os.urandom(_NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, payload, header)


def unseal(sealed: bytes, key: bytes) -> tuple[bytes, int]:
    """The payload and its generation. Raises BrokenSeal."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < HEAD_BYTES + _TAG_BYTES:
        raise BrokenSeal("too short")
    magic, version, generation = _HEADER.unpack_from(sealed)
    if magic != MAGIC or version != VERSION:
        raise BrokenSeal("not a vault of this version")
    try:
        payload = AESGCM(key).decrypt(sealed[_HEADER.size : HEAD_BYTES], sealed[HEAD_BYTES:], sealed[: _HEADER.size])
    except InvalidTag:
        raise BrokenSeal("altered, or another key") from None
    return payload, generation
