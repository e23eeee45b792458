"""The popup's idea of a match pattern is the host's: the same cases through both implementations."""

from __future__ import annotations

import pytest
from host_control import HostControl

from sitthi.policy.match_pattern import parse_match_pattern
from sitthi.policy.origin import parse_page_url
from support.extension_browser import ORIGIN, ExtensionBrowser

PATTERNS = [
    "https://his.example.go.th/*", "*://*.example.go.th/*", "http://127.0.0.1:8080/*", "http://127.0.0.1/*",
    "https://*/login*", "https://his.example.go.th/app/*?x=1",
    "https://his.example.go.th:443/*", "<all_urls>",
]  # fmt: skip
URLS = [
    "https://his.example.go.th/", "http://his.example.go.th/", "https://example.go.th/a", "https://evilexample.go.th/",
    "http://127.0.0.1:8080/login", "http://127.0.0.1:9090/login", "https://other.example.com/login?x=1",
    "https://his.example.go.th/app/page?x=1", "https://his.example.go.th:8443/",
    "https://his.example.go.th.evil.com/", "https://his.example.go.th@evil.com/", "https://evil.com/#https://his.example.go.th/",
]  # fmt: skip


def host_says(pattern: str, url: str) -> bool:
    page = parse_page_url(url)
    return page is not None and parse_match_pattern(pattern).matches(page)


def test_same_verdict_as_the_host(browser: ExtensionBrowser, host: HostControl) -> None:
    page = browser.open(f"{ORIGIN}/options/options.html")
    verdicts = page.evaluate(
        """async ([patterns, urls]) => {
          const { matches } = await import("/shared/match_pattern.js");
          return patterns.map(pattern => urls.map(url => matches(pattern, url)));
        }""",
        [PATTERNS, URLS],
    )
    expected = [[host_says(pattern, url) for url in URLS] for pattern in PATTERNS]
    wrong = [
        (pattern, url, theirs)
        for pattern, row, truth in zip(PATTERNS, verdicts, expected, strict=True)
        for url, ours, theirs in zip(URLS, row, truth, strict=True)
        if ours != theirs
    ]
    assert wrong == []
    assert any(map(any, expected))
    assert not all(map(all, expected))


@pytest.mark.parametrize("pattern", ["", "https://", "ftp://x/*", "https://a*b/*", "https://x"])
def test_malformed_pattern_matches_nothing(browser: ExtensionBrowser, host: HostControl, pattern: str) -> None:
    page = browser.open(f"{ORIGIN}/options/options.html")
    script = "async pattern => (await import('/shared/match_pattern.js')).matches(pattern, 'https://x/')"
    assert page.evaluate(script, pattern) is False
