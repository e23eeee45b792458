"""Shapes of JSON values, in the few kinds that the protocol needs: checked in one pass, described in one word.

A shape answers two questions: `fault(value, path)` gives None or (field, problem), `describe()` a JSON-able
description, from which the extension's checks and the protocol document are made. Nothing slow to import.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Fault = tuple[str, str] | None
    Description = str | dict[str, object]


class Shape:
    """Any JSON value; the base of the narrower shapes. `optional` members of an object may be absent."""

    optional = False

    def fault(self, value: object, path: str) -> Fault:
        return None

    def describe(self) -> Description:
        return "any"


class Text(Shape):
    """A string of at most `longest` characters, without lone surrogates."""

    def __init__(self, longest: int = 256) -> None:
        self.longest = longest

    def fault(self, value: object, path: str) -> Fault:
        if not isinstance(value, str):
            return path, "must be a string"
        if len(value) > self.longest:
            return path, f"longer than {self.longest} characters"
        try:
            value.encode()
        except UnicodeEncodeError:
            return path, "not valid Unicode text"
        return None

    def describe(self) -> Description:
        return {"text": self.longest}


class Whole(Shape):
    """A whole number in [lowest, highest]; true and false are not numbers."""

    def __init__(self, lowest: int = -(2**31), highest: int = 2**31) -> None:
        self.lowest, self.highest = lowest, highest

    def fault(self, value: object, path: str) -> Fault:
        if not isinstance(value, int) or isinstance(value, bool):
            return path, "must be a whole number"
        if not self.lowest <= value <= self.highest:
            return path, f"must be {self.lowest} to {self.highest}"
        return None

    def describe(self) -> Description:
        return {"whole": [self.lowest, self.highest]}


class Flag(Shape):
    def fault(self, value: object, path: str) -> Fault:
        return None if isinstance(value, bool) else (path, "must be true or false")

    def describe(self) -> Description:
        return "flag"


class OneOf(Shape):
    """One of a few fixed strings."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def fault(self, value: object, path: str) -> Fault:
        if isinstance(value, str) and value in self.choices:
            return None
        return path, "must be one of " + ", ".join(self.choices)

    def describe(self) -> Description:
        return {"one_of": list(self.choices)}


class ListOf(Shape):
    def __init__(self, item: Shape, longest: int = 256) -> None:
        self.item, self.longest = item, longest

    def fault(self, value: object, path: str) -> Fault:
        if not isinstance(value, list):
            return path, "must be a list"
        if len(value) > self.longest:
            return path, f"more than {self.longest} items"
        for index, each in enumerate(value):
            found = self.item.fault(each, f"{path}[{index}]")
            if found:
                return found
        return None

    def describe(self) -> Description:
        return {"list_of": self.item.describe(), "longest": self.longest}


class MapOf(Shape):
    """An object with free keys (short strings) and values of one shape."""

    def __init__(self, item: Shape, most: int = 256) -> None:
        self.item, self.most = item, most

    def fault(self, value: object, path: str) -> Fault:
        if not isinstance(value, dict):
            return path, "must be an object"
        if len(value) > self.most:
            return path, f"more than {self.most} members"
        for key, each in value.items():
            found = Text(128).fault(key, path) or self.item.fault(each, f"{path}.{key}")
            if found:
                return found
        return None

    def describe(self) -> Description:
        return {"map_of": self.item.describe(), "most": self.most}


class Object(Shape):
    """An object with exactly these members (those marked optional may be absent); unknown members are a fault."""

    def __init__(self, members: Mapping[str, Shape]) -> None:
        self.members = members

    def fault(self, value: object, path: str) -> Fault:
        if not isinstance(value, dict):
            return path or "params", "must be an object"
        prefix = f"{path}." if path else ""
        for key in value:
            if key not in self.members:
                return prefix + key[:64].encode("ascii", "backslashreplace").decode(), "unknown member"
        for key, shape in self.members.items():
            if key not in value:
                if not shape.optional:
                    return prefix + key, "missing"
                continue
            found = shape.fault(value[key], prefix + key)
            if found:
                return found
        return None

    def describe(self) -> Description:
        return {"object": {key: shape.describe() for key, shape in self.members.items()}}


class Optional(Shape):
    """A member that may be absent."""

    optional = True

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def fault(self, value: object, path: str) -> Fault:
        return self.inner.fault(value, path)

    def describe(self) -> Description:
        return {"optional": self.inner.describe()}


class Nullable(Shape):
    """A value of the inner shape, or null."""

    def __init__(self, inner: Shape) -> None:
        self.inner = inner

    def fault(self, value: object, path: str) -> Fault:
        return None if value is None else self.inner.fault(value, path)

    def describe(self) -> Description:
        return {"nullable": self.inner.describe()}
