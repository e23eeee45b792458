"""Stands for Firefox when Playwright starts it: starts the real one, and answers what Firefox ESR does not know yet.

Playwright speaks WebDriver BiDi with an unmodified Firefox, but begins with commands that are newer than the ESR; one
such refusal ends its start. This program passes every frame on unchanged, except that
  * it says "done" to those commands,
  * a script that Playwright runs is no press of a person,
  * new pages are tabs of one window, as a person has them, and not windows,
  * Firefox tells nothing of the loading of an extension's own pages, for which Playwright would wait: it is asked here,
    and nothing of such a page's end either: that is told when the driver has closed it.
It is a program of its own because Playwright connects to whatever address its child prints.

A second client may speak through the same session (Firefox has only one): at the Unix socket SIDE, a line of JSON
`{"method": ..., "params": ...}` is answered by a line, the answer of Firefox.

    python bidi_proxy.py SIDE FIREFOX [arguments of Firefox]
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

UNKNOWN_TO_ESR = (b'"emulation.setMediaFeaturesOverride"',)
SIDE_IDS = 7_777_700_000  # and above; Playwright counts from 1
_SIDE_ID = re.compile(rb'"id":(\d{10})\b')
_ADDRESS = re.compile(rb"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")


class Closed(Exception):
    """The other side has gone."""


class Wire:
    """One side of the connection, read by whole frames; several threads may write."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        self._buffer = bytearray()
        self._writing = threading.Lock()

    def send(self, content: bytes) -> None:
        with self._writing:
            self._connection.sendall(content)

    def close(self) -> None:
        self._connection.close()

    def stop(self) -> None:
        """Ends both directions, so that whoever reads on either end sees it."""
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def take(self, count: int) -> bytes:
        """Exactly so many bytes. Raises Closed."""
        while len(self._buffer) < count:
            self._fill()
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def head(self) -> bytes:
        """An HTTP head, with its empty line. Raises Closed."""
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._fill()
        return self.take(end + 4)

    def frame(self) -> tuple[bytes, bytes, bytes]:
        """A WebSocket frame: its head, its mask (empty from a server), its payload as sent. Raises Closed."""
        head = self.take(2)
        length = head[1] & 0x7F
        if length >= 126:
            more = self.take(2 if length == 126 else 8)
            head, length = head + more, int.from_bytes(more, "big")
        mask = self.take(4) if head[1] & 0x80 else b""
        return head, mask, self.take(length)

    def _fill(self) -> None:
        try:
            arrived = self._connection.recv(1 << 18)
        except OSError:
            raise Closed from None
        if not arrived:
            raise Closed
        self._buffer += arrived


