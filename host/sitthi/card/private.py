"""Values about a person that must not print themselves into a log or a traceback."""

from __future__ import annotations


class Unprinted:
    """Base of dataclasses (declared with `repr=False`) whose members are personal data."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"
