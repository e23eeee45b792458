"""The key that signs a CRX, and the extension id that follows from it.

Whoever has the key may replace the extension on every PC that trusts the id: docs/store/keys.md.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from installer import ROOT

KEY_VARIABLE = "SITTHI_CRX_KEY"
"""Environment variable with the path of a PEM file (RSA, at least 2048 bits, no pass phrase)."""
TRIAL_KEY = ROOT / "build" / "keys" / "extension-trial.pem"
"""Made on the first build without a key. Good for trials on this machine: `make clean` ends it, and its id with it."""


def key_path() -> Path:
    """The publisher's key where SITTHI_CRX_KEY names one, else this machine's trial key."""
    given = os.environ.get(KEY_VARIABLE)
    return Path(given) if given else TRIAL_KEY


def signing_key(path: Path | None = None) -> RSAPrivateKey:
    """The key in `path` (default: `key_path()`); only the trial key is ever made here.

    Raises FileNotFoundError for a named key that is not there, ValueError for one that is no RSA key of 2048 bits.
    """
    path = path or key_path()
    if path == TRIAL_KEY and not path.exists():
        make_key(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise ValueError(f"{path.name}: a CRX is signed with an RSA key of at least 2048 bits")
    return key


def make_key(path: Path) -> None:
    """A new key in `path`, readable by its owner only. Keeps one that is there, also when two builds race."""
    pem = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(pem)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def public_der(key: RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def manifest_key(key: RSAPrivateKey) -> str:
    """The member `key` of a manifest whose unpacked copy shall have the same id."""
    return base64.b64encode(public_der(key)).decode()


def raw_id(der: bytes) -> bytes:
    """The 16 bytes behind an extension id."""
    return hashlib.sha256(der).digest()[:16]


def extension_id(key: RSAPrivateKey | None = None) -> str:
    """Chromium's id, 32 letters a to p, of what this key signs (default: of what a build now signs)."""
    return id_of_der(public_der(key or signing_key()))


def id_of_der(der: bytes) -> str:
    return "".join(chr(ord("a") + int(digit, 16)) for digit in raw_id(der).hex())
