"""The private PC/SC service itself, and the sandbox's card program that other processes steer."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from smartcard import scard

from sitthi_sandbox.card.control import ControlClient
from sitthi_sandbox.card.vpcd import VirtualSlot
from support.cards import (
    SELECT_MOI,
    PcscFailure,
    pcsc_context,
    raw_card,
    virtual_card,
    wait_until_empty,
    wait_until_present,
)
from support.pcscd import PrivatePcscd

HOST = Path(__file__).parents[2] / "host"
LIST_READERS = "from smartcard.System import readers; print([str(r) for r in readers()])"


def listed_readers() -> list[str]:
    with pcsc_context() as context:
        _, readers = scard.SCardListReaders(context, [])
    return list(readers)


def test_nothing_appears_in_the_machines_own_place(pcscd: PrivatePcscd) -> None:
    socket_path = pcscd.env["PCSCLITE_CSOCK_NAME"]
    assert os.path.exists(socket_path)
    machine = Path("/run/pcscd/pcscd.comm")
    assert not machine.exists() or not machine.samefile(socket_path)


def test_a_child_process_reaches_it(pcscd: PrivatePcscd) -> None:
    child = subprocess.run(
        [sys.executable, "-c", LIST_READERS],
        env={**os.environ, **pcscd.env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.strip() == str(pcscd.readers)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_any_even_number_of_readers_each_with_a_card_of_its_own(pcscd: PrivatePcscd, count: int) -> None:
    pcscd.restart(count)
    assert listed_readers() == pcscd.readers
    assert len(pcscd.readers) == count
    slots = [VirtualSlot(pcscd.port(index)) for index in range(count)]
    people = ["officer", "officer2", "elder", "foreigner"][:count]
    try:
        for slot, person in zip(slots, people, strict=True):
            slot.insert(virtual_card(person))
        atrs = [wait_until_present(reader) for reader in pcscd.readers]
        assert atrs == [virtual_card(person).atr for person in people]
    finally:
        for slot in slots:
            slot.remove()


def test_a_card_stays_in_its_reader_over_a_restart(pcscd: PrivatePcscd, slot: VirtualSlot, reader: str) -> None:
    slot.insert(virtual_card())
    wait_until_present(reader)
    pcscd.restart()
    wait_until_present(reader)
    with raw_card(reader) as raw:
        assert raw.send(SELECT_MOI) == b"\x61\x0a"


def test_killed_it_leaves_a_dead_socket_and_can_start_again(pcscd: PrivatePcscd) -> None:
    pcscd.kill()
    assert not pcscd.running
    with socket.socket(socket.AF_UNIX) as client, pytest.raises(ConnectionRefusedError):
        client.connect(pcscd.env["PCSCLITE_CSOCK_NAME"])
    pcscd.start()
    assert listed_readers() == pcscd.readers


def test_two_services_side_by_side(pcscd: PrivatePcscd) -> None:
    with PrivatePcscd(2) as other:
        assert other.env != pcscd.env
        child = subprocess.run(
            [sys.executable, "-c", LIST_READERS],
            env={**os.environ, **other.env},
            capture_output=True,
            check=True,
        )
        assert child.stdout
        pid, directory = other.pid, other.directory
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not directory.exists()


def test_as_a_program_it_runs_until_told_to_end() -> None:
    program = _program("sitthi_sandbox.card.pcscd", "--readers", "2")
    try:
        ready = _first_line(program)
        assert len(ready["readers"]) == len(ready["ports"]) == 2
        child = subprocess.run(
            [sys.executable, "-c", LIST_READERS],
            env={**os.environ, **ready["env"]},
            capture_output=True,
            text=True,
            check=True,
        )
        assert child.stdout.strip() == str(ready["readers"])
    finally:
        program.send_signal(signal.SIGTERM)
    assert program.wait(10) == 0
    assert not os.path.exists(ready["env"]["PCSCLITE_CSOCK_NAME"])


# ---- the card program ------------------------------------------------------------------------------------


@pytest.fixture
def control(pcscd: PrivatePcscd, tmp_path: Path) -> Iterator[ControlClient]:
    program = _program(
        "sitthi_sandbox.card", "--port", str(pcscd.port(0)), "--person", "officer", "--state", str(tmp_path)
    )
    try:
        ready = _first_line(program)
        assert ready["inserted"] == "officer"
        yield ControlClient(ready["control_port"])
    finally:
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 0
        wait_until_empty(pcscd.readers[0])


def test_cards_are_swapped_from_another_process(control: ControlClient, reader: str) -> None:
    assert control.send("status")["inserted"] == "officer"
    assert control.send("insert foreigner")["inserted"] == "foreigner"
    with raw_card(reader) as raw:
        raw.send(SELECT_MOI)
        raw.send("80B0000402000D")
        assert raw.send("00C000000D") == b"8101700556678\x90\x00"
    assert control.send("remove")["inserted"] is None
    wait_until_empty(reader)


def test_faults_and_tries_from_another_process(control: ControlClient, reader: str, tmp_path: Path) -> None:
    assert control.send("tries 1")["tries"] == 1
    assert (tmp_path / "officer.tries").read_text() == "1"
    control.send("fault read-error")
    with raw_card(reader) as raw:
        raw.send(SELECT_MOI)
        assert raw.send("80B0000402000D") == b"\x6f\x00"
        control.send("clear")
        assert raw.send("80B0000402000D") == b"\x61\x0d"
    control.send("pull 1 before")
    with raw_card(reader) as raw, pytest.raises(PcscFailure):
        raw.send(SELECT_MOI)
    wait_until_empty(reader)
    assert control.send("status")["inserted"] is None


@pytest.mark.parametrize("command", ["insert nobody", "fault nothing", "slow soon", "insert"])
def test_a_wrong_command_is_answered_with_an_error(control: ControlClient, command: str) -> None:
    with pytest.raises(RuntimeError):
        control.send(command)
    assert control.send("status")["inserted"] == "officer"


def test_a_web_page_cannot_smuggle_commands_in(control: ControlClient) -> None:
    request = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nremove\r\n"
    with socket.create_connection(("127.0.0.1", control.port), 5) as browser:
        browser.sendall(request)
        with browser.makefile("rb") as answers:
            assert json.loads(answers.readline()) == {"ok": False, "error": "unknown command"}
    assert control.send("status")["inserted"] == "officer"


def _program(module: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(HOST)},
        stdout=subprocess.PIPE,
        text=True,
    )


def _first_line(program: subprocess.Popen[str]) -> dict[str, Any]:
    assert program.stdout is not None
    ready: dict[str, Any] = json.loads(program.stdout.readline())
    return ready
