"""What is in the registry of a prefix."""

from __future__ import annotations

import re

from support.wine.prefix import WinePrefix

Values = dict[str, str]


def read_keys(prefix: WinePrefix, key: str) -> dict[str, Values]:
    """Every key at and below `key` that has values: place -> name -> text. Empty when there is none.

    The default value has the name "". Numbers are as `reg` writes them: 0x7.
    """
    said = prefix.run("reg", "query", key, "/s").stdout.decode("utf-8", "replace")
    found: dict[str, Values] = {}
    place = ""
    for line in said.splitlines():
        if line.startswith("HKEY_"):
            place = line.strip()
        elif value := re.match(r"    (.*?)    (REG_\w+)(?:    (.*))?$", line):
            name = "" if value[1] == "(Default)" else value[1]
            found.setdefault(place, {})[name] = value[3] or ""
    return found
