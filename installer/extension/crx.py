"""The CRX3 container: a zip behind a header with the public key and a signature.

Layout (all numbers little-endian): "Cr24", version 3, length of the header, header, zip. The header is a protobuf
message; its two fields are few enough to write by hand: 2 = {1: public key, 2: signature}, 10000 = {1: raw id}.
"""

from __future__ import annotations

import struct

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from installer.extension.identity import public_der, raw_id

_MAGIC = b"Cr24"
_CONTEXT = b"CRX3 SignedData\x00"
_RSA_PROOF, _SIGNED_DATA = 2, 10000


def crx(archive: bytes, key: RSAPrivateKey) -> bytes:
    """`archive` (a zip) signed with `key`. The same input gives the same bytes: PKCS #1 v1.5 has no randomness."""
    der = public_der(key)
    signed_data = _field(1, raw_id(der))
    signature = key.sign(_CONTEXT + struct.pack("<I", len(signed_data)) + signed_data + archive, PKCS1v15(), SHA256())
    header = _field(_RSA_PROOF, _field(1, der) + _field(2, signature)) + _field(_SIGNED_DATA, signed_data)
    return _MAGIC + struct.pack("<II", 3, len(header)) + header + archive


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited protobuf field."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
