"""Serves one connection: reads frames, answers each request, sends notifications. Knows no method but `hello`.

Quick methods are answered in the reading thread, in order; slow ones (card, network, PIN window) each get a thread of
their own, so that `status` answers while a PIN window is open. What the methods do is the service's matter, which is
loaded only after `hello` was answered.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread

from sitthi.errors_base import HostBusy, ProtocolMismatch, SitthiError, UnexpectedFailure
from sitthi.messaging import rpc
from sitthi.messaging.frames import MAX_OUTGOING, FrameWriter, Oversized, read_frames
from sitthi.messaging.messages import METHODS, PROTOCOL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Service(Protocol):
        """What carries out the methods."""

        def slow(self, method: str) -> bool: ...
        def call(self, method: str, params: dict[str, object]) -> dict[str, object]: ...
        def close(self) -> None: ...

    Notify = Callable[[str, dict[str, object]], None]


MOST_SLOW_CALLS = 8
"""Slow requests at one time; more are refused as `host_busy` rather than queued behind a PIN window."""


class Server:
    """One browser connection. `load(notify)` builds the service; it is called in the background after `hello`."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        writer: FrameWriter,
        hello: Callable[[], dict[str, object]],
        load: Callable[[Notify], Service],
    ) -> None:
        self._read, self._writer, self._hello, self._load = read, writer, hello, load
        self._service: Service | None = None
        self._load_lock = allocate_lock()
        self._slow_calls = 0
        self._count_lock = allocate_lock()

    def serve(self) -> None:
        """Until the browser closes the stream; then the service is closed, and running slow calls are abandoned."""
        try:
            for payload in read_frames(self._read):
                if isinstance(payload, Oversized):
                    self._writer.write(rpc.fault(rpc.RpcFault("invalid_request", problem="frame too long")))
                    continue
                try:
                    request = rpc.parse(payload)
                except rpc.RpcFault as fault:
                    self._writer.write(rpc.fault(fault))
                    continue
                self._dispatch(request)
        finally:
            if self._service is not None:
                self._service.close()

    def notify(self, method: str, params: dict[str, object]) -> None:
        self._writer.write(rpc.notification(method, params))

    def _dispatch(self, request: rpc.Request) -> None:
        if request.method == "hello":
            self._answer(request, self._greet)
            start_new_thread(self._warm_up, ())
            return
        try:
            service = self._loaded()
        except Exception as problem:  # noqa: BLE001 - a broken installation must be told to the browser, not end as a closed port
            self._refuse(request, _as_sitthi_error(problem))
            return
        if not service.slow(request.method):
            self._answer(request, lambda params: service.call(request.method, params))
            return
        with self._count_lock:
            full = self._slow_calls >= MOST_SLOW_CALLS
            self._slow_calls += 0 if full else 1
        if full:
            self._refuse(request, HostBusy())
        else:
            start_new_thread(self._answer_slow, (request, service))

    def _answer_slow(self, request: rpc.Request, service: Service) -> None:
        payload = self._outcome(request, lambda params: service.call(request.method, params))
        # The place is free before the answer is out: whoever has it may ask again at once.
        with self._count_lock:
            self._slow_calls -= 1
        self._send(request, payload)

    def _answer(self, request: rpc.Request, action: Callable[[dict[str, object]], dict[str, object]]) -> None:
        self._send(request, self._outcome(request, action))

    def _outcome(self, request: rpc.Request, action: Callable[[dict[str, object]], dict[str, object]]) -> bytes:
        try:
            answer = action(request.params)
            if fault := METHODS[request.method].result.fault(answer, ""):
                raise UnexpectedFailure(kind="answer", field=fault[0])
            payload = rpc.result(request.id, answer)
            if len(payload) > MAX_OUTGOING:
                raise UnexpectedFailure(kind="answer_too_long")
            return payload
        except Exception as problem:  # noqa: BLE001 - whatever fails, the browser gets an answer
            return rpc.error(request.id, _as_sitthi_error(problem))

    def _refuse(self, request: rpc.Request, problem: SitthiError) -> None:
        self._send(request, rpc.error(request.id, problem))

    def _send(self, request: rpc.Request, payload: bytes) -> None:
        if not request.notification:
            self._writer.write(payload)

    def _greet(self, params: dict[str, object]) -> dict[str, object]:
        if params["protocol"] != PROTOCOL:
            raise ProtocolMismatch(host_protocol=PROTOCOL)
        return self._hello()

    def _warm_up(self) -> None:
        try:
            self._loaded()
        except Exception as problem:  # noqa: BLE001
            # The first real request meets the same fault and is told; here there is nobody to tell but the log.
            import sys

            print(f"sitthi: service failed to load: {type(problem).__name__}", file=sys.stderr)

    def _loaded(self) -> Service:
        with self._load_lock:
            if self._service is None:
                self._service = self._load(self.notify)
            return self._service


def _as_sitthi_error(problem: Exception) -> SitthiError:
    """Our own errors as they are; any other by its class name alone, since its text may hold anything."""
    if isinstance(problem, SitthiError):
        return problem
    return UnexpectedFailure(kind=type(problem).__name__)
