"""`python -m sitthi.pin`: reads one request from stdin, asks for the PIN, tries it once, reports, and ends.

This process alone ever holds the PIN. It exits with 0 whenever it could report; the result says what
happened.
"""

from __future__ import annotations

import os
import signal
import sys

from sitthi.ending import end_now
from sitthi.errors import PinWindowFailed, SitthiError, UnexpectedFailure
from sitthi.pin.hardening import forbid_memory_dumps, silence_tracebacks
from sitthi.pin.reporter import Reporter, take_result_pipe
from sitthi.pin.request import MAX_BYTES, PinRequest, unpack_request


def _host_process() -> int:
    """The host's process id from our arguments (sitthi.pin.child); started by hand, whoever started us."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid()


def main() -> None:
    """The whole life of the process. Every failure becomes a result; none becomes a traceback."""
    reporter = Reporter(take_result_pipe())
    silence_tracebacks()
    forbid_memory_dumps()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        _ask(unpack_request(_read_request()), reporter)
    except SitthiError as failure:
        reporter.report(failure)
    except (Exception, KeyboardInterrupt) as fault:  # noqa: BLE001 (every fault must reach the host)
        reporter.report(UnexpectedFailure(kind=type(fault).__name__))
    except SystemExit:
        reporter.report(PinWindowFailed(reason="terminated"))
    reporter.report(UnexpectedFailure(kind="NoOutcome"))
    # Not sys.exit: a PC/SC call that hangs in another thread must not keep an empty process alive.
    end_now()


def _ask(request: PinRequest, reporter: Reporter) -> None:
    try:
        from sitthi.pin.screen import open_screen
        from sitthi.pin.window import PinWindow
    except ImportError:
        raise PinWindowFailed(reason="no_tk") from None
    screen = open_screen()

    from sitthi.pin.card_access import real_card
    from sitthi.pin.presence import watching
    from sitthi.pin.system import Parent
    from sitthi.pin.tries import default_memory
    from sitthi.pin.verification import look, verify

    access, tries, parent = real_card(), default_memory(), Parent(_host_process())

    def attempt(pin: bytearray) -> SitthiError | None:
        try:
            verify(request, pin, access, tries)
        except SitthiError as failure:
            return failure
        except Exception as fault:  # noqa: BLE001 (every fault must reach the host)
            return UnexpectedFailure(kind=type(fault).__name__)
        return None

    with watching(request.reader) as presence:
        window = PinWindow(
            screen, request,
            verify=attempt, report=reporter.report, lost=presence.lost, abandoned=parent.gone,
        )  # fmt: skip
        try:
            prospect = look(request, access, tries)
        except SitthiError as failure:
            reporter.report(failure)
            window.run_notice(failure)
        else:
            window.run(prospect)


def _read_request() -> bytes:
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _terminate(*_: object) -> None:
    raise SystemExit


if __name__ == "__main__":
    main()
