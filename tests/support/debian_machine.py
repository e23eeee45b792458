"""A Debian machine of a test's own to install packages on: this machine under a layer of the test, or a bare root.

All is in a mount namespace: nothing that is installed there reaches this machine, and it is gone with the object.
Programs run in a chroot in it; network and processes are shared with this machine.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

APT = ("apt-get", "-y", "-qq", "-o", "Dpkg::Options::=--force-unsafe-io", "-o", "Dpkg::Use-Pty=0")
_SCRIPT = """
set -e
shared=$1 root=$2 archives=$3 lower=$4 layers=$5
mount --make-rprivate /
mkdir -p "$root"
case $lower in
    bare) mount --bind "$root" "$root" ;;
    /) mkdir -p "$layers" && mount -t tmpfs tmpfs "$layers" ;;
esac
if [ "$lower" != bare ]; then
    own="$layers/${root##*/}"
    mkdir -p "$own/upper" "$own/work"
    mount -t overlay overlay -o "lowerdir=$lower,upperdir=$own/upper,workdir=$own/work" "$root"
fi
mkdir -p "$root$shared" "$root/var/cache/apt/archives"
mount --bind "$shared" "$root$shared"
mount --bind "$archives" "$root/var/cache/apt/archives"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
for each in dev proc sys; do mount --rbind "/$each" "$root/$each"; done
printf '#!/bin/sh\\nexit 101\\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
rm -f "$root/var/lib/man-db/auto-update"  # or each installation would index all manuals of the machine again
echo ready
exec cat
"""


class Machine:
    """A context manager. `shared` is a folder that has the same path inside and outside; `archives` keeps downloads.

    It starts as this machine is; or as the machine `base` was when it was sealed; or, with `bare`, in the root file
    system in that folder, which is changed.
    """

    def __init__(self, shared: Path, archives: Path, *, base: Machine | None = None, bare: Path | None = None) -> None:
        self.shared, self._archives, self._base = shared, archives, base
        self.root = bare or shared.with_name(f"{shared.name}.root.{id(self):x}")
        self._layers: Path = base._layers if base else shared.with_name(f"{shared.name}.layers")
        self._upper = self._layers / self.root.name / "upper"
        self._lower = "bare" if bare else f"{base._upper}:{base._lower}" if base else "/"

    def __enter__(self) -> Self:
        for each in (self.shared, self._archives):
            each.mkdir(parents=True, exist_ok=True)
        # In a memory file system of the base's namespace: layers of one overlay must not lie in one another.
        within = ["nsenter", f"--mount=/proc/{self._base._holder.pid}/ns/mnt"] if self._base else []
        places = [self.shared, self.root, self._archives, self._lower, self._layers]
        self._holder = subprocess.Popen(
            [*within, "unshare", "--mount", "sh", "-c", _SCRIPT, "sh", *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._holder.stdout and self._holder.stdout.readline() == b"ready\n", "no machine (root is needed)"
        return self

    def seal(self) -> None:
        """Nothing runs in it any more: it is what others start from, as long as it is not closed."""
        enter = ["nsenter", f"--mount=/proc/{self._holder.pid}/ns/mnt"]
        subprocess.run([*enter, "umount", "--recursive", self.root], check=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._holder.stdin and self._holder.stdout
        self._holder.stdin.close()
        self._holder.wait(10)
        self._holder.stdout.close()

    def command(self, *command: str | Path) -> list[str]:
        """Arguments that start `command` inside. Environment and standard streams go through."""
        return ["nsenter", f"--mount=/proc/{self._holder.pid}/ns/mnt", "chroot", str(self.root), *map(str, command)]

    def program(self, path: str) -> Path:
        """A script outside that is this program inside."""
        script = self.shared / f"{Path(path).name}-inside"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(self.command(path))} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        return script

    def run(self, *command: str | Path, check: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs it to its end; with `check` an AssertionError has what it said."""
        home = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
        done = subprocess.run(
            self.command(*command),
            env={**home, "DEBIAN_FRONTEND": "noninteractive", **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=400,
            check=False,
        )
        assert not check or done.returncode == 0, f"{shlex.join(map(str, command))}\n{done.stdout[-3000:]}"
        return done

    def install(self, *packages: Path, recommended: bool = True) -> str:
        """apt-get install with everything that they depend on, and recommend; downgrades too. What apt said."""
        places = [self.shared / each.name for each in packages]
        for package, place in zip(packages, places, strict=True):
            place.write_bytes(package.read_bytes())
        options = [] if recommended else ["--no-install-recommends"]
        return self.run(*APT, *options, "--allow-downgrades", "install", *places).stdout

    def path(self, path: str) -> Path:
        """The same file seen from outside."""
        return Path(f"/proc/{self._holder.pid}/root{self.root}{path}")
