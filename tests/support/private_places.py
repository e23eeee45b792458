"""An account on a machine whose /etc and /usr/lib/mozilla are a test's own: `sitthi diagnose` run as its user would.

In a mount namespace of its own the run sees the real places with what the test put there, and nothing of what is in
them on this machine (browsers' policies, registrations). Nothing needs cleaning up, and others see none of it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

_SCRIPT = """
set -e
W=$1; shift
mount -t tmpfs none "$W/layers"
for P in etc usr/lib; do
  mkdir -p "$W/layers/$P.upper" "$W/layers/$P.work" 2>/dev/null || true
  mount -t overlay none -o "lowerdir=/$P,upperdir=$W/layers/$P.upper,workdir=$W/layers/$P.work" "/$P"
done
rm -rf /etc/chromium /etc/opt /etc/brave /etc/firefox /etc/sitthi /usr/lib/mozilla /usr/lib64/mozilla
rm -rf /usr/lib/firefox-esr/distribution /usr/lib/firefox/distribution
cp -r "$W/tree/." /
if [ -n "$STATE_MOUNT" ]; then mount -t tmpfs -o "$STATE_MOUNT" none "$W/state"; fi
exec "$@"
"""
NOWHERE = "http://127.0.0.1:9"
"""Refuses at once: a policy without an endpoint would mean NHSO's real ones."""


class Account:
    """`home` is its own; `env` may be changed; `policy` is the file that SITTHI_POLICY names."""

    def __init__(self, folder: Path, endpoint: str = f"{NOWHERE}/ucws") -> None:
        self.folder = folder
        for name in ("home", "run", "state", "tree", "layers", "bin"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.home, self.policy = folder / "home", folder / "policy.toml"
        self.state = folder / "state" / "sitthi"
        self.write_policy(endpoint)
        self.place("/etc/resolv.conf", "nameserver 127.0.0.1\n")  # no name is asked for outside this machine
        self.env = {
            "PATH": str(folder / "bin"),  # no browser of this machine
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_STATE_HOME": str(folder / "state"),
            "SITTHI_POLICY": str(self.policy),
            "PCSCLITE_CSOCK_NAME": str(folder / "no-pcscd"),
        }

    def write_policy(self, endpoint: str, more: str = "") -> None:
        self.policy.write_text(f'[nhso]\nendpoint = "{endpoint}"\n{more}', encoding="utf-8")

    def has(self, *browser_folders: str) -> None:
        """The user has run these browsers: their folder in the home, such as ".config/chromium"."""
        for folder in browser_folders:
            (self.home / folder).mkdir(parents=True, exist_ok=True)

    def place(self, path: str, content: object, mode: int = 0o644) -> Path:
        """A file of the machine, as this account sees it; an object becomes JSON."""
        file = self.folder / "tree" / path.lstrip("/")
        return self._write(file, content, mode)

    def own(self, path: str, content: object, mode: int = 0o644) -> Path:
        """A file in the home."""
        return self._write(self.home / path, content, mode)

    def sitthi_with_state_on(self, options: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The state folder is an empty file system of its own, mounted with these options."""
        self.env["STATE_MOUNT"] = options
        try:
            return self.sitthi(*arguments)
        finally:
            del self.env["STATE_MOUNT"]

    def sitthi(self, *arguments: str, private: bool = True, offline: bool = False) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sitthi", *arguments]
        if private:
            user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
            unshare, shell = shutil.which("unshare") or "unshare", "/bin/sh"
            command = [
                unshare,
                *user,
                "--mount",
                *(["--net"] if offline else []),
                shell,
                "-c",
                f"PATH=/usr/bin:/bin\n{_SCRIPT}",
                "sh",
                str(self.folder),
                *command,
            ]
            command[command.index(sys.executable) : command.index(sys.executable)] = [
                "/usr/bin/env", f"PATH={self.env['PATH']}",
            ]  # fmt: skip
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=90, check=False)

    def diagnose(self, *, private: bool = True, offline: bool = False) -> dict[str, Any]:
        """`offline`: without any network, not even the loopback (only with `private`)."""
        return self.parsed(self.sitthi("diagnose", "--json", private=private, offline=offline))

    @staticmethod
    def parsed(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
        assert done.stdout, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    @staticmethod
    def _write(file: Path, content: object, mode: int) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        file.chmod(mode)
        return file
