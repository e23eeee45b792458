"""Two patterns overlap where some page matches both."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.match_pattern import glob_matches, parse_match_pattern
from sitthi.policy.overlap import globs_meet, overlap


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://a.example/*", "https://a.example/x", True),
        ("https://a.example/*", "http://a.example/*", False),
        ("*://a.example/*", "http://a.example/*", True),
        ("https://a.example/*", "https://b.example/*", False),
        ("https://*.example.go.th/*", "https://his.example.go.th/*", True),
        ("https://*.example.go.th/*", "https://example.go.th/*", True),
        ("https://*.a.example/*", "https://*.b.a.example/*", True),
        ("https://example.go.th/*", "https://his.example.go.th/*", False),
        ("https://*.le.go.th/*", "https://example.go.th/*", False),
        ("https://a.example:8443/*", "https://a.example/*", True),
        ("https://a.example:8443/*", "https://a.example:443/*", False),
        ("https://a.example/login*", "https://a.example/*.php", True),
        ("https://a.example/login", "https://a.example/logout*", False),
        ("<all_urls>", "http://a.example:81/x", True),
    ],
)
def test_overlap_is_found_from_both_sides(one: str, other: str, expected: bool) -> None:
    first, second = parse_match_pattern(one), parse_match_pattern(other)
    assert overlap(first, second) is overlap(second, first) is expected


def words(shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        yield from map("".join, itertools.product("ab", repeat=length))


@given(st.text(alphabet="ab*", max_size=5), st.text(alphabet="ab*", max_size=5))
def test_globs_meet_where_a_text_matches_both(one: str, other: str) -> None:
    """Where two globs of at most five letters meet, they meet in a text of at most ten."""
    expected = any(glob_matches(one, word) and glob_matches(other, word) for word in words(0, 5))
    if expected or globs_meet(one, other):
        expected = expected or any(glob_matches(one, word) and glob_matches(other, word) for word in words(6, 10))
        assert globs_meet(one, other) is expected
