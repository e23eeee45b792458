"""A counter whose PC runs Windows: `World` with the product in a wine prefix, installed from the MSI.

Cards, NHSO, HIS, desktop and browser are the same as everywhere; policy and state lie where they do on Windows.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Self

from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.host import HostProcess
from support.wine.card_service import CardService
from support.wine.prefix import WinePrefix

INSTALLED = "C:\\Program Files\\Sitthi"
HOST, COMMAND = f"{INSTALLED}\\sitthi-host.exe", f"{INSTALLED}\\sitthi.exe"

# Browsers of Linux cannot start an .exe. Its stderr must be a pipe, which the browser does not promise.
_WRAPPER = """#!/bin/sh
exec 3>&1
wine "{host}" "$@" 2>&1 >&3 3>&- | cat >&2
"""


class WindowsWorld(World):
    def __init__(self, folder: Path, desktop: Desktop, prefix: WinePrefix, cards: CardService) -> None:
        super().__init__(folder, desktop, pcscd=cards)  # type: ignore[arg-type]
        self.prefix = prefix
        prefix.serve_cards(cards.service_port)

    def __enter__(self) -> Self:
        self.policy_file.parent.mkdir(parents=True, exist_ok=True)
        super().__enter__()
        self.launcher.write_text(_WRAPPER.format(host=HOST.replace("\\", "\\\\")), encoding="utf-8")
        return self

    @property
    def policy_file(self) -> Path:
        return self.prefix.drive / "ProgramData/Sitthi/policy.toml"

    @property
    def state(self) -> Path:
        return self.prefix.local_app_data / "Sitthi"

    @property
    def env(self) -> dict[str, str]:
        return {**self.prefix.env, **(self.desktop.env if self.desktop else {})}

    def sitthi(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = self.prefix.run(COMMAND, *arguments, stdin=stdin.encode())
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def host(self) -> HostProcess:
        """The installed host on plain pipes, as a browser of Windows starts it."""
        return HostProcess(self, ["wine", HOST, "chrome-extension://test/", "--parent-window=0"])


def tree_of(folder: Path) -> set[str]:
    """Every file and folder below, as /-paths."""
    return {
        os.path.relpath(os.path.join(place, name), folder)
        for place, folders, files in os.walk(folder)
        for name in (*folders, *files)
    }
