"""The root of the failures, and the few of them that the host's start path needs.

Imported before the first `hello`: no other class and nothing slow belongs here. All the others are in errors.py and
the errors_* beside it; `from sitthi.errors import ...` has every one.
"""

from __future__ import annotations


class SitthiError(Exception):
    """Base of all failures with a name, a protocol number and a text of their own."""

    name = "internal_error"
    number = -32603

    def __init__(self, **data: object) -> None:
        super().__init__(self.name)
        self.data: dict[str, object] = data

    def __str__(self) -> str:
        return f"{self.name} {self.data}" if self.data else self.name


class UnexpectedFailure(SitthiError):
    """A fault of ours; `data["kind"]` is the exception's class name, never its text."""


class HostBusy(SitthiError):
    name, number = "host_busy", -32070


class ProtocolMismatch(SitthiError):
    name, number = "protocol_mismatch", -32071
