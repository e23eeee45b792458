"""The whole report: each section in a guard of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi import __version__
from sitthi.diagnose import browsers, clock, host_start, machine, pcsc, policy, services, vault
from sitthi.diagnose.section import Section
from sitthi.errors import SitthiError

if TYPE_CHECKING:
    from collections.abc import Callable

SECTIONS: tuple[tuple[str, Callable[[Section], None]], ...] = (
    ("machine", machine.look),
    ("pcsc", pcsc.look),
    ("host", host_start.look),
    ("browsers", browsers.look),
    ("policy", policy.look),
    ("clock", clock.look),
    ("vault", vault.look),
    ("services", services.look),
)
"""A new section is one file with `look(section)` and one line here."""


def report(extension: str | None = None) -> dict[str, object]:
    """REPORT of the protocol. `extension`: the version of the browser's extension that asks, None = none does."""
    services.forget()
    return {"sections": [_guarded(name, look, extension).to_message() for name, look in SECTIONS]}


def _guarded(name: str, look: Callable[[Section], None], extension: str | None) -> Section:
    section = Section(name)
    if name == "host" and extension is not None:
        section.fact("extension", extension)
        if extension != __version__:
            section.finding("host.extension_other_version", extension=extension, host=__version__)
    try:
        look(section)
    except Exception as problem:  # noqa: BLE001 - one broken part must not hide the others; its text could hold a secret
        kind = problem.name if isinstance(problem, SitthiError) else type(problem).__name__
        section.finding("check.failed", kind=kind)
    return section
