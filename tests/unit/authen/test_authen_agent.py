"""The client: what it sends, and what each kind of answer becomes."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable

import pytest

from sitthi.authen.agent import Agent
from sitthi.authen.answers import Reading, harmless, reading
from sitthi.authen.claim import ClaimType
from sitthi.authen.local_http import local_address
from sitthi.errors import SitthiError
from unit.authen.raw_agent import CONFIRMED, CORRELATION, PATIENT, READ, RawAgent, error, http

GENERAL = "PG0060001"
KNOWN: Reading = reading(READ)


def failure(ask: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(SitthiError) as caught:
        ask()
    assert PATIENT not in str(caught.value)
    assert caught.value.__context__ is None or PATIENT not in str(caught.value.__context__)
    return caught.value.name, caught.value.data


def confirm(agent: Agent, mobile: str = "", hn: str = "", hcode: str = "") -> Callable[[], object]:
    return lambda: agent.confirm(KNOWN, GENERAL, mobile=mobile, hn=hn, hcode=hcode)


def test_the_documented_answers(raw: RawAgent, agent: Agent) -> None:
    raw.say("terminals", http([{"terminalName": "R0", "isPresent": True}, {"terminalName": "R1", "isPresent": False}]))
    raw.say("read-card-only", http({"pid": PATIENT}))
    raw.say("/read?", http(READ))
    raw.say("latest-5", http([{"hcode": "99001", "claimType": GENERAL, "claimCode": "EP12345",
                               "claimDateTime": "2026-03-02T09:00:00", "checkDate": None}]))  # fmt: skip
    assert [(each.name, each.present) for each in agent.terminals()] == [("R0", True), ("R1", False)]
    assert agent.read_card_only() == PATIENT
    found = agent.read()
    assert (found.pid, found.correlation_id, found.types) == (PATIENT, CORRELATION, (ClaimType(GENERAL, "ทั่วไป"),))
    (code,) = agent.latest(PATIENT)
    assert (code.code, code.hcode, code.existing) == ("EP12345", "99001", True)
    assert code.to_message()["at"] == "2026-03-02T09:00:00+07:00"
    assert [request.split(b"\r\n")[0] for request in raw.asked] == [
        b"GET /api/smartcard/terminals HTTP/1.1",
        b"GET /api/smartcard/read-card-only?readImageFlag=false HTTP/1.1",
        b"GET /api/smartcard/read?readImageFlag=false HTTP/1.1",
        b"GET /api/nhso-service/latest-5-authen-code-all-hospital/1100800447899 HTTP/1.1",
    ]


def test_what_is_sent_for_a_claim(raw: RawAgent, agent: Agent) -> None:
    raw.say("confirm-save", http(CONFIRMED))
    code = agent.confirm(KNOWN, GENERAL, mobile="0812345678", hn="12/69", hcode="99001")
    assert (code.code, code.claim_type, code.existing) == ("PP1234567890", GENERAL, False)
    confirm(agent)()
    bodies = [json.loads(request.partition(b"\r\n\r\n")[2]) for request in raw.asked]
    plain = {"pid": PATIENT, "claimType": GENERAL, "mobile": "", "correlationId": CORRELATION}
    assert bodies == [plain | {"mobile": "0812345678", "hn": "12/69", "hcode": "99001"}, plain]
    assert raw.asked[0].startswith(b"POST /api/nhso-service/confirm-save HTTP/1.1\r\n")
    assert b"\r\nContent-Type: application/json\r\n" in raw.asked[0]


def test_a_patient_without_rights_has_no_claim_types(raw: RawAgent, agent: Agent) -> None:
    raw.say("/read?", http({**READ, "claimTypes": None}))
    assert agent.read().types == ()


def test_no_reader_is_418(raw: RawAgent, agent: Agent) -> None:
    raw.say("/api/", http(error(418), 418))
    for ask in (agent.terminals, agent.read, agent.read_card_only, confirm(agent), lambda: agent.latest(PATIENT)):
        assert failure(ask) == ("authen_no_reader", {})


def test_500_is_no_card_unless_the_card_alone_can_be_read(raw: RawAgent, agent: Agent) -> None:
    raw.say("/api/", http(error(500, "NHSO ไม่ตอบ"), 500))
    assert failure(agent.read) == ("authen_no_card", {})
    assert raw.paths() == ["smartcard/read", "smartcard/read-card-only"]
    raw.answers.clear()
    raw.say("read-card-only", http({"pid": PATIENT}))
    raw.say("/api/", http(error(500, "NHSO ไม่ตอบ"), 500))
    assert failure(agent.read) == ("authen_refused", {"status": 500, "text": "NHSO ไม่ตอบ"})
    assert failure(confirm(agent))[0] == "authen_refused"


def test_a_refusal_has_the_agents_words_without_whom_and_what_was_sent(raw: RawAgent, agent: Agent) -> None:
    message = f"คนที่ {PATIENT} โทร 081-234-5678\n\x1b[31m<b>\u202eซ้ำ</b> HN X9"
    raw.say("confirm-save", http(error(400, message, [{"codes": [], "defaultMessage": "เบอร์ 0812345678 ผิด"}, 7]), 400))
    name, data = failure(confirm(agent, mobile="0812345678", hn="X9"))
    assert name == "authen_refused"
    assert data == {"status": 400, "text": "คนที่ … โทร … [31m<b> ซ้ำ</b> HN … · เบอร์ … ผิด"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("1-1008-00447-89-9", "…"), ("๑๑๐๐๘๐๐๔๔๗๘๙๙", "…"), ("รหัส 40012", "รหัส 40012"), ("ก" * 300, "ก" * 200)],
)
def test_harmless_words(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(b"<html>login</html>"), "not_json"),
        (http(b"<html>no such page</html>", 404), "http_404"),
        (http(b"internal error", 500), "http_500"),
        (http(b"", 302, "Location: http://127.0.0.1:9/"), "http_302"),
        (http({"status": 200}, 418), "http_418"),
        (http(b"[" * 20000), "not_json"),
        (http(b"null"), "not_json"),
        (http({}), "terminals"),
        (http([{"terminalName": "R", "isPresent": "yes"}]), "isPresent"),
        (http([7]), "terminalName"),
        (http([{"terminalName": "R", "isPresent": True}] * 51), "terminals"),
        (http([])[:-1], "protocol"),
        (b"HTTP/1.1 200 x\r\nContent-Length: 999\r\n\r\n[]", "protocol"),
        (b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n", "protocol"),
        (b"SSH-2.0-OpenSSH\r\n", "protocol"),
        (b"", "protocol"),
        (http(b" " * (256 * 1024 + 1)), "too_large"),
    ],
)
def test_answers_that_are_none(raw: RawAgent, agent: Agent, answer: bytes, reason: str) -> None:
    raw.say("terminals", answer)
    assert failure(agent.terminals) == ("authen_bad_answer", {"reason": reason})
    assert len(raw.asked) == 1  # nothing is followed, nothing repeated


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pid": None}, "pid"),
        ({"pid": 1100800447899}, "pid"),
        ({"pid": "110080044789๙"}, "pid"),
        ({"correlationId": "x"}, "correlationId"),
        ({"correlationId": f"{CORRELATION}\r\nX: y"}, "correlationId"),
        ({"claimTypes": {}}, "claimTypes"),
        ({"claimTypes": [{"claimType": "PG1", "claimTypeName": ""}]}, "claimType"),
        ({"claimTypes": [{"claimType": GENERAL}]}, "claimTypeName"),
    ],
)
def test_readings_that_are_not_believed(raw: RawAgent, agent: Agent, change: dict[str, object], reason: str) -> None:
    raw.say("/read?", http({**READ, **change}))
    assert failure(agent.read) == ("authen_bad_answer", {"reason": reason})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pid": "3100101000018"}, "other_person"),
        ({"correlationId": CORRELATION.replace("0", "1")}, "other_request"),
        ({"claimType": "PG0130001"}, "other_request"),
        ({"claimCode": "PP<script>"}, "claimCode"),
        ({"claimCode": None}, "claimCode"),
    ],
)
def test_a_claim_code_of_something_else_is_not_taken(
    raw: RawAgent, agent: Agent, change: dict[str, object], reason: str
) -> None:
    raw.say("confirm-save", http({**CONFIRMED, **change}))
    assert failure(confirm(agent)) == ("authen_bad_answer", {"reason": reason})


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as once:
        port = once.getsockname()[1]
    for host in ("127.0.0.1", "localhost"):
        assert failure(Agent(f"http://{host}:{port}", 5).terminals) == ("authen_not_running", {})


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 x\r\nX: ", http([])[:-2]], ids=["silent", "head", "body"])
def test_an_agent_that_does_not_finish_is_slow(raw: RawAgent, beginning: bytes) -> None:
    raw.hold_open = True
    raw.say("terminals", beginning)
    began = time.monotonic()
    assert failure(Agent(raw.url, 0.1).terminals) == ("authen_slow", {})
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "beginning", [b"HTTP/1.1 200 x\r\nX: ", b"HTTP/1.1 200 x\r\nContent-Length: 9999\r\n\r\n"], ids=["head", "body"]
)
def test_an_agent_that_sends_a_byte_now_and_then_is_slow(raw: RawAgent, beginning: bytes) -> None:
    raw.say("terminals", beginning)
    raw.drip = b"x"
    began = time.monotonic()
    assert failure(Agent(raw.url, 0.1).terminals) == ("authen_slow", {})
    assert time.monotonic() - began < 20


def test_neither_a_proxy_nor_netrc_of_the_account_is_used(raw: RawAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    raw.say("terminals", http([]))
    assert Agent(f"http://localhost:{raw.port}", 5).terminals() == ()
    assert f"\r\nHost: localhost:{raw.port}\r\n".encode() in raw.asked[0]


@pytest.mark.parametrize(
    "address",
    ["http://192.168.1.7:8189", "http://agent.example:8189", "https://localhost:8189", "http://localhost:8189/x",
     "http://localhost.example:8189", "http://127.0.0.1@192.0.2.1:8189", "http://0.0.0.0:8189", "file:///x", ""],
)  # fmt: skip
def test_only_this_computer_is_asked(address: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Agent(address, 5)


def test_a_name_is_never_looked_up() -> None:
    assert local_address("http://localhost:8189").hosts == ("127.0.0.1", "::1")
    assert local_address("http://[::1]:8189").hosts == ("::1",)
