"""The one gate of the service: whatever leaves it for a page or for the eye asks here, with what it is and who asks.

The rules themselves are the policy's (sitthi.policy.sites). A new way out gets a case here, and with it every check;
a way that forgot one is how others lost their users' secrets (reference: browser 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitthi.errors import RevealForbidden
from sitthi.policy import sites

if TYPE_CHECKING:
    from sitthi.policy.model import Policy


@dataclass(frozen=True)
class Asker:
    """The page for which something is asked, as the browser knows it; the page itself is never believed.

    `top_frame`: it is the tab's main page; for a fill a frame of the same origin counts as it. `gesture`: a person
    asked, within seconds.
    """

    origin: str
    url: str
    top_frame: bool
    gesture: bool

    @classmethod
    def of(cls, params: dict[str, object]) -> Asker:
        """From the params that `fill.values` and `api.call` share."""
        return cls(str(params["origin"]), str(params["url"]), bool(params["top_frame"]), bool(params["gesture"]))


@dataclass(frozen=True)
class Fields:
    """Values for form fields of these roles."""

    roles: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """The answer to a method of `window.sitthi`."""

    method: str


@dataclass(frozen=True)
class Reveal:
    """The token, shown to the person in the extension's own window."""


def may_release(policy: Policy, what: Fields | Call | Reveal, asker: Asker | None = None) -> None:
    """Returns when it may leave. Only `Reveal` has no asker: the extension's own window is no page.

    Raises the errors of sitthi.policy.sites, RevealForbidden.
    """
    if isinstance(what, Reveal):
        if not policy.host.allow_reveal:
            raise RevealForbidden()
        return
    if asker is None:
        raise TypeError("a release to a page needs the page")
    page = {"origin": asker.origin, "url": asker.url}
    if isinstance(what, Fields):
        sites.may_release(policy, **page, top_frame=asker.top_frame, gesture=asker.gesture, roles=what.roles)
    else:
        sites.may_call(policy, **page, top_frame=asker.top_frame, gesture=asker.gesture, method=what.method)
