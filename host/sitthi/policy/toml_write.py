"""Several policy documents as one, and a policy's values as TOML text. Pure; what it writes, load.py reads the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from sitthi.policy.toml_file import TomlFile

Comment = Callable[[tuple[str, ...]], str]
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def joined(documents: Iterable[TomlFile]) -> dict[str, Any]:
    """The raw content of checked documents under load.merged's rule: earlier settings win, sites are put together."""
    found: dict[str, Any] = {}
    for document in documents:
        for name, value in document.content.items():
            if isinstance(value, dict):  # a section, or [outlet] with its parts, of which each is taken whole
                found[name] = {**value, **found.get(name, {})}
            elif isinstance(value, list):
                found[name] = [*found.get(name, []), *value]
            else:
                found.setdefault(name, value)
    return found


def toml_text(content: Mapping[str, Any], comment: Comment = lambda path: "") -> str:
    """`comment(path)` is put after a key's value, "" = none."""
    return "\n".join(_table(content, (), comment)).lstrip("\n") + "\n" if content else ""


def _table(content: Mapping[str, Any], path: tuple[str, ...], comment: Comment) -> Iterator[str]:
    """Plain keys first: behind a header they would belong to it."""
    for key, value in content.items():
        if not _is_table(value) and not _is_tables(value):
            said = comment((*path, key))
            yield f"{_key(key)} = {_value(value)}" + (f"  # {said}" if said else "")
    for key, value in content.items():
        here = (*path, key)
        name = ".".join(map(_key, here))
        if _is_table(value):
            if not value or not all(map(_is_table_like, value.values())):
                yield from ("", f"[{name}]")
            yield from _table(value, here, comment)
        elif _is_tables(value):
            for each in value:
                yield from ("", f"[[{name}]]")
                yield from _table(each, here, comment)


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_table, value))


def _is_table_like(value: object) -> bool:
    return _is_table(value) or _is_tables(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
