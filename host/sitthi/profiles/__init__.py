"""The profile files that come with the product, one TOML file a profile. Knows their names, not what is in them:
`sitthi.policy.profile_file` reads them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def path_of(name: str) -> Path:
    """The file of one of `names()`."""
    return _FOLDER / f"{name}.toml"
