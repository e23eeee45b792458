"""The real host executable over pipes: what a broken or hostile browser side can send, and what must come back."""

from __future__ import annotations

import json
import os
import sys
import time

import pytest

from support.host import Account, Failure, HostProcess

STATUS = json.dumps({"jsonrpc": "2.0", "id": 900, "method": "status"}).encode()


def length(count: int) -> bytes:
    return count.to_bytes(4, sys.byteorder)


def unasked_error(host: HostProcess) -> tuple[int, object]:
    answer = host.unasked.get(timeout=10)
    return answer["error"]["code"], answer["id"]


def still_alive(host: HostProcess) -> bool:
    return host.call("status")["readers"] == []


def test_hello_tells_versions_and_capabilities(host: HostProcess) -> None:
    answer = host.hello()
    assert answer["protocol"] == 1
    assert "fill.values" in answer["capabilities"]


def test_another_protocol_is_refused_with_ours_named(host: HostProcess) -> None:
    with pytest.raises(Failure) as caught:
        host.call("hello", extension="9", browser="x", protocol=2)
    assert (caught.value.name, caught.value.data) == ("protocol_mismatch", {"host_protocol": 1})


def test_a_frame_in_single_bytes_is_understood(host: HostProcess) -> None:
    for byte in length(len(STATUS)) + STATUS:
        host.send(bytes([byte]))
    assert host.unasked.get(timeout=10)["result"]["pcsc"]


def test_two_frames_in_one_write_are_two_answers(host: HostProcess) -> None:
    host.send((length(len(STATUS)) + STATUS) * 2)
    assert [host.unasked.get(timeout=10)["id"] for _ in range(2)] == [900, 900]


def test_an_empty_frame_is_a_parse_error(host: HostProcess) -> None:
    host.send(length(0))
    assert unasked_error(host) == (-32700, None)
    assert still_alive(host)


def test_64_kib_and_one_is_thrown_away_and_the_next_is_answered(host: HostProcess) -> None:
    host.send(length(65537) + b"x" * 65537)
    assert unasked_error(host) == (-32600, None)
    assert still_alive(host)


def test_64_kib_is_read(host: HostProcess) -> None:
    padded = STATUS + b" " * (65536 - len(STATUS))
    host.send(length(65536) + padded)
    assert "result" in host.unasked.get(timeout=10)


def test_length_ffffffff_is_answered_at_once_and_ends_with_the_stream(host: HostProcess) -> None:
    host.send(b"\xff\xff\xff\xff" + b"x" * 1000)
    assert unasked_error(host) == (-32600, None)
    assert host.close() == 0


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"\xff\xff{}", -32700),
        (b'{"jsonrpc":"2.0",', -32700),
        (b'{"jsonrpc":"2.0","id":NaN,"method":"status"}', -32700),
        (b"[" * 30000, -32700),
        (b"[]", -32600),
        (b'"status"', -32600),
        (b'{"jsonrpc":"2.0","id":7}', -32600),
        (b'{"jsonrpc":"2.0","id":7,"method":"no.such"}', -32601),
        (b'{"jsonrpc":"2.0","id":7,"method":"status","params":{"x":1}}', -32602),
        (b'{"jsonrpc":"2.0","id":7,"method":"card.read","params":{"reader":5}}', -32602),
        (b'{"jsonrpc":"2.0","id":7,"method":"fill.values","params":{}}', -32602),
    ],
)
def test_malformed_requests_are_answered_and_the_connection_goes_on(
    host: HostProcess, payload: bytes, code: int
) -> None:
    host.send(length(len(payload)) + payload)
    assert unasked_error(host)[0] == code
    assert still_alive(host)


def test_wrong_types_name_the_member(host: HostProcess) -> None:
    with pytest.raises(Failure) as caught:
        host.call("session.login", origin=["https://x"])
    assert caught.value.data == {"field": "origin", "problem": "must be a string"}


def test_a_request_without_id_gets_no_answer(host: HostProcess) -> None:
    payload = json.dumps({"jsonrpc": "2.0", "method": "status"}).encode()
    host.send(length(len(payload)) + payload)
    assert still_alive(host)
    assert host.unasked.empty()


def test_10000_requests_are_all_answered(host: HostProcess) -> None:
    host.hello()
    boxes = []
    for number in range(10_000):
        boxes.append(host.start_call("status") if number % 2 else host.start_call("sites.list"))
    answers = [host.result(box, 60) for box in boxes]
    assert len(answers) == 10_000
    assert all(("pcsc" in answer) == bool(number % 2) for number, answer in enumerate(answers))


def test_end_of_input_inside_a_frame_ends_the_host_without_an_answer(account: Account) -> None:
    with HostProcess(account) as host:
        host.hello()
        host.send(length(len(STATUS)) + STATUS[:-1])
        assert host.close() == 0
        assert host.unasked.empty()


def test_end_of_input_ends_the_host(host: HostProcess) -> None:
    host.hello()
    began = time.monotonic()
    assert host.close() == 0
    assert time.monotonic() - began < 10


def test_a_library_that_prints_cannot_break_a_frame(account: Account) -> None:
    noisy = (
        "import sys\n"
        f"sys.path[:0] = {[path for path in sys.path if path]!r}\n"
        "import os, sitthi.host as host\n"
        "load = host._load\n"
        "def noisy(notify):\n"
        "    print('a library prints')\n"
        "    os.write(1, b'and one writes to fd 1')\n"
        "    os.system('echo and a child of ours too')\n"
        "    return load(notify)\n"
        "host._load = noisy\n"
        "host.main()\n"
    )
    with HostProcess(account, [sys.executable, "-c", noisy]) as host:
        host.hello()
        assert still_alive(host)
        host.close()
        assert b"a library prints" in host.stderr
        assert b"and one writes to fd 1" in host.stderr
        assert b"child of ours" in host.stderr


def test_browser_arguments_of_both_families_are_ignored(account: Account) -> None:
    for arguments in (
        ["chrome-extension://abc/", "--parent-window=0"],
        ["/path/manifest.json", "sitthi@sitthi.example"],
        [],
    ):
        with HostProcess(account, [str(account.launcher), *arguments]) as host:
            assert host.hello()["protocol"] == 1


def test_standard_input_is_not_inherited_by_children(account: Account) -> None:
    with HostProcess(account) as host:
        host.hello()
        assert os.readlink(f"/proc/{host.process.pid}/fd/0") == os.devnull


def test_without_pcsc_every_card_method_says_so(host: HostProcess) -> None:
    for method in ("card.read", "session.login"):
        with pytest.raises(Failure) as caught:
            host.call(method)
        assert caught.value.name == "pcsc_unavailable"


def test_without_a_session_nothing_is_revealed(host: HostProcess) -> None:
    for method in ("session.reveal", "rights.check"):
        with pytest.raises(Failure) as caught:
            host.call(method)
        assert caught.value.name == "not_logged_in"
