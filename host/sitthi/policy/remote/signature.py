"""Ed25519 over a policy file's bytes, with a context before them, so that no other signature of the key fits.

A signature file holds the 64 bytes as one line of base64.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTEXT = b"sitthi-policy-v1\n"
MAX_SIGNATURE_BYTES = 1024
_BYTES = 64


def signed_bytes(content: bytes) -> bytes:
    return CONTEXT + content


def sign(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """What a signature file holds."""
    return b64encode(key.sign(signed_bytes(content))) + b"\n"


def is_signed(content: bytes, signature_file: bytes, keys: Iterable[bytes]) -> bool:
    """Whether one of these raw public keys signed exactly these bytes. Never raises."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = b64decode(signature_file.strip(), validate=True)
    except (binascii.Error, ValueError):
        return False
    if len(signature) != _BYTES:
        return False
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed_bytes(content))
        except (InvalidSignature, ValueError):
            continue
        return True
    return False
