"""The file with the private key that signs policies: PKCS8 PEM, its owner's alone, maybe with a passphrase."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.cli.texts import command_text
from sitthi.session.files import write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class BadKeyFile(Exception):
    """`reason`: missing, open_to_others, not_a_key or passphrase."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def new_key(path: Path, *, ask_passphrase: bool) -> str:
    """The public key in base64. Raises OSError, and ValueError where the passphrase was typed differently."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if ask_passphrase:
        encryption = serialization.BestAvailableEncryption(_new_passphrase())
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    write_private(path, pem)
    return public_text(key)


def load_key(path: Path) -> Ed25519PrivateKey:
    """Raises BadKeyFile."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        pem = path.read_bytes()
        mode = path.stat().st_mode
    except OSError:
        raise BadKeyFile("missing") from None
    if sys.platform != "win32" and stat.S_IMODE(mode) & 0o077:
        raise BadKeyFile("open_to_others")
    passphrase = _passphrase("policy_passphrase") if b"ENCRYPTED" in pem else None
    try:
        key = load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKeyFile("passphrase" if passphrase is not None else "not_a_key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKeyFile("not_a_key")
    return key


def public_text(key: Ed25519PrivateKey) -> str:
    return b64encode(key.public_key().public_bytes_raw()).decode()


def _new_passphrase() -> bytes:
    first, second = _passphrase("policy_passphrase"), _passphrase("policy_passphrase_again")
    if not first or first != second:
        raise ValueError
    return first


def _passphrase(key: str) -> bytes:
    """From the terminal without an echo; from standard input where there is no terminal (a build server)."""
    if sys.stdin is not None and not os.isatty(sys.stdin.fileno()):
        return sys.stdin.readline().rstrip("\r\n").encode()
    return getpass.getpass(f"{command_text(key)}: ").encode()
