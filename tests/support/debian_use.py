"""What tests do on a machine that has the packages."""

from __future__ import annotations

from installer.debian.host import LAUNCHER
from support.debian_machine import Machine
from support.host import HostProcess

POLICY = (
    '[host]\nlanguage = "en"\n[issuer]\nurl = "http://127.0.0.1:9/issuer"\n[nhso]\nendpoint = "http://127.0.0.1:9/"\n'
)
"""Nothing of it leaves the loopback."""


class Inside:
    """The account of a user of the machine."""

    def __init__(self, machine: Machine) -> None:
        self.folder = machine.shared
        self.launcher = machine.program(LAUNCHER)
        self.env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": str(machine.shared)}


def hello(machine: Machine) -> str:
    """The version that the installed host says it is."""
    with HostProcess(Inside(machine)) as host:
        found: str = host.hello()["host"]
        assert host.call("status")["readers"] is not None
    return found


def leftovers(machine: Machine) -> list[str]:
    """Everything that has to do with us, but for what apt and dpkg keep about any package that ever was."""
    places = ["/etc", "/usr", "/var", "/opt"]
    found = machine.run("find", *places, "-xdev", "-ipath", "*sitthi*").stdout.splitlines()
    return [path for path in found if not path.startswith(("/var/log/", "/var/cache/"))]
