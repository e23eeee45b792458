"""Where this machine's policy comes from, and in which order: the earlier decides each setting, sites are joined.

group_policy   HKLM\\Software\\Policies\\Sitthi, by a domain or by Intune
machine        policy.toml of the machine, then policy.d/*.toml
remote         the signed policy that `[remote]` of one of the others names, as last fetched
installer      HKLM\\Software\\Sitthi, what the MSI was told
own            SITTHI_POLICY: only where an administrator has set up nothing of the first three
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitthi import paths
from sitthi.errors import PolicyInvalid
from sitthi.policy.load import merged
from sitthi.policy.model import Policy
from sitthi.policy.registry import GROUP_POLICY, INSTALLER, Registry, default_registry, registry_documents
from sitthi.policy.remote import kept
from sitthi.policy.remote.kept import RemoteStatus, remote_status
from sitthi.policy.remote.settings import REMOTE, RemotePolicy
from sitthi.policy.toml_file import TomlFile

KINDS = ("group_policy", "machine", "remote", "installer", "own")


@dataclass(frozen=True)
class Source:
    """One document of a policy; `kind` is one of KINDS."""

    kind: str
    document: TomlFile

    @property
    def place(self) -> str:
        """A file, an address or a key of the registry."""
        return str(self.document.path)


@dataclass(frozen=True)
class Origin:
    """Who sets something: `line` 1-based where the place has lines."""

    kind: str
    place: str
    line: int | None


@dataclass(frozen=True)
class Explanation:
    """Strongest source first. `remote` None = none is named."""

    sources: tuple[Source, ...]
    remote: RemoteStatus | None

    def origins(self, *path: str) -> list[Origin]:
        """All that set this key, such as ("session", "idle_minutes"); the first one counts. None = the default."""
        return [
            Origin(source.kind, source.place, source.document.line_of(path))
            for source in self.sources
            if _has(source.document.content, path)
        ]


def current_policy(*, registry: Registry | None = None, now: datetime | None = None) -> tuple[Policy, Explanation]:
    """The policy in force and where it comes from. Raises PolicyInvalid for a mistake in a local source.

    The server's is never a reason to fail: without a usable copy the others count alone, and the explanation says so.
    """
    sources = list(_local_sources(registry or default_registry()))
    settings = _remote_settings(source.document for source in sources)
    remote = remote_status(settings, now or datetime.now(UTC)) if settings.on else None
    if remote is not None and remote.text is not None and not remote.expired:
        sources.append(Source("remote", remote.text.document))
    sources.sort(key=lambda source: KINDS.index(source.kind))
    return merged(source.document for source in sources), Explanation(tuple(sources), remote)


def sources_stamp(registry: Registry | None = None) -> tuple[object, ...]:
    """Changes when a source does. Cheap: a few calls of the operating system, no content but two small files' stat."""
    registry = registry or default_registry()
    try:
        stamps: list[object] = [_file_stamp(path) for path in paths.policy_files()]
        if registry is not None:
            stamps += [registry.stamp(GROUP_POLICY), registry.stamp(INSTALLER)]
    except OSError as problem:
        stamps = [type(problem).__name__]
    with suppress(OSError):  # an account without a folder of its own keeps nothing
        stamps += [_file_stamp(kept.kept_path()), kept.attempt_path().read_bytes()]
    return tuple(stamps)


def _local_sources(registry: Registry | None) -> Iterator[Source]:
    found: list[Source] = []
    installed: list[Source] = []
    if registry is not None:
        found += [Source("group_policy", each) for each in registry_documents(registry, GROUP_POLICY)]
        installed += [Source("installer", each) for each in registry_documents(registry, INSTALLER)]
    try:
        found += [Source("machine", TomlFile.read(path)) for path in paths.machine_policy_files()]
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise PolicyInvalid(file=str(error.filename), line=None, key="", problem=problem) from None
    own = paths.own_policy_file()
    if own is not None and not found and not _remote_settings(each.document for each in installed).on:
        found.append(Source("own", TomlFile.read(own)))
    yield from (*found, *installed)


def _remote_settings(documents: Iterable[TomlFile]) -> RemotePolicy:
    """`[remote]` alone: it must be known before the rest is read."""
    values: dict[str, Any] = {}
    for document in documents:
        if "remote" in document.content:
            values = {**document.checked(document.content["remote"], REMOTE, ("remote",)), **values}
    return RemotePolicy(**values)


def _has(content: object, path: tuple[str, ...]) -> bool:
    for part in path:
        if not isinstance(content, dict) or part not in content:
            return False
        content = content[part]
    return True


def _file_stamp(path: Path) -> tuple[object, ...]:
    try:
        info = path.stat()
    except OSError as problem:
        return (str(path), type(problem).__name__)
    return (str(path), info.st_mtime_ns, info.st_size, info.st_ino)
