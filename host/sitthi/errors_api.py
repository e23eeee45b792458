"""The failures that only the pages' own programs meet, at `window.sitthi`; beside errors.py, which imports them.

The same rules for `data` as there.
"""

from __future__ import annotations

from sitthi.errors_base import SitthiError


class ApiNotAllowed(SitthiError):
    """No site of the policy that matches the page lists the method; `data["method"]`."""

    name, number = "api_not_allowed", -32047


class ApiPressRequired(SitthiError):
    """`data["method"]` is answered only within seconds of a person's press in the page."""

    name, number = "api_press_required", -32048


class ApiFrameRefused(SitthiError):
    """Asked from a frame, of whatever origin: only the tab's main page is answered."""

    name, number = "api_frame_refused", -32049


class RateLimited(SitthiError):
    """`data["seconds"]` (whole, at least 1) until the next call of this kind is answered to this origin."""

    name, number = "rate_limited", -32072
