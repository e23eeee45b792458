"""The declarations that a HIS developer uses name what the protocol answers."""

import re
from collections.abc import Iterator
from pathlib import Path

from sitthi.messaging.schema import ListOf, Nullable, Object, Optional, Shape
from sitthi.messaging.shapes import API_ANSWER

TYPES = Path(__file__).parents[3] / "packages" / "his-api" / "index.d.ts"


def members(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Object):
        for name, inner in shape.members.items():
            yield name
            yield from members(inner)
    elif isinstance(shape, Optional | Nullable):
        yield from members(shape.inner)
    elif isinstance(shape, ListOf):
        yield from members(shape.item)


def test_every_member_of_an_answer_is_declared() -> None:
    declared = set(re.findall(r"readonly (\w+)\??:", TYPES.read_text(encoding="utf-8")))
    answered = {name for answer in API_ANSWER.members.values() for name in members(answer)}
    assert answered - declared == set()
