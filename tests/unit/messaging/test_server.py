"""The server of one connection, over real pipes: slow calls, their number, answers that no browser takes."""

from __future__ import annotations

import json
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sitthi.messaging.frames import FrameWriter
from sitthi.messaging.server import MOST_SLOW_CALLS, Server

Answer = Callable[[dict[str, object]], dict[str, object]]


class _Service:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def slow(self, method: str) -> bool:
        return True

    def call(self, method: str, params: dict[str, object]) -> dict[str, object]:
        return self._answer(params)

    def close(self) -> None:
        pass


class _Browser:
    """The other end of the pipes."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out = into, out

    def ask(self, number: int, method: str = "session.logout") -> None:
        message = {"jsonrpc": "2.0", "id": number, "method": method, "params": {}}
        payload = json.dumps(message).encode()
        os.write(self._into, struct.pack("=I", len(payload)) + payload)

    def next(self) -> dict[str, Any]:
        (length,) = struct.unpack("=I", os.read(self._out, 4))
        found: dict[str, Any] = json.loads(os.read(self._out, length))
        return found


@contextmanager
def _serving(answer: Answer) -> Iterator[_Browser]:
    requests, to_server = os.pipe()
    from_server, answers = os.pipe()
    server = Server(lambda count: os.read(requests, count), FrameWriter(answers), dict, lambda _: _Service(answer))
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield _Browser(to_server, from_server)
    finally:
        os.close(to_server)
        thread.join(10)
        for each in (requests, from_server, answers):
            os.close(each)


def test_who_has_an_answer_may_ask_again_at_once_though_the_host_was_full() -> None:
    go_on = threading.Semaphore(0)

    def wait(_: dict[str, object]) -> dict[str, object]:
        go_on.acquire()
        return {}

    with _serving(wait) as browser:
        for number in range(MOST_SLOW_CALLS):
            browser.ask(number)
        browser.ask(999)
        assert browser.next()["error"]["message"] == "host_busy"
        for number in range(200):
            go_on.release()
            assert "result" in browser.next()
            browser.ask(1000 + number)
        go_on.release(MOST_SLOW_CALLS)
        assert all("result" in browser.next() for _ in range(MOST_SLOW_CALLS))


def test_an_answer_too_long_for_the_browser_becomes_an_error_that_says_so() -> None:
    site = {"name": "ก" * 512, "match": [], "fill": [], "auto": False, "allow_http": False}
    site |= {"fields": {}, "never": [], "roles": {}, "submit": False}
    with _serving(lambda _: {"revision": "1", "sites": [site] * 1000}) as browser:
        browser.ask(1, "sites.list")
        assert browser.next()["error"]["data"] == {"kind": "answer_too_long"}
