"""The host's package on a bare Debian 12: what it needs, it names. Debian 13 and browsers: whole_systems.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import version
from installer.debian.host import LAUNCHER
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.world import World
from support.counter import wait_card
from support.debian_machine import Machine
from support.debian_packages import ARCHIVES, Packages
from support.debian_root import bare_root
from support.debian_use import POLICY, leftovers
from support.host import HostProcess


@pytest.mark.timeout(600)  # the first run of a month downloads a Debian
def test_bare(tmp_path: Path, current: Packages) -> None:
    root = bare_root(tmp_path, "bookworm")
    with Machine(tmp_path / "s", ARCHIVES / "bookworm", bare=root) as machine:
        machine.run("apt-get", "update", "-qq")
        machine.install(current.host, recommended=False)
        machine.path("/etc/sitthi/policy.toml").write_text(POLICY, encoding="utf-8")
        with (
            PrivatePcscd(directory=machine.shared / "p") as pcscd,
            World(machine.shared / "w", pcscd=pcscd) as world,
            HostProcess(world, machine.command(LAUNCHER)) as host,
        ):
            assert host.hello()["host"] == version()
            world.insert("patient")
            wait_card(host)
            assert PEOPLE["patient"].cid in str(host.call("card.read", reader=pcscd.readers[0]))
        windows = "import tkinter, requests, msgpack; from cryptography.hazmat.primitives.ciphers.aead import AESGCM"
        machine.run("python3", "-I", "-c", windows)
        machine.run("sitthi", "diagnose", check=False)
        machine.run("dpkg", "--purge", "sitthi")
        assert leftovers(machine) == []
