"""How an armed fault meets a call: before it, inside it, or on its answer."""

from collections.abc import Callable

from flask import Response, request

from .faults import FaultBox, FaultKind, FaultTarget, drop_connection, spoil


def under_faults(faults: FaultBox, target: FaultTarget, answer: Callable[[FaultKind | None], Response]) -> Response:
    """Answer the current request, with the next armed fault for `target` if there is one.

    `answer` is told the kind, because what the answer says can only be changed by it.
    """
    fault = faults.take(target)
    if fault is None:
        return answer(None)
    if fault.kind is FaultKind.HANG:
        faults.wait(fault.seconds)
        drop_connection(request)
        return Response(status=500)  # reaches nobody
    if fault.kind is FaultKind.SLOW:
        faults.wait(fault.seconds)
    return spoil(fault.kind, answer(fault.kind))
