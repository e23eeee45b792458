"""The Authen code with the real host, a real pcscd and the agent's double: what is right, and what goes wrong."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitthi_sandbox.agent.app import agent_server
from sitthi_sandbox.agent.desk import READER, AgentDesk
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.card.vpcd import VirtualSlot
from sitthi_sandbox.nhso.faults import Fault, FaultKind
from sitthi_sandbox.world import World
from support.cards import virtual_card, wait_until_present
from support.counter import wait_card
from support.host import Account, Failure, HostProcess
from support.pcscd import PrivatePcscd
from support.sessions import begin_session

OFFICER, PATIENT, ELDER = PEOPLE["officer"], PEOPLE["patient"], PEOPLE["elder"]
GENERAL = "PG0060001"
PAGE = {"origin": "https://his.example", "url": "https://his.example/x", "top_frame": True, "gesture": True}
TOKEN = "a1b2c3d4e5f6g7h8"
POLICY = """
[session]
lock_on_removal = false
[authen]
on = true
address = "{url}"
timeout_seconds = 1
[[site]]
name = "his"
match = ["https://his.example/*"]
fill = ["patient_cid", "claim_code"]
"""


@pytest.fixture
def double() -> AgentDesk:
    return AgentDesk(card=lambda: PATIENT.cid)


@pytest.fixture
def account(tmp_path: Path, pcscd: PrivatePcscd, double: AgentDesk) -> Iterator[Account]:
    with agent_server(double) as server:
        account = Account(tmp_path, POLICY.format(url=server.url), **pcscd.env)
        begin_session(account, OFFICER.cid, TOKEN)
        yield account
        double.faults.clear()


@pytest.fixture
def host(account: Account, slot: VirtualSlot, reader: str) -> Iterator[HostProcess]:
    slot.insert(virtual_card("patient"))
    wait_until_present(reader)
    with HostProcess(account) as host:
        host.hello()
        wait_card(host)
        yield host


def refused(host: HostProcess, method: str = "authen.types", **params: object) -> str:
    with pytest.raises(Failure) as caught:
        host.call(method, **params)
    return str(caught.value.name)


def fill(host: HostProcess, *roles: str) -> dict[str, object]:
    found: dict[str, object] = host.call("fill.values", roles=list(roles), **PAGE)["values"]
    return found


def test_types_claim_fill_and_the_end_of_the_visit(host: HostProcess, slot: VirtualSlot, double: AgentDesk) -> None:
    found = host.call("authen.types")
    assert found["terminals"] == [{"name": READER, "present": True}]
    assert (found["default_type"], found["code"]) == (GENERAL, None)
    code = host.call("authen.claim", claim_type=GENERAL, mobile="0812345678")["code"]
    again = host.call("authen.claim", claim_type=GENERAL)["code"]
    assert (code["existing"], again["existing"], again["code"]) == (False, True, code["code"])
    assert fill(host, "patient_cid", "claim_code") == {"patient_cid": PATIENT.cid, "claim_code": code["code"]}
    double.forgetful = True
    assert refused(host, "authen.claim", claim_type=GENERAL) == "authen_no_code"

    slot.remove()
    host.wait_for("card.removed")
    assert refused(host, "fill.values", roles=["claim_code"], **PAGE) == "no_card"
    slot.insert(virtual_card("patient"))
    host.wait_for("card.inserted")
    assert refused(host, "fill.values", roles=["claim_code"], **PAGE) == "authen_code_missing"
    host.close()
    for secret in (PATIENT.cid, code["code"], "0812345678", TOKEN):
        assert secret.encode() not in host.stderr


def test_whatever_is_wrong_with_the_agent_has_a_name(host: HostProcess, account: Account, double: AgentDesk) -> None:
    double.card = lambda: ELDER.cid
    assert refused(host) == "authen_other_person"
    assert refused(host, "authen.claim", claim_type=GENERAL) == "authen_other_person"
    double.card = lambda: None
    assert refused(host) == "authen_no_card"
    double.readers = []
    assert refused(host) == "authen_no_reader"
    double.card, double.readers = (lambda: PATIENT.cid), [READER]
    for kind, name in (
        (FaultKind.HTML, "authen_bad_answer"),
        (FaultKind.TRUNCATED, "authen_bad_answer"),
        (FaultKind.MALFORMED, "authen_bad_answer"),
        (FaultKind.HUGE, "authen_bad_answer"),
        (FaultKind.HTTP_500, "authen_bad_answer"),
        (FaultKind.HANG, "authen_slow"),
    ):
        double.faults.arm(Fault(kind, 60), 1)
        assert refused(host) == name, kind
    assert double.confirmed == []
    assert host.call("authen.types")["types"]

    with socket.create_server(("127.0.0.1", 0)) as once:
        nobody = f"http://127.0.0.1:{once.getsockname()[1]}"
    account.policy_file.write_text(POLICY.format(url=nobody), encoding="utf-8")
    host.wait_for("policy.changed")
    assert refused(host) == "authen_not_running"
    account.policy_file.write_text(POLICY.replace("on = true", "on = false").format(url=nobody), encoding="utf-8")
    host.wait_for("policy.changed")
    assert refused(host) == "authen_off"
    assert refused(host, "fill.values", roles=["claim_code"], **PAGE) == "authen_off"


def test_the_command(tmp_path: Path, pcscd: PrivatePcscd) -> None:
    with World(tmp_path, pcscd=pcscd) as world:
        world.change_policy("idle_minutes = 15", "idle_minutes = 15\nlock_on_removal = false")
        double = world.start_agent(reader=1)
        begin_session(world, OFFICER.cid, TOKEN)
        world.insert("patient", reader=1)
        shown = world.sitthi("authen").stdout
        assert f"* {GENERAL}" in shown
        assert PATIENT.cid not in shown
        made = world.sitthi("authen", "claim", "--stdin", stdin="081-234-5678\n")
        assert made.stdout.startswith("PP1000000000\n"), made.stderr
        assert double.confirmed[0]["mobile"] == "0812345678"
        assert "earlier today" in world.sitthi("authen", "claim", "--stdin", stdin="\n").stdout
        wrong = world.sitthi("authen", "--json", "claim", "--type", "PG0130001", "--stdin", stdin="1\n")
        assert (wrong.returncode, '"authen_input_invalid"' in wrong.stdout) == (1, True)
