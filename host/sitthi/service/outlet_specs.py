"""Which outlets there are: those of the policy, and those that only the journal still knows."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sitthi.outlets import Outlet
from sitthi.outlets.clipboard import PACKAGE, Clipboard
from sitthi.outlets.entry import Entry
from sitthi.outlets.token_file import TokenFile
from sitthi.pin import child
from sitthi.policy.database_url import DatabaseUrl
from sitthi.policy.outlets import ClipboardPolicy, DatabasePolicy, FileTarget, OutletPolicy

CLIPBOARD = "clipboard"


@dataclass(frozen=True)
class OutletSpec:
    """`id` stands for the place: it changes when the token goes to another file or another database.

    `settings` are the policy's values in the form in which JSON gives them back. `on_request`: a login alone delivers
    nothing.
    """

    id: str
    kind: str
    name: str
    on: bool
    settings: dict[str, object]

    @property
    def on_request(self) -> bool:
        return self.kind == CLIPBOARD

    def build(self) -> Outlet:
        return _BUILD[self.kind](dict(self.settings))


def specs_of(policy: OutletPolicy) -> list[OutletSpec]:
    """One for each place, in the policy's order."""
    found = [
        _spec("file", target.name or target.path, target.path, policy.file.on, asdict(target))
        for target in policy.file.targets
    ]
    if policy.clipboard.on:
        found.append(_spec(CLIPBOARD, CLIPBOARD, "", True, {"seconds": policy.clipboard.seconds}))
    for database in policy.databases:
        settings = asdict(database)
        on = settings.pop("on")
        found.append(_spec("database", database.name, f"{database.name} {database.his} {database.url}", on, settings))
    return found


def leftover(outlet_id: str, entry: Entry) -> OutletSpec | None:
    """What the policy no longer has, to be taken back; None for a kind that this version does not know."""
    spec = OutletSpec(outlet_id, entry.kind, entry.name, False, entry.settings)
    try:
        spec.build()
    except (KeyError, TypeError):
        return None
    return spec


def database_of(settings: dict[str, Any]) -> DatabasePolicy:
    url = DatabaseUrl(**settings.pop("url"))
    return DatabasePolicy(**{**settings, "tables": tuple(settings["tables"])}, url=url)


def _spec(kind: str, name: str, place: str, on: bool, settings: dict[str, object]) -> OutletSpec:
    mark = hashlib.sha256(place.encode()).hexdigest()[:12]
    return OutletSpec(f"{kind}-{mark}", kind, name, on, json.loads(json.dumps(settings)))


def _start_holder() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        child.command(PACKAGE),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child.environment(os.environ),
        cwd=os.path.abspath(os.sep),
        start_new_session=sys.platform != "win32",  # it outlives a browser that closes
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
    )


def _database(settings: dict[str, Any]) -> Outlet:
    from sitthi.outlets.database.outlet import DatabaseOutlet

    return DatabaseOutlet(database_of(settings))


_BUILD: dict[str, Callable[[dict[str, Any]], Outlet]] = {
    "file": lambda settings: TokenFile(FileTarget(**settings)),
    CLIPBOARD: lambda settings: Clipboard(ClipboardPolicy(on=True, **settings), _start_holder),
    "database": _database,
}
