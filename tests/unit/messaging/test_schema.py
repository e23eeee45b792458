"""Shapes say which member is wrong, and why."""

from __future__ import annotations

import pytest

from sitthi.messaging.messages import METHODS
from sitthi.messaging.schema import Flag, ListOf, MapOf, Nullable, Object, OneOf, Optional, Text, Whole

SHAPE = Object(
    {
        "text": Text(3),
        "count": Optional(Whole(0, 5)),
        "flag": Optional(Nullable(Flag())),
        "choice": Optional(OneOf("a", "b")),
        "list": Optional(ListOf(Text(2), 2)),
        "map": Optional(MapOf(Whole(), 1)),
        "inner": Optional(Object({"x": Text()})),
    }
)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ([], "params"),
        ({}, "text"),
        ({"text": 1}, "text"),
        ({"text": "long"}, "text"),
        ({"text": "\ud800"}, "text"),
        ({"text": "a", "more": 1}, "more"),
        ({"text": "a", "count": True}, "count"),
        ({"text": "a", "count": 6}, "count"),
        ({"text": "a", "count": 1.0}, "count"),
        ({"text": "a", "count": None}, "count"),
        ({"text": "a", "flag": 0}, "flag"),
        ({"text": "a", "choice": "c"}, "choice"),
        ({"text": "a", "choice": ["a"]}, "choice"),
        ({"text": "a", "list": ["a", 1]}, "list[1]"),
        ({"text": "a", "list": ["a"] * 3}, "list"),
        ({"text": "a", "map": {"k": "v"}}, "map.k"),
        ({"text": "a", "map": {"k": 1, "l": 2}}, "map"),
        ({"text": "a", "inner": {"x": 1}}, "inner.x"),
        ({"text": "a", "inner": {"x": "", "y": ""}}, "inner.y"),
    ],
)
def test_names_the_wrong_member(value: object, field: str) -> None:
    fault = SHAPE.fault(value, "")
    assert fault is not None
    assert fault[0] == field


def test_accepts_what_is_right() -> None:
    good = {
        "text": "abc",
        "count": 5,
        "flag": None,
        "choice": "b",
        "list": ["a"],
        "map": {"k": 1},
        "inner": {"x": "y"},
    }
    assert SHAPE.fault(good, "") is None


def test_every_method_describes_itself() -> None:
    for method in METHODS.values():
        assert method.params.describe()
        assert method.result.describe()
