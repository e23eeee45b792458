"""What was submitted last, for tests to compare: lengths, masks and digests, never the values."""

import hashlib
import threading
from collections.abc import Mapping


def fingerprint(value: str) -> dict[str, object]:
    """`{"length", "masked", "sha256"}` of a value; only a citizen ID keeps its first five digits."""
    is_cid = len(value) == 13 and value.isascii() and value.isdigit()
    return {
        "length": len(value),
        "masked": f"{value[0]}-{value[1:5]}-xxxxx-xx-x" if is_cid else "•" * len(value),
        "sha256": hashlib.sha256(value.encode()).hexdigest(),
    }


class Submissions:
    """The last submission of each form, under the form's name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, dict[str, object]] = {}

    def remember(self, form: str, page: str, values: Mapping[str, str], outcome: str, ws_status: str = "") -> None:
        """Keep the fingerprints of `values` as the last submission of `form`."""
        entry: dict[str, object] = {
            "page": page,
            "outcome": outcome,
            "ws_status": ws_status or None,
            "fields": {name: fingerprint(value) for name, value in values.items()},
        }
        with self._lock:
            self._last[form] = entry

    def report(self) -> dict[str, dict[str, object]]:
        """`{form: {"page", "outcome", "ws_status", "fields": {role or field name: fingerprint}}}`"""
        with self._lock:
            return dict(self._last)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._last.clear()
