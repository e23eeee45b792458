"""What a test cannot plug in or install: USB readers, drivers, snaps; and libraries that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi.diagnose import machine, pcsc, policy, report
from sitthi.diagnose.sandboxed import sandboxed
from sitthi.diagnose.section import Section
from sitthi.errors import PcscUnavailable
from sitthi.policy.remote.kept import RemoteStatus
from sitthi.policy.remote.settings import RemotePolicy
from support.provoked import provokes, seen


@provokes("pcsc.reader_unclaimed", "pcsc.no_driver")
def test_a_reader_on_usb_that_no_driver_takes(tmp_path: Path) -> None:
    for name, kind in (("1-1:1.0", "0b"), ("1-2:1.0", "08")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bInterfaceClass").write_text(f"{kind}\n")
    section = Section("pcsc")
    pcsc.look_for_drivers(section, tmp_path, tmp_path / "no-driver")
    assert seen(section.to_message())["pcsc.reader_unclaimed"][0]["data"]["count"] == "1"
    fine = Section("pcsc")
    pcsc.look_for_drivers(fine, tmp_path / "nothing", tmp_path)
    assert not fine.to_message()["findings"]


@provokes("pcsc.no_library", "pcsc.service_refused")
def test_pcsc_that_is_missing_or_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ({"problem": "no_library"}, {"pcsc": "0x8010006A"}):

        def refuse(each: dict[str, str] = each) -> list[str]:
            raise PcscUnavailable(**each)

        monkeypatch.setattr(pcsc, "list_readers", refuse)
        section = Section("pcsc")
        pcsc.look(section)
        assert len(seen(section.to_message())) == 1


def test_snaps_are_known_by_their_command(tmp_path: Path) -> None:
    (tmp_path / "snap/bin").mkdir(parents=True)
    for name in ("firefox", "chromium", "gimp"):
        (tmp_path / "snap/bin" / name).touch()
    found = sandboxed(tmp_path, tmp_path / "home")
    assert [(each.browser, each.kind, each.app) for each in found] == [
        ("Firefox", "snap", "snap.firefox"),
        ("Chromium", "snap", "snap.chromium"),
    ]


@provokes("machine.package_missing")
def test_a_library_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(machine._LIBRARIES, "no-such-library", "no_such_library")
    section = Section("machine")
    machine.look(section)
    seen(section.to_message())


@provokes("check.failed", "host.extension_other_version")
def test_a_check_that_fails_tells_its_kind_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Section) -> None:
        raise RuntimeError("1100800447899")

    message = report._guarded("host", broken, "0.0.9").to_message()
    assert "1100800447899" not in str(message)
    seen(message)


@provokes("policy.remote_failed", "policy.remote_not_in_force")
def test_the_servers_policy_that_could_not_be_renewed_or_never_came() -> None:
    class Kept:
        """Stands for a text that is kept."""

    for text in (Kept(), None):
        section = Section("policy")
        status = RemoteStatus(RemotePolicy(url="https://policy.invalid/"), "timeout", text, False, None, None)  # type: ignore[arg-type]
        policy._remote(section, status)
        expected = "policy.remote_failed" if text else "policy.remote_not_in_force"
        assert list(seen(section.to_message())) == [expected]