class Side:
    """The second client's door: a Unix socket, one line for each command and each answer."""

    def __init__(self, path: str) -> None:
        self.browser: Wire | None = None
        self.closing: dict[int, str] = {}  # commands of the driver that close a page
        self._last = SIDE_IDS
        self._counting = threading.Lock()
        self._asked: dict[int, Callable[[bytes], None]] = {}
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen()
        threading.Thread(target=self._listen, daemon=True).start()

    def answer(self, number: int, payload: bytes) -> None:
        self._asked.pop(number, lambda _: None)(payload)

    def ask_when_loaded(self, navigation: dict[str, object], driver: Wire) -> None:
        """Tells the driver of the two events of loading that Firefox leaves out for an extension's own pages."""

        def loaded(_: bytes) -> None:
            for event in ("domContentLoaded", "load"):
                driver.send(_event(event, navigation))

        wait = "() => document.readyState === 'complete' || new Promise(done => addEventListener('load', done))"
        params = {"functionDeclaration": wait, "awaitPromise": True, "target": {"context": navigation["context"]}}
        self._ask({"method": "script.callFunction", "params": params}, loaded)

    def _listen(self) -> None:
        while True:
            client, _ = self._listener.accept()
            threading.Thread(target=self._read, args=[client], daemon=True).start()

    def _read(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines:
            for line in lines:
                self._ask(json.loads(line), lambda answer, to=client: to.sendall(answer + b"\n"))

    def _ask(self, command: dict[str, object], then: Callable[[bytes], None]) -> None:
        with self._counting:
            self._last += 1
            number = self._last
        self._asked[number] = then
        if self.browser is not None:
            self.browser.send(_from_client(json.dumps({"id": number, **command}).encode()))


def _from_client(message: bytes) -> bytes:
    """A text frame as a client sends it. Firefox closes the connection at a mask of zeros."""
    length = len(message)
    if length < 126:
        sizes = bytes([0x80 | length])
    elif length < 1 << 16:
        sizes = b"\xfe" + length.to_bytes(2, "big")
    else:
        sizes = b"\xff" + length.to_bytes(8, "big")
    mask = b"\x53\x69\x74\x74"
    return b"\x81" + sizes + mask + _unmasked(message, mask)


def main() -> int:
    side = Side(sys.argv[1])
    firefox = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = firefox.stderr
    if said is None:
        raise RuntimeError("started without a pipe")
    for line in said:
        if found := _ADDRESS.search(line):
            threading.Thread(target=_serve, args=[int(found[1]), side, firefox], daemon=True).start()
        else:
            sys.stderr.buffer.write(line)
            sys.stderr.flush()
    return firefox.wait()


def _serve(port: int, side: Side, firefox: subprocess.Popen[bytes]) -> None:
    """For one driver; a Firefox whose driver has gone, however, ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{listener.getsockname()[1]}", file=sys.stderr, flush=True)
        driver = Wire(listener.accept()[0])
    _connect(driver, port, side)
    firefox.terminate()


def _connect(driver: Wire, port: int, side: Side) -> None:
    browser = Wire(socket.create_connection(("127.0.0.1", port)))
    try:
        browser.send(_greeting(driver.head(), port))
        driver.send(browser.head())
        threading.Thread(target=_pass_back, args=[browser, driver, side], daemon=True).start()
        side.browser = browser
        while True:
            head, mask, payload = driver.frame()
            message = _unmasked(payload, mask)
            if any(command in message for command in UNKNOWN_TO_ESR):
                driver.send(_from_server({"type": "success", "id": json.loads(message)["id"], "result": {}}))
            elif b'"browsingContext.create"' in message:
                browser.send(_from_client(message.replace(b'"type":"window"', b'"type":"tab"')))
            elif b'"userActivation":true' in message:
                browser.send(_from_client(message.replace(b'"userActivation":true', b'"userActivation":false')))
            else:
                if b'"browsingContext.close"' in message:
                    command = json.loads(message)
                    side.closing[command["id"]] = command["params"]["context"]
                browser.send(head + mask + payload)
    except Closed:
        pass
    finally:
        browser.stop()
        driver.stop()


def _greeting(head: bytes, port: int) -> bytes:
    """As Firefox wants it: with its own port, and without compression, so that a frame's payload is the message."""
    lines = head.split(b"\r\n")
    kept = [line for line in lines if not line.lower().startswith((b"sec-websocket-extensions", b"host:"))]
    return b"\r\n".join([kept[0], f"Host: 127.0.0.1:{port}".encode(), *kept[1:]])


def _pass_back(browser: Wire, driver: Wire, side: Side) -> None:
    try:
        while True:
            head, mask, payload = browser.frame()
            if (found := _SIDE_ID.search(payload, 0, 80)) and int(found[1]) >= SIDE_IDS:
                side.answer(int(found[1]), payload)
            else:
                driver.send(head + mask + payload)
                if side.closing and (gone := side.closing.pop(json.loads(payload).get("id"), None)):
                    params = {"context": gone, "parent": None, "url": "", "children": None, "userContext": "default"}
                    driver.send(_event("contextDestroyed", params))
                if b'"browsingContext.navigationCommitted"' in payload and b"moz-extension://" in payload:
                    side.ask_when_loaded(json.loads(payload)["params"], driver)
    except (Closed, OSError):
        driver.stop()


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    key = int.from_bytes((mask * (len(payload) // 4 + 1))[: len(payload)], "big")
    return (int.from_bytes(payload, "big") ^ key).to_bytes(len(payload), "big")


def _event(name: str, params: dict[str, object]) -> bytes:
    return _from_server({"type": "event", "method": f"browsingContext.{name}", "params": params})


def _from_server(message: dict[str, object]) -> bytes:
    """A text frame as a server sends it; the message is short."""
    content = json.dumps(message).encode()
    length = len(content)
    return b"\x81" + (bytes([length]) if length < 126 else b"\x7e" + length.to_bytes(2, "big")) + content


if __name__ == "__main__":
    sys.exit(main())
