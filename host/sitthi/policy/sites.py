"""The one gate through which every value for a page goes: may this page get these roles now?

Pure: no I/O, no clock, no state. Every path that hands out a value asks here (browser.md 3, "iframe
autofill").

The order of refusals, so that the person is told the first thing that has to change:
1. `origin` is not an origin as browsers write it, or is not the origin of `url`   -> OriginNotAllowed
2. the host is on the never list; no policy can lift this                          -> OriginNotAllowed
3. no listed site matches `url`          -> InsecureOrigin if one would match with https, else
OriginNotAllowed
4. the page is http: and no matching site has allow_http (loopback too)            -> InsecureOrigin
5. a frame of another origin                                                       -> FrameNotAllowed
6. no matching site lists all the roles                                            -> RoleNotAllowed
7. no gesture, and the site is not on the auto list                                -> GestureRequired
Of several matching sites the first in the policy that lists all the roles decides, also about step 7.

`may_call` is the same for the methods of `window.sitthi`: steps 1 to 4, then a frame of any origin -> ApiFrameRefused,
no matching site lists the method -> ApiNotAllowed, login or token without a press -> ApiPressRequired. An auto site is
no press there: a program that may ask by itself would have the token as soon as it is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sitthi.api_methods import PRESS_METHODS
from sitthi.errors import FrameNotAllowed, GestureRequired, InsecureOrigin, OriginNotAllowed, RoleNotAllowed
from sitthi.errors_api import ApiFrameRefused, ApiNotAllowed, ApiPressRequired
from sitthi.policy.model import Policy, SitePolicy
from sitthi.policy.origin import PageUrl, parse_origin, parse_page_url

NEVER_HOSTS = frozenset({"iam.nhso.go.th", "tiam.nhso.go.th"})
"""NHSO's Keycloak asks for the NHSO account password, which is not the token (reference: nhso 4.5 [A])."""


def may_release(
    policy: Policy, *, origin: str, url: str, top_frame: bool, roles: Sequence[str], gesture: bool
) -> SitePolicy:
    """The site whose policy permits it. `top_frame` is False for a frame whose origin is not the top page's.

    Raises OriginNotAllowed, InsecureOrigin (both with origin), FrameNotAllowed, RoleNotAllowed (role),
    GestureRequired.
    """
    matching = _reachable(policy, origin, url)
    if not top_frame:
        raise FrameNotAllowed()
    site = next((site for site in matching if all(map(site.allows, roles))), None)
    if site is None:
        raise RoleNotAllowed(role=_refused_role(matching, roles))
    if not (gesture or site.auto):
        raise GestureRequired()
    return site


def may_call(policy: Policy, *, origin: str, url: str, top_frame: bool, method: str, gesture: bool) -> SitePolicy:
    """The site whose policy lets its program call the method. `top_frame` is False for every frame.

    Raises OriginNotAllowed, InsecureOrigin (both with origin), ApiFrameRefused, ApiNotAllowed, ApiPressRequired (both
    with method).
    """
    matching = _reachable(policy, origin, url)
    if not top_frame:
        raise ApiFrameRefused()
    site = next((site for site in matching if site.answers(method)), None)
    if site is None:
        raise ApiNotAllowed(method=method)
    if method in PRESS_METHODS and not gesture:
        raise ApiPressRequired(method=method)
    return site


def _reachable(policy: Policy, origin: str, url: str) -> list[SitePolicy]:
    """Steps 1 to 4: the sites that may answer this page at all, over the scheme it has; at least one."""
    page = _page(origin, url)
    if page is None or page.origin.host in NEVER_HOSTS:
        raise OriginNotAllowed(origin=_shown(origin))
    matching = _matching(policy, page)
    if not matching:
        raise (InsecureOrigin if _listed_as_https(policy, page) else OriginNotAllowed)(origin=origin)
    if not page.origin.secure:
        matching = [site for site in matching if site.allow_http]
    if not matching:
        raise InsecureOrigin(origin=origin)
    return matching


def _page(origin: str, url: str) -> PageUrl | None:
    parsed, page = parse_origin(origin), parse_page_url(url)
    return page if parsed is not None and page is not None and page.origin == parsed else None


def _matching(policy: Policy, page: PageUrl) -> list[SitePolicy]:
    return [site for site in policy.sites if any(pattern.matches(page) for pattern in site.patterns)]


def _listed_as_https(policy: Policy, page: PageUrl) -> bool:
    """Whether the same page is listed for https only: then the address is wrong, not the policy."""
    port = 443 if page.origin.port == 80 else page.origin.port
    secure = replace(page.origin, scheme="https", port=port)
    return not page.origin.secure and bool(_matching(policy, replace(page, origin=secure)))


def _refused_role(matching: list[SitePolicy], roles: Sequence[str]) -> str:
    """A role that no matching site lists; where each is listed somewhere, the first that the first site
    lacks.
    """
    nowhere = [role for role in roles if not any(site.allows(role) for site in matching)]
    return (nowhere or [role for role in roles if not matching[0].allows(role)])[0]


def _shown(origin: str) -> str:
    """What was asked for, short enough for a message; the rest of an address could hold personal data."""
    return origin if parse_origin(origin) else ""
