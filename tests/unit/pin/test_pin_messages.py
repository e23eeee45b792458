"""Request and result on the pipe: exact members, checked values, typed errors."""

from __future__ import annotations

from dataclasses import asdict

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import PinWrong, UnexpectedFailure, all_errors
from sitthi.pin.request import InvalidRequest, PinRequest, unpack_request
from sitthi.pin.result import InvalidResult, pack_result, unpack_result

REQUEST = PinRequest("Reader 00", "1100800447899", "นาย สมชาย ใจดี", "1-1008-xxxxx-xx-9", "https://his.example")


def packed_with(**changes: object) -> bytes:
    packed: bytes = msgpack.packb(asdict(REQUEST) | changes)
    return packed


def test_a_request_survives_the_pipe() -> None:
    assert unpack_request(REQUEST.pack()) == REQUEST


def test_a_request_never_prints_whose_card_it_is() -> None:
    assert "1100800447899" not in repr(REQUEST)
    assert "สมชาย" not in repr(REQUEST)


def test_an_unknown_member_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="unknown member 'pin'"):
        unpack_request(packed_with(pin="1234"))


def test_a_missing_member_is_refused() -> None:
    members = asdict(REQUEST)
    del members["timeout_s"]
    with pytest.raises(InvalidRequest, match="timeout_s"):
        unpack_request(msgpack.packb(members))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("reader", ""), ("reader", None), ("expected_cid", "110080044789"), ("expected_cid", 1100800447899),
        ("expected_cid", "๑๑๐๐๘๐๐๔๔๗๘๙๙"), ("name", "line\nbreak"), ("name", "x" * 201), ("name", "\u202egnp"),
        ("cid_masked", "<b>"), ("origin", "https://hіs.example"), ("origin", "https://a b"), ("origin", "h" * 301),
        ("language", "de"), ("allow_last_try", 1), ("timeout_s", 0), ("timeout_s", 601), ("timeout_s", True),
        ("timeout_s", 1.5), ("profile", ""), ("profile", 7),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_its_name_alone(member: str, value: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        unpack_request(packed_with(**{member: value}))
    assert refused.value.field == member
    assert str(value) not in str(refused.value) or str(value) in ("", "1")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_refused(noise: bytes) -> None:
    with pytest.raises(InvalidRequest):
        unpack_request(noise)


def test_an_oversized_request_is_refused_unread() -> None:
    with pytest.raises(InvalidRequest, match="length"):
        unpack_request(REQUEST.pack() + bytes(20_000))


def test_acceptance_survives_the_pipe() -> None:
    assert unpack_result(pack_result(None)) is None


def test_every_failure_of_sitthi_survives_the_pipe() -> None:
    for kind in all_errors():
        back = unpack_result(pack_result(kind(attempts_left=2, reason="x")))
        assert back is not None
        assert (back.name, back.data) == (kind.name, {"attempts_left": 2, "reason": "x"})


def test_a_wrong_pin_comes_back_typed_with_its_tries() -> None:
    back = unpack_result(pack_result(PinWrong(attempts_left=None)))
    assert isinstance(back, PinWrong)
    assert back.data == {"attempts_left": None}


def test_an_unknown_error_name_becomes_an_unexpected_failure() -> None:
    back = unpack_result(msgpack.packb({"ok": False, "error": "new_thing", "data": {}}))
    assert isinstance(back, UnexpectedFailure)


@pytest.mark.parametrize(
    "answer",
    [
        {}, [], None, 1, {"ok": True}, {"ok": 1, "attempts_left": None}, {"ok": True, "attempts_left": 3},
        {"ok": False, "error": "pin_wrong"}, {"ok": False, "error": "Pin Wrong", "data": {}},
        {"ok": False, "error": "pin_wrong", "data": {}, "pin": "1"}, {"ok": False, "error": "pin_wrong", "data": []},
        {"ok": False, "error": "pin_wrong", "data": {"a": {"b": 1}}}, {"ok": False, "error": "x" * 50, "data": {}},
        {"ok": True, "error": "pin_wrong", "data": {}}, {"ok": False, "error": "pin_wrong", "data": {1: 1}},
    ],
)  # fmt: skip
def test_anything_else_is_no_result(answer: object) -> None:
    with pytest.raises(InvalidResult):
        unpack_result(msgpack.packb(answer))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_result_or_refused(noise: bytes) -> None:
    with pytest.raises(InvalidResult):
        unpack_result(noise)
