"""`python -m sitthi.manual`: reads one request from stdin, asks for the Token ID, answers, and ends."""

from __future__ import annotations

import os
import sys

from sitthi.errors import PinWindowFailed, SitthiError, SourceUnavailable, UnexpectedFailure
from sitthi.manual.request import MAX_BYTES, TokenRequest, unpack_request
from sitthi.manual.result import pack_result
from sitthi.pin.hardening import forbid_memory_dumps, silence_tracebacks
from sitthi.pin.reporter import take_result_pipe


def main() -> None:
    """The whole life of the process. Every failure becomes a result; none becomes a traceback."""
    pipe = take_result_pipe()
    silence_tracebacks()
    forbid_memory_dumps()
    try:
        outcome = _ask(unpack_request(sys.stdin.buffer.read(MAX_BYTES + 1)))
    except SitthiError as failure:
        outcome = failure
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001 (every fault must reach the host)
        outcome = UnexpectedFailure(kind=type(fault).__name__)
    os.write(pipe, pack_result(outcome))


def _ask(request: TokenRequest) -> str | SitthiError:
    try:
        from sitthi.manual.window import TokenWindow
        from sitthi.pin.screen import open_screen
    except ImportError:
        raise SourceUnavailable(source="manual", reason="no_tk") from None
    from sitthi.pin.system import Parent

    try:
        screen = open_screen()
    except PinWindowFailed as failure:
        raise SourceUnavailable(source="manual", reason=str(failure.data.get("reason"))) from None
    # The host's process id comes from sitthi.pin.child; started by hand, whoever started us.
    parent = Parent(int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid())
    return TokenWindow(screen, request, parent.gone).run()


if __name__ == "__main__":
    main()
