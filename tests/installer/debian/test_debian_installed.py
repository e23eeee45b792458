"""Both packages installed by apt, with their dependencies, on a copy of this machine: used, upgraded, removed."""

from __future__ import annotations

import json

from installer import version
from installer.debian.host import CHROMIUM_PLACES, LAUNCHER
from sitthi.messaging.messages import HOST_NAME
from support.debian_machine import Machine
from support.debian_packages import OLD, Packages
from support.debian_use import POLICY, hello, leftovers

SETPRIV = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
CHROME_MANIFEST = f"/etc/opt/chrome/native-messaging-hosts/{HOST_NAME}.json"


def test_the_host_the_command_and_registering_use_the_packages_files(machine: Machine) -> None:
    machine.path("/etc/sitthi/policy.d/10-test.toml").write_text(POLICY, encoding="utf-8")
    assert hello(machine) == version()
    assert machine.run("sitthi", "--version").stdout == f"sitthi {version()}\n"
    nobody = machine.run(*SETPRIV, "sitthi", "--version").stdout
    assert nobody == f"sitthi {version()}\n"
    report = json.loads(machine.run("sitthi", "diagnose", "--json", check=False).stdout)
    assert report
    registered = json.loads(machine.run("sitthi", "register", "--all", "--json").stdout)
    assert registered
    own = json.loads(machine.path(f"/root/.config/chromium/NativeMessagingHosts/{HOST_NAME}.json").read_text())
    assert own["path"] == LAUNCHER
    assert "sandbox is not installed" in machine.run("sitthi", "sandbox", "card", check=False).stdout
    machine.run("sitthi", "unregister")
    assert machine.path(LAUNCHER).exists()


def test_an_upgrade_keeps_what_the_administrator_changed_and_a_downgrade_works(
    machine: Machine, old: Packages, current: Packages
) -> None:
    machine.install(old.host, old.policy)
    assert hello(machine) == OLD
    changed = machine.path(CHROME_MANIFEST).read_text().replace("hospital systems", "our hospital")
    machine.path(CHROME_MANIFEST).write_text(changed, encoding="utf-8")
    managed = machine.path("/etc/chromium/policies/managed/sitthi.json")
    managed.write_text(managed.read_text().replace("file:///usr/share/sitthi/extension", "https://it.example"))
    machine.path("/etc/sitthi/policy.toml").write_text(POLICY, encoding="utf-8")
    machine.install(current.host, current.policy)
    assert hello(machine) == version()
    assert machine.path(CHROME_MANIFEST).read_text() == changed
    assert "https://it.example/update.xml" in managed.read_text()
    assert machine.path("/etc/sitthi/policy.toml").read_text() == POLICY
    assert [path.name for path in machine.path("/usr/share/sitthi/extension").glob("*.xpi")] == [
        f"sitthi-{version()}.xpi"
    ]
    assert machine.run("dpkg", "--verify", "sitthi").stdout.split() == ["??5??????", "c", CHROME_MANIFEST]


def test_removing_keeps_the_configuration_and_purging_leaves_nothing(machine: Machine) -> None:
    machine.path("/etc/sitthi/policy.toml").write_text(POLICY, encoding="utf-8")
    machine.path("/etc/sitthi/policy.d/20-more.toml").write_text("", encoding="utf-8")
    machine.run("sitthi", "--version")  # as root, who could leave bytecode behind
    machine.run("dpkg", "--remove", "sitthi-extension-policy", "sitthi")
    kept = leftovers(machine)
    assert all(path.startswith(("/etc/", "/var/lib/dpkg/info/sitthi")) for path in kept), kept
    assert "/etc/sitthi/policy.toml" in kept
    assert f"/etc/chromium/native-messaging-hosts/{HOST_NAME}.json" in kept
    assert not machine.path("/etc/firefox/policies").exists()
    machine.run("dpkg", "--purge", "sitthi-extension-policy", "sitthi")
    assert leftovers(machine) == []
    gone = [f"{place}/native-messaging-hosts" for place in CHROMIUM_PLACES]
    assert [place for place in gone if machine.path(place).exists()] == []


def test_a_hospitals_own_firefox_policy_is_left_alone(machine: Machine, current: Packages) -> None:
    machine.run("dpkg", "--purge", "sitthi-extension-policy")
    own = machine.path("/etc/firefox/policies/policies.json")
    own.parent.mkdir(parents=True)
    own.write_text('{"policies": {}}', encoding="utf-8")
    assert "is your own" in machine.install(current.policy)
    assert own.read_text() == '{"policies": {}}'
    machine.run("dpkg", "--purge", "sitthi-extension-policy")
    assert own.read_text() == '{"policies": {}}'
