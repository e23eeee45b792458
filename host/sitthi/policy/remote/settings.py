"""`[remote]`: where the signed policy comes from, and by which keys it is known (docs/policy.md)."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from sitthi.policy.checks import Check, Problem, text, web_address, whole_number

_KEY_BYTES = 32
_MAX_KEYS = 8


@dataclass(frozen=True)
class RemotePolicy:
    """`url` "" = none, else an https address or the whole path of a file, also on a share.

    `public_key`: raw Ed25519 keys in base64, separated by spaces; a signature by any of them counts, so that a key can
    be changed. `every_minutes`: how often a running host asks for a new one.
    """

    url: str = ""
    public_key: str = ""
    every_minutes: int = 60

    @property
    def on(self) -> bool:
        return bool(self.url)

    @property
    def by_https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def signature_url(self) -> str:
        return f"{self.url}.sig"

    @property
    def keys(self) -> tuple[bytes, ...]:
        return tuple(map(b64decode, self.public_key.split()))


def _address(value: object) -> str:
    """The signature says who wrote the policy, https that nobody shows an old one or sees which hospital asks."""
    where = text(value)
    if PureWindowsPath(where).is_absolute() or PurePosixPath(where).is_absolute():
        return where
    if "://" in where:
        if not where.startswith("https://"):
            raise Problem("must be an https address (http and others are refused), or the whole path of a file")
        return web_address(where)
    raise Problem("must be an https address, or the whole path of a file or of one on a share")


def _public_keys(value: object) -> str:
    keys = text(value).split()
    for key in keys:
        try:
            raw = b64decode(key, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != _KEY_BYTES:
            raise Problem("must be public keys in base64, separated by spaces, as `sitthi policy keygen` prints them")
    if len(keys) > _MAX_KEYS:
        raise Problem(f"more than {_MAX_KEYS} keys")
    return " ".join(keys)


REMOTE: dict[str, Check] = {"url": _address, "public_key": _public_keys, "every_minutes": whole_number(5, 10080)}
