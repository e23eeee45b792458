"""A threaded HTTP server on 127.0.0.1 without an access log: no request reaches a terminal or a file."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

ADDRESS = "127.0.0.1"


def _real_now() -> datetime:
    return datetime.now(UTC)


class _SilentHandler(WSGIRequestHandler):
    """Logs neither requests nor their errors' texts: both can carry what a person typed."""

    now: Callable[[], datetime]

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header, by the clock of the server."""
        return super().date_time_string(self.now().timestamp() if timestamp is None else timestamp)

    def log(self, type: str, message: str, *args: object) -> None:
        return


class LoopbackServer:
    """Serves `app` on a port (0: any free one): in a thread as a context manager, or in the caller's."""

    def __init__(self, app: Flask, port: int = 0, now: Callable[[], datetime] = _real_now) -> None:
        handler = type("Handler", (_SilentHandler,), {"now": staticmethod(now)})
        self._server = make_server(ADDRESS, port, app, threaded=True, request_handler=handler)
        self.port: int = self._server.server_port
        self.url = f"http://{ADDRESS}:{self.port}"
        self._thread: threading.Thread | None = None

    def serve_forever(self) -> None:
        """Serve until interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        if self._thread is not None:
            self._thread.join()
        self._server.server_close()
