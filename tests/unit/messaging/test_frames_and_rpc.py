"""Frames in pieces, and JSON-RPC from bytes."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.messaging import rpc
from sitthi.messaging.frames import MAX_INCOMING, MAX_OUTGOING, Oversized, frame, read_frames


@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 7))
def test_frames_survive_any_splitting(payloads: list[bytes], piece: int) -> None:
    stream = io.BytesIO(b"".join(frame(each) for each in payloads))
    assert list(read_frames(lambda count: stream.read(min(count, piece)))) == payloads


@given(st.binary(max_size=40))
def test_a_stream_that_ends_inside_a_frame_yields_nothing_of_it(payload: bytes) -> None:
    stream = io.BytesIO(frame(b"whole") + frame(payload + b"x")[:-1])
    assert list(read_frames(stream.read)) == [b"whole"]


def test_oversized_frames_are_thrown_away_and_the_next_is_read() -> None:
    long = (MAX_INCOMING + 1).to_bytes(4, sys.byteorder) + b"x" * (MAX_INCOMING + 1)
    stream = io.BytesIO(long + frame(b"next"))
    first, second = read_frames(stream.read)
    assert isinstance(first, Oversized)
    assert first.length == MAX_INCOMING + 1
    assert second == b"next"


def test_a_frame_that_would_kill_the_port_is_never_made() -> None:
    assert len(frame(b"x" * MAX_OUTGOING)) == MAX_OUTGOING + 4
    with pytest.raises(ValueError, match="too long"):
        frame(b"x" * (MAX_OUTGOING + 1))


def request(**members: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "status"} | members).encode()


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (b"", "parse_error"),
        (b"\xff\xfe", "parse_error"),
        (b"{", "parse_error"),
        (b'{"jsonrpc": NaN}', "parse_error"),
        (b"[" * 5000 + b"]" * 5000, "parse_error"),
        (b"[]", "invalid_request"),
        (b"1", "invalid_request"),
        (b"{}", "invalid_request"),
        (request(jsonrpc="1.0"), "invalid_request"),
        (request(method=3), "invalid_request"),
        (request(id=[1]), "invalid_request"),
        (request(id=True), "invalid_request"),
        (request(id="x" * 65), "invalid_request"),
        (request(extra=1), "invalid_request"),
        (request(method="nope"), "method_not_found"),
        (request(params=[]), "invalid_params"),
        (request(params={"x": 1}), "invalid_params"),
    ],
)
def test_malformed_requests_have_the_right_error(payload: bytes, name: str) -> None:
    with pytest.raises(rpc.RpcFault) as caught:
        rpc.parse(payload)
    assert caught.value.name == name


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_crash_the_parser(payload: bytes) -> None:
    try:
        rpc.parse(payload)
    except rpc.RpcFault:
        return


def test_params_may_be_left_out_and_ids_come_back() -> None:
    parsed = rpc.parse(request(id="seven"))
    assert (parsed.id, parsed.method, parsed.params, parsed.notification) == ("seven", "status", {}, False)
