"""Origins and addresses are taken only in the spelling that browsers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.origin import canonical_ipv6, is_loopback, parse_origin, parse_page_url


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://his.example.go.th", ("https", "his.example.go.th", 443)),
        ("http://localhost:8080", ("http", "localhost", 8080)),
        ("https://[2001:db8::1]:8443", ("https", "[2001:db8::1]", 8443)),
        ("http://127.0.0.1", ("http", "127.0.0.1", 80)),
        ("https://my_his.example", ("https", "my_his.example", 443)),
    ],
)
def test_origin_parts(text: str, parts: tuple[str, str, int]) -> None:
    origin = parse_origin(text)
    assert origin is not None
    assert (origin.scheme, origin.host, origin.port) == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "https://",
        "https://his.example/",
        "https://his.example/x",
        "https://HIS.example",
        "HTTPS://his.example",
        "https://user@his.example",
        "https://user:pw@his.example",
        "https://his.example:443",
        "http://his.example:80",
        "https://his.example:0",
        "https://his.example:65536",
        "https://his.example:",
        "https://his.example.",
        "https://his..example",
        "https://his.example#x",
        "https://his.example?x",
        "https://his.example\\x",
        "https://his.example\n",
        " https://his.example",
        "file://",
        "chrome-extension://abcdef",
        "https://1.2.3.256",
        "https://0x7f.1",
        "https://127.1",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::1",
        "https://โรงพยาบาล.ไทย",
        "https://" + "a" * 300,
    ],
)
def test_no_origin(text: str) -> None:
    assert parse_origin(text) is None


@pytest.mark.parametrize(
    ("text", "path"),
    [("https://a.example/", "/"), ("https://a.example/b?c=/d#e", "/b?c=/d"), ("http://a.example:81/#x?y", "/")],
)
def test_page_path_is_path_and_query(text: str, path: str) -> None:
    page = parse_page_url(text)
    assert page is not None
    assert page.path == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://a.example",
        "https://a.example?x",
        "https://a.example\\@b.example/",
        "https://b.example@a.example/",
        "https://a.example/\t",
        "https://a.example/ก",
        "https://a.example/ b",
        "javascript://a.example/%0aalert(1)",
        "about:blank",
        "blob:https://a.example/x",
        "https://a.example/" + "x" * 40_000,
    ],
)
def test_no_page(text: str) -> None:
    assert parse_page_url(text) is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("0:0:0:0:0:0:0:0", "::"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("1:0:0:0:0:0:0:0", "1::"),
        ("2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
        ("10:0:0:3:0:0:0:70", "10:0:0:3::70"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"),
        ("nonsense", ""),
        ("fe80::1%eth0", ""),
    ],
)
def test_ipv6_is_written_as_the_url_standard_does(text: str, canonical: str) -> None:
    assert canonical_ipv6(text) == canonical


@given(st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_canonical_ipv6_is_stable(words: list[int]) -> None:
    once = canonical_ipv6(":".join(map(str, words)))
    assert once and canonical_ipv6(once) == once


@given(st.text(max_size=80))
def test_any_text_is_an_origin_or_none(text: str) -> None:
    for candidate in (text, "https://" + text, "http://[" + text + "]"):
        origin = parse_origin(candidate)
        assert origin is None or origin.text == candidate
        parse_page_url(candidate)


def test_loopback() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "[::1]")))
    assert not any(map(is_loopback, ("127.example", "localhost.example", "10.0.0.1", "[::2]")))
