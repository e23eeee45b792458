"""From bytes that somebody served to a policy document that may count, or the reason why it may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from sitthi.errors import PolicyInvalid
from sitthi.policy.checks import Problem
from sitthi.policy.load import merged
from sitthi.policy.remote.signature import is_signed
from sitthi.policy.toml_file import TomlFile

MAX_BYTES = 256 * 1024
_BANGKOK = timezone(timedelta(hours=7))
_LARGEST_SERIAL = (1 << 53) - 1


class Refused(Exception):
    """`reason`: too_large, signature, invalid, expired, rollback or same_serial; `problem` says more for `invalid`."""

    def __init__(self, reason: str, problem: PolicyInvalid | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problem = problem


@dataclass(frozen=True)
class RemoteText:
    """A server's policy without its own two keys. `expires` UTC, None = never."""

    document: TomlFile
    serial: int
    expires: datetime | None

    def expired(self, now: datetime) -> bool:
        return self.expires is not None and now >= self.expires


def read_signed(content: bytes, signature: bytes, keys: tuple[bytes, ...], name: str) -> RemoteText:
    """The signature is looked at before anything else of the text. Raises Refused; `expired` is the caller's."""
    if len(content) > MAX_BYTES:
        raise Refused("too_large")
    if not is_signed(content, signature, keys):
        raise Refused("signature")
    try:
        found = read_remote_text(TomlFile.decoded(name, content))
        merged([found.document])
    except PolicyInvalid as problem:
        raise Refused("invalid", problem) from None
    return found


def is_remote_text(file: TomlFile) -> bool:
    return "serial" in file.content


def read_remote_text(file: TomlFile) -> RemoteText:
    """Takes `serial` and `expires` off; what is left is checked by whoever merges it. Raises PolicyInvalid."""
    content: dict[str, Any] = dict(file.content)
    serial, expires = content.pop("serial", None), content.pop("expires", None)
    if serial is None:
        raise file.invalid(("serial",), Problem("is missing: a number that grows with every change of this policy"))
    if not isinstance(serial, int) or isinstance(serial, bool) or not 1 <= serial <= _LARGEST_SERIAL:
        raise file.invalid(("serial",), Problem("must be a whole number from 1, larger with every change"))
    if "remote" in content:
        raise file.invalid(("remote",), Problem("a policy from a server cannot say where policies come from"))
    end = None if expires is None else file.guarded(("expires",), _end, expires)
    return RemoteText(TomlFile(file.path, file.text, content), serial, end)


def _end(value: object) -> datetime:
    """A date counts to its end in Bangkok; a time without a zone is Bangkok's."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=_BANGKOK)).astimezone(UTC)
    if isinstance(value, date):
        midnight = datetime(value.year, value.month, value.day, tzinfo=_BANGKOK)
        return (midnight + timedelta(days=1)).astimezone(UTC)
    raise Problem("must be a date such as 2027-12-31, without quotes")
