"""Match patterns: the examples of MDN's and Chrome's pages, the ways to write them wrong, and properties."""

import contextlib
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitthi.policy.match_pattern import BadPattern, glob_matches, parse_match_pattern
from sitthi.policy.origin import parse_page_url


def matches(pattern: str, url: str) -> bool:
    page = parse_page_url(url)
    assert page is not None, url
    return parse_match_pattern(pattern).matches(page)


@pytest.mark.parametrize(
    ("pattern", "url", "expected"),
    [
        ("<all_urls>", "https://a.example/x", True),
        ("<all_urls>", "http://[::1]:99/", True),
        ("*://*/*", "http://example.org/", True),
        ("*://*.mozilla.org/*", "https://mozilla.org/", True),
        ("*://*.mozilla.org/*", "http://a.b.mozilla.org/x?y", True),
        ("*://*.mozilla.org/*", "http://notmozilla.org/", False),
        ("*://*.mozilla.org/*", "http://mozilla.org.evil.example/", False),
        ("*://mozilla.org/", "https://mozilla.org/", True),
        ("*://mozilla.org/", "https://mozilla.org/a", False),
        ("*://mozilla.org/", "https://www.mozilla.org/", False),
        ("https://*/path", "https://foo.com/path", True),
        ("https://*/path", "https://foo.com/path/", False),
        ("https://*/path", "https://foo.com/path?x", False),
        ("https://*/path/", "https://foo.com/path", False),
        ("https://mozilla.org/*", "http://mozilla.org/", False),
        ("https://mozilla.org/a/b/c/", "https://mozilla.org/a/b/c/#section1", True),
        ("https://mozilla.org/*/b/*/", "https://mozilla.org/a/b/c/", True),
        ("https://mozilla.org/*/b/*/", "https://mozilla.org/d/b/f/", True),
        ("https://mozilla.org/*/b/*/", "https://mozilla.org/a/b/c/d/", True),
        ("https://mozilla.org/*/b/*/", "https://mozilla.org/a/b/c/d/#section1", True),
        ("https://mozilla.org/*/b/*/", "https://mozilla.org/a/b/c", False),
        ("https://his.example/a/*", "https://his.example/a", False),
        ("https://his.example/?q=*", "https://his.example/?q=1", True),
        ("https://his.example/?q", "https://his.example/xq", False),
        ("http://localhost:8080/*", "http://localhost:8080/x", True),
        ("http://localhost:8080/*", "http://localhost:8081/x", False),
        ("http://localhost:*/*", "http://localhost:9/", True),
        ("http://localhost/*", "http://localhost:9/", True),
        ("https://his.example:443/*", "https://his.example/", True),
        ("http://[::1]:8080/*", "http://[::1]:8080/", True),
        ("http://[0:0:0:0:0:0:0:1]/*", "http://[::1]/", True),
        ("http://[::1]/*", "http://[::2]/", False),
        ("https://HIS.Example/*", "https://his.example/", True),
        ("https://*.โรงพยาบาล.ไทย/*", "https://a.xn--72c2blqcq3gb1l.xn--o3cw4h/", True),
        ("https://โรงพยาบาล.ไทย/*", "https://xn--o3cw4h/", False),
        ("http://*.127.0.0.1/*", "http://127.0.0.1/", True),
    ],
)
def test_pattern_matches_as_browsers_do(pattern: str, url: str, expected: bool) -> None:
    assert matches(pattern, url) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "*",
        "https",
        "https://",
        "https:///*",
        "https://his.example",
        "resource://path/",
        "file:///etc/*",
        "file://*",
        "ftp://a.example/*",
        "data://x/*",
        "chrome-extension://abc/*",
        "ws://a.example/*",
        "HTTPS://a.example/*",
        "*mozilla.org/*",
        "https:/a.example/*",
        "https://mozilla.*.org/",
        "https://*zilla.org/",
        "https://a.*/",
        "https://**/*",
        "https://*./*",
        "https://*.*.example/*",
        "https://a..example/*",
        "https://a.example./*",
        "https://.a.example/*",
        "https://user@a.example/*",
        "https://a.example:/*",
        "https://a.example:x/*",
        "https://a.example:-1/*",
        "https://a.example:65536/*",
        "https://a.example:080/*",
        "https://a.example:8*/*",
        "https://[::g]/*",
        "https://[::1/*",
        "https://::1/*",
        "https://[fe80::1%25eth0]/*",
        "https://1.2.3/*",
        "https://*.0.0.1/*",
        "https://1.2.3.400/*",
        "https://01.2.3.4/*",
        "https://a b.example/*",
        "https://a.example/a b",
        "https://a.example/ก*",
        "https://a.example/#/login*",
        "https://straße.example/*",
        "https://a%41.example/*",
        "https://" + "a" * 64 + ".example/*",
        "https://a.example/" + "a" * 3000,
    ],
)
def test_what_is_not_a_pattern_is_refused_with_words(pattern: str) -> None:
    with pytest.raises(BadPattern) as refused:
        parse_match_pattern(pattern)
    assert str(refused.value)


def naive_glob(glob: str, text: str) -> bool:
    """The textbook table, to compare with: row i says which prefixes of the glob match text[:i]."""
    row = [True] + [False] * len(glob)
    for at, letter in enumerate(glob):
        row[at + 1] = row[at] and letter == "*"
    for letter in text:
        new = [False] * (len(glob) + 1)
        for at, wanted in enumerate(glob):
            new[at + 1] = (row[at + 1] or new[at]) if wanted == "*" else (row[at] and wanted == letter)
        row = new
    return row[-1]


@example("a*a", "a")
@example("ab*ba", "aba")
@example("*ab*b", "ab")
@given(st.text("ab*", max_size=8), st.text("ab", max_size=10))
def test_glob_agrees_with_the_textbook(glob: str, text: str) -> None:
    assert glob_matches(glob, text) is naive_glob(glob, text)


def test_glob_takes_no_longer_for_a_hostile_pattern() -> None:
    started = time.thread_time()
    assert not glob_matches("/" + "*a" * 1000 + "b", "/" + "a" * 30_000)
    assert time.thread_time() - started < 0.5


hosts = st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z][a-z0-9]{0,5}){0,3}", fullmatch=True)
paths = st.from_regex(r"/[a-z0-9/?=.-]{0,12}", fullmatch=True)


@given(st.sampled_from(["http", "https"]), hosts, paths)
def test_an_address_written_as_a_pattern_matches_itself(scheme: str, host: str, path: str) -> None:
    assert matches(f"{scheme}://{host}{path}", f"{scheme}://{host}{path}")
    assert matches(f"*://*.{host}/*", f"{scheme}://x.{host}{path}")


@given(hosts, hosts)
def test_a_host_without_star_matches_no_other_host(listed: str, asked: str) -> None:
    assert matches(f"https://{listed}/*", f"https://{asked}/") is (listed == asked)


@given(hosts, hosts)
def test_subdomain_star_matches_only_whole_labels(listed: str, asked: str) -> None:
    expected = asked.split(".")[-len(listed.split(".")) :] == listed.split(".")
    assert matches(f"https://*.{listed}/*", f"https://{asked}/") is expected


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_a_bad_pattern(text: str) -> None:
    for candidate in (text, "https://" + text, "*://*." + text + "/*"):
        with contextlib.suppress(BadPattern):
            parse_match_pattern(candidate)
