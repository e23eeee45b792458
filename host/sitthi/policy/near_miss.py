"""Patterns of the policy that nearly cover a page: what a typing mistake or a moved server looks like. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitthi.policy.match_pattern import MatchPattern, glob_matches
from sitthi.policy.model import SitePolicy
from sitthi.policy.origin import PageUrl

DIFFERENCES = ("http_for_https", "https_for_http", "www", "subdomain", "port", "slash", "bare_folder", "path")
"""How a page may differ from a pattern whose host is its own, or nearly. Each has a text."""
_MOST = 5


@dataclass(frozen=True)
class NearMiss:
    site: SitePolicy
    pattern: MatchPattern
    differences: tuple[str, ...]


def near_misses(sites: Iterable[SitePolicy], page: PageUrl) -> list[NearMiss]:
    """The nearest first; none for a site that matches."""
    found = [
        NearMiss(site, pattern, differences)
        for site in sites
        if not any(pattern.matches(page) for pattern in site.patterns)
        for pattern in site.patterns
        if (differences := _differences(pattern, page))
    ]
    return sorted(found, key=lambda miss: len(miss.differences))[:_MOST]


def _differences(pattern: MatchPattern, page: PageUrl) -> tuple[str, ...]:
    """Empty for a pattern of another host altogether."""
    host = _host_difference(pattern, page.origin.host)
    if host is None:
        return ()
    scheme = ""
    if pattern.scheme not in ("*", page.origin.scheme):
        scheme = "http_for_https" if pattern.scheme == "https" else "https_for_http"
    port = "" if pattern.port in (None, page.origin.port) else "port"
    return tuple(each for each in (scheme, host, port, _path_difference(pattern.path, page.path)) if each)


def _host_difference(pattern: MatchPattern, host: str) -> str | None:
    if host == pattern.host or (pattern.subdomains and host.endswith("." + pattern.host)):
        return ""
    if f"www.{host}" == pattern.host or host == f"www.{pattern.host}":
        return "www"
    return "subdomain" if host.endswith("." + pattern.host) else None


def _path_difference(glob: str, path: str) -> str:
    if glob_matches(glob, path):
        return ""
    if glob.endswith("/") and "*" not in glob and f"{path}/".startswith(glob):
        return "slash"
    return "bare_folder" if glob.endswith("/*") and glob_matches(glob[:-2], path.partition("?")[0]) else "path"
