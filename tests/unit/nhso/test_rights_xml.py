"""XML of a stranger: read plainly, or refused before anything is expanded."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.nhso.xml_safe import MAX_BYTES, XmlRefused, parse_xml

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', "doctype"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "doctype"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', "doctype"),
        ("<!DOCTYPE html><html/>", "doctype"),
        ("<a>&x;</a>", "malformed"),
        ("<a>" * 17 + "</a>" * 17, "depth"),
        ("<a>" + "<b/>" * 2000 + "</a>", "elements"),
        ("<a>" + "x" * 20_000 + "</a>", "text"),
        ("<a>" + " " * MAX_BYTES + "</a>", "size"),
        ("<a><b></a></b>", "malformed"),
        ("<a/><b/>", "malformed"),
        ("", "malformed"),
        ("<a b='1' b='2'/>", "malformed"),
        ("<x:a/>", "malformed"),
        ("<?xml version='1.0' encoding='no-such'?><a/>", "encoding"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a/>", "encoding"),
        ("<?xml version='1.0' encoding='windows-1252'?><a/>", "encoding"),
        ("<a>\xe1</a>".encode("latin-1"), "malformed"),
    ],
)
def test_refused(text: str | bytes, reason: str) -> None:
    started = time.thread_time()
    with pytest.raises(XmlRefused) as refused:
        parse_xml(text.encode() if isinstance(text, str) else text)
    assert refused.value.reason == reason
    assert time.thread_time() - started < 0.5


def test_plain_documents_with_namespaces_and_characters() -> None:
    root = parse_xml(
        '<?xml version="1.0"?><p:a xmlns:p="urn:n"><b>ก&lt;&#3585;<![CDATA[&x;]]></b><!-- c --></p:a>'.encode()
    )
    assert (root.namespace, root.name) == ("urn:n", "a")
    child = root.child("", "b")
    assert child is not None and child.text == "ก<ก&x;"
    assert root.child("urn:n", "b") is None


def test_thai_encodings() -> None:
    text = '<?xml version="1.0" encoding="{}"?><a>ไทย</a>'
    for encoding in ("utf-8", "utf-16", "tis-620"):
        assert parse_xml(text.format(encoding).encode(encoding)).text == "ไทย"


def test_of_two_children_none_is_the_only_one() -> None:
    assert parse_xml(b"<a><b/><b/></a>").child("", "b") is None


@given(st.binary(max_size=200) | st.text("<>/ab&;=\"'!?[]- ", max_size=60).map(str.encode))
def test_any_bytes_are_a_tree_or_a_refusal(content: bytes) -> None:
    with contextlib.suppress(XmlRefused):
        parse_xml(content)
