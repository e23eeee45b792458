"""Where Sitthi keeps things on this machine. Knows the operating system, and nothing of what is kept.

On the host's start path: plain strings until someone asks for a Path.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

SYSTEM_POLICY = "/etc/sitthi/policy.toml"


def policy_files() -> list[Path]:
    """The policy files that count, in order of precedence.

    The administrator's file alone, where there is one. SITTHI_POLICY names another only on a machine without it
    (development, tests, a single user without an administrator), so that a user cannot widen a hospital's policy.
    """
    from pathlib import Path

    system = (
        Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "Sitthi", "policy.toml")
        if _windows()
        else Path(SYSTEM_POLICY)
    )
    if system.exists():
        return [system]
    own = os.environ.get("SITTHI_POLICY")
    return [Path(own)] if own else []


def state_dir() -> Path:
    """The user's own folder for the sealed vault and the audit; made with mode 0700."""
    from pathlib import Path

    if _windows():
        return _private(Path(os.environ["LOCALAPPDATA"], "Sitthi"))
    base = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    return _private(Path(base, "sitthi"))


def runtime_dir() -> Path:
    """The folder that is gone when the user logs out of the machine; made with mode 0700.

    Without a login session (no XDG_RUNTIME_DIR and no /run/user/UID) it is a folder of the user's own in /dev/shm,
    which is gone at the next boot.
    """
    from pathlib import Path

    if _windows():
        return state_dir()
    base = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    if os.path.isdir(base):
        return _private(Path(base, "sitthi"))
    return _private(Path("/dev/shm", f"sitthi-{os.getuid()}"))  # noqa: S108 - checked by _private


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _windows():
        info = folder.lstat()
        if info.st_uid != os.getuid() or info.st_mode & 0o077 or folder.is_symlink():
            if info.st_uid != os.getuid() or folder.is_symlink():
                raise PermissionError(f"{folder} belongs to another user")
            folder.chmod(0o700)
    return folder


def _windows() -> bool:
    return sys.platform == "win32"
