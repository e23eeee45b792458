"""The service as the commands use it: no notifications, nothing running in the background but the card reader loop."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitthi.service.app import App


@contextmanager
def service() -> Iterator[App]:
    from sitthi.service.app import App

    app = App(lambda method, params: None, watching=False)
    try:
        app.board.wait_started()
        yield app
    finally:
        app.close()
