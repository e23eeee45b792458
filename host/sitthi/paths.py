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
    """The policy files that count, in order of precedence; policy/sources.py knows what else does.

    The administrator's files alone, where there are any. SITTHI_POLICY names another only on a machine without them
    (development, tests, a single user without an administrator), so that a user cannot widen a hospital's policy.
    """
    own = own_policy_file()
    return machine_policy_files() or ([own] if own else [])


def machine_policy_files() -> list[Path]:
    """policy.toml if there is one, then policy.d/*.toml by name. Raises OSError where they cannot be listed."""
    system = system_policy()
    found = [system] if system.exists() else []
    folder = system.with_name("policy.d")
    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return found
    return found + [folder / name for name in names if name.endswith(".toml") and not name.startswith(".")]


def system_policy() -> Path:
    """The administrator's file, which need not exist."""
    from pathlib import Path

    if _windows():
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "Sitthi", "policy.toml")
    return Path(SYSTEM_POLICY)


def own_policy_file() -> Path | None:
    from pathlib import Path

    own = os.environ.get("SITTHI_POLICY")
    return Path(own) if own else None


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
