"""The sandbox's NHSO in this process: its own Flask application answers, only the socket is left out.

What a host sends and reads is byte for byte what goes over HTTP; the network can be down, lose the answer, or lose
its Date.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from sitthi.nhso.http import Answer, Unreachable
from sitthi_sandbox.nhso.app import create_app
from sitthi_sandbox.nhso.registry import Registry, User
from sitthi_sandbox.nhso.rules import INACTIVITY_LIMIT, removal_at
from sitthi_sandbox.nhso.state import Sandbox

_POSTS = ("sitthi.nhso.ucws.post", "sitthi.session.sources.patient_post.post")


class LimitedRegistry(Registry):
    """The sandbox's registry with another number of days: 60 by a page of NHSO (reference: nhso 7 [?]).

    A limit that is shorter by whole days is the sandbox's own rule for a last use that was earlier by as many.
    """

    def __init__(self, path: Path, limit: timedelta) -> None:
        super().__init__(path)
        self._less = INACTIVITY_LIMIT - limit

    def _user(self, db: sqlite3.Connection, cid: str, now: datetime) -> User | None:
        user = super()._user(db, cid, now)
        if user is None:
            return None
        removal = removal_at((user.last_used_at or user.registered_at) - self._less)
        removed = user.removed or now >= removal
        return replace(user, removal_at=removal, removed=removed, token_live=user.token_live and not removed)


class Service:
    """NHSO as the hosts of one hospital reach it.

    Of the event that is played: the token that was `issued`, the ones that were `revoked`, whether the time was `heard`
    and rights were `asked` for.
    """

    url = "http://127.0.0.1:1"
    """Where nothing listens: what is not caught here fails."""

    def __init__(self, folder: Path, limit_days: int) -> None:
        self.registry = LimitedRegistry(folder / "nhso.db", timedelta(days=limit_days))
        self._sandbox = Sandbox(self.registry)
        self._client = create_app(self._sandbox).test_client()
        self.net, self.now = "up", 0.0
        self.issued: str | None = None
        self.revoked: list[str] = []
        self.heard = self.asked = False

    @property
    def time(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)

    def begin_event(self, now: float, net: str) -> None:
        self.now, self.net, self.issued, self.revoked = now, net, None, []
        self.heard = self.asked = False

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self.net == "down":
            raise Unreachable("timeout")
        self._sandbox.clock.set(self.time, frozen=True)
        response = self._client.post(path, data=body, headers=dict(headers), base_url=self.url)
        if path.endswith("/v1/token") and response.status_code == 200:
            self.issued = json.loads(response.data)["token"]
        elif path.endswith("/v1/revoke"):
            self.revoked.append(json.loads(body)["token"])
        if self.net == "lost":
            raise Unreachable("timeout")
        self.asked = self.asked or path.startswith("/ucws")
        dated = self.net != "undated"
        self.heard = self.heard or dated
        return Answer(response.status_code, response.data, self.time.replace(microsecond=0) if dated else None)


@contextmanager
def reached(service: Service) -> Iterator[None]:
    """While this is open, the host's HTTP posts go to this service."""

    def post(
        url: str, body: bytes, headers: Mapping[str, str], timeout: float, limit: int, *, proxy: str = ""
    ) -> Answer:
        return service.post(urlsplit(url).path, body, headers)

    with ExitStack() as patches:
        for name in _POSTS:
            patches.enter_context(mock.patch(name, post))
        yield
