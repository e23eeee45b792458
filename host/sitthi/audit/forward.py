"""Copies of the audit's entries in the system's log, through Python's own logging handlers.

A copy carries the entry's link: who rewrites the local file, key and all, still differs from the copies. The local file
is the audit; a log that cannot be reached costs its copy and nothing else.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sitthi.audit.event_log import EventLog

if TYPE_CHECKING:
    from sitthi.audit.chain import Entry

SYSLOG = "/dev/log"
_SEND_SECONDS = 0.5
_PAUSE_SECONDS = 60.0
"""A log that failed is left alone for so long, so that a dead one does not slow down every fill."""


class Forwarder:
    """Sends to the log that policy names: "off", "syslog" or "eventlog"."""

    def __init__(self) -> None:
        self._kind = "off"
        self._handler: logging.Handler | None = None
        self._not_before = 0.0

    def send(self, kind: str, entry: Entry, link: bytes) -> None:
        if kind != self._kind:
            self._close()
            self._kind, self._not_before = kind, 0.0
        if kind == "off" or time.monotonic() < self._not_before:
            return
        # JSON, so that nothing in an entry can look like a second line.
        text = "sitthi-audit " + json.dumps({**vars(entry), "link": link.hex()}, separators=(",", ":"))
        try:
            self._handler = self._handler or _HANDLERS[kind]()
            self._handler.emit(logging.LogRecord("sitthi.audit", logging.INFO, "", 0, text, None, None))
        except Exception as problem:  # noqa: BLE001 - no socket, no such log, no right to register: the same to us
            self._close()
            self._not_before = time.monotonic() + _PAUSE_SECONDS
            logging.getLogger(__name__).warning("audit: no copy in %s: %s", kind, type(problem).__name__)

    def _close(self) -> None:
        if self._handler is not None:
            self._handler.close()
        self._handler = None


class _Syslog(logging.handlers.SysLogHandler):
    """To the local syslog, whose socket is waited for so long and no longer."""

    socket: socket.socket

    def __init__(self) -> None:
        super().__init__(SYSLOG, facility=logging.handlers.SysLogHandler.LOG_AUTHPRIV)
        self.append_nul = False

    def _connect_unixsocket(self, address: str) -> None:
        super()._connect_unixsocket(address)  # type: ignore[misc]  # also called by emit, to try once more
        self.socket.settimeout(_SEND_SECONDS)

    def handleError(self, record: logging.LogRecord) -> None:
        """To the forwarder, instead of to stderr with the record."""
        raise  # noqa: PLE0704 - called while the failure is handled


_HANDLERS: dict[str, Callable[[], logging.Handler]] = {"syslog": _Syslog, "eventlog": EventLog}
