"""The vault: what goes in comes out, and whatever happens to its files means logged out, never a crash."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitthi.errors import VaultUnavailable
from sitthi.session.clock import Anchor, Ticks
from sitthi.session.files import create_private
from sitthi.session.key import KeyFile
from sitthi.session.lock import writer_lock
from sitthi.session.seal import BrokenSeal, seal, unseal
from sitthi.session.state import END_REASONS, BadState, Ended, VaultState, pack_state, unpack_state
from sitthi.session.token import Session, mask_token
from sitthi.session.vault import Vault
from unit.session.conftest import CID, TOKEN

moments = st.datetimes(datetime(1970, 1, 1), datetime(9990, 1, 1), timezones=st.just(UTC))
texts = st.text(max_size=30)
sessions = st.builds(Session, texts, texts, texts, texts, texts, texts, moments, moments, moments, st.booleans(), texts)
ticks = st.builds(Ticks, texts, st.timedeltas(timedelta(0), timedelta(days=40_000)))
anchors = st.builds(Anchor, ticks, moments)
states = st.builds(
    VaultState,
    session=st.none() | sessions,
    ended=st.none() | st.builds(Ended, st.sampled_from(END_REASONS), moments, texts),
    clock_offset=st.timedeltas(timedelta(days=-40_000), timedelta(days=40_000)),
    clock_heard=st.booleans(),
    anchor=st.none()
    | st.builds(Anchor, st.builds(Ticks, texts, st.timedeltas(timedelta(0), timedelta(days=40_000))), moments),
)
KEY = bytes(range(32))


@given(states, st.integers(0, 2**64 - 1))
def test_state_survives_sealing(state: VaultState, generation: int) -> None:
    payload, found = unseal(seal(pack_state(state), KEY, generation), KEY)
    assert unpack_state(payload, found) == replace(state, generation=generation)


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 7))
def test_one_changed_bit_breaks_the_seal(payload: bytes, at: int, bit: int) -> None:
    sealed = bytearray(seal(payload, KEY, 7))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(BrokenSeal):
        unseal(bytes(sealed), KEY)


@given(st.binary(max_size=80))
def test_any_other_bytes_are_a_broken_seal(content: bytes) -> None:
    for sealed in (content, b"SITV\x01" + content):
        with pytest.raises(BrokenSeal):
            unseal(sealed, KEY)


@given(st.recursive(st.none() | st.integers() | texts, lambda inner: st.dictionaries(texts, inner, max_size=3)))
def test_sealed_foreign_content_is_a_bad_state(content: object) -> None:
    try:
        packed = msgpack.packb(content)
    except OverflowError:
        packed = b"\xc1"
    with pytest.raises(BadState):
        unpack_state(packed, 0)


def test_nothing_readable_is_on_disk_and_files_are_private(
    vault: Vault, tmp_path: Path, make_session: Callable[..., Session]
) -> None:
    session = make_session()
    vault.update(lambda state: replace(state, session=session))
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        for secret in (CID, TOKEN, session.name_th, session.name_en):
            assert secret.encode() not in content
    assert vault.load().session == session


def test_a_repr_tells_nothing(make_session: Callable[..., Session]) -> None:
    session = make_session()
    shown = repr(VaultState(session=session)) + str(session)
    assert not any(secret in shown for secret in (CID, TOKEN, session.name_th, session.name_en))
    assert mask_token(TOKEN) == "a1••••••••••••h8"
    assert mask_token("abc1234") == "•" * 7


def test_generation_counts_writes_and_an_equal_state_is_not_written(vault: Vault) -> None:
    first = vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    stamp = vault.stamp()
    same = vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    assert (first.generation, same.generation) == (1, 1)
    assert not vault.changed_since(stamp)
    assert vault.update(lambda state: replace(state, clock_offset=timedelta(0))).generation == 2
    assert vault.changed_since(stamp)


def test_a_change_that_raises_writes_nothing(vault: Vault) -> None:
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    stamp = vault.stamp()

    def failing(state: VaultState) -> VaultState:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        vault.update(failing)
    assert not vault.changed_since(stamp)
    vault.update(lambda state: replace(state, clock_offset=timedelta(0)))  # the lock is free again


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200) | st.just(b"SITV") | st.integers(0, 150))
def test_a_broken_file_is_set_aside_and_means_logged_out(vault: Vault, tmp_path: Path, damage: bytes | int) -> None:
    vault.update(lambda state: replace(state, clock_offset=state.clock_offset + timedelta(seconds=1)))
    file = tmp_path / "vault.bin"
    file.write_bytes(file.read_bytes()[:damage] if isinstance(damage, int) else damage)
    if isinstance(damage, int) and vault.load() != VaultState():
        return  # not cut: the file is shorter than that
    assert vault.load() == VaultState()
    assert not file.exists()
    assert 1 <= len(list(tmp_path.glob("vault.corrupt-*"))) <= 3
    assert vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=5))).generation == 1


@pytest.mark.parametrize("new_key", [None, bytes(32), b"short", b""])
def test_without_its_key_a_vault_is_logged_out_and_works_again(
    vault: Vault, open_vault: Callable[[], Vault], tmp_path: Path, new_key: bytes | None
) -> None:
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    stamp = vault.stamp()
    key_file = tmp_path / "vault.key"
    key_file.unlink()
    if new_key is not None:
        create_private(key_file, new_key)
    assert vault.changed_since(stamp)
    assert vault.load() == VaultState()
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=3)))
    assert open_vault().load().clock_offset == timedelta(seconds=3)


def test_a_key_that_others_can_read_is_not_used(vault: Vault, tmp_path: Path) -> None:
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    exposed = (tmp_path / "vault.key").read_bytes()
    (tmp_path / "vault.key").chmod(0o644)
    assert vault.load() == VaultState()
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=3)))
    assert (tmp_path / "vault.key").read_bytes() != exposed
    assert stat.S_IMODE((tmp_path / "vault.key").stat().st_mode) == 0o600


def test_a_linked_key_is_not_followed(tmp_path: Path) -> None:
    create_private(tmp_path / "elsewhere", bytes(32))
    (tmp_path / "vault.key").symlink_to(tmp_path / "elsewhere")
    assert KeyFile(tmp_path / "vault.key").load() is None
    assert KeyFile(tmp_path / "vault.key").create() != bytes(32)
    assert (tmp_path / "elsewhere").read_bytes() == bytes(32)


def test_a_key_is_made_once(tmp_path: Path) -> None:
    made = {KeyFile(tmp_path / "k").create() for _ in range(3)}
    assert len(made) == 1
    assert not create_private(tmp_path / "k", bytes(32))
    assert [file.name for file in tmp_path.iterdir()] == ["k"]


def test_leftovers_of_dead_writers_go_at_the_next_write(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "vault.bin.tmp-1-abc").write_bytes(b"half")
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["vault.bin", "vault.bin.lock", "vault.key"]


def test_a_writer_waits_only_so_long(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.bin", KeyFile(tmp_path / "vault.key"), lock_timeout=0.05)
    with writer_lock(tmp_path / "vault.bin.lock", 1), pytest.raises(VaultUnavailable) as refused:
        vault.update(lambda state: state)
    assert refused.value.data == {"reason": "locked"}


def test_a_folder_that_cannot_be_used_is_a_failure_with_a_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "vault.bin").mkdir()
    for path in (tmp_path / "file" / "vault.bin", tmp_path / "vault.bin"):
        vault = Vault(path, KeyFile(tmp_path / "vault.key"))
        with pytest.raises(VaultUnavailable):
            vault.load()
        with pytest.raises(VaultUnavailable):
            vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=1)))


def test_a_full_disk_leaves_the_old_state(vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    vault.update(lambda state: replace(state, clock_offset=timedelta(seconds=9)))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultUnavailable):
        vault.update(lambda state: replace(state, clock_offset=timedelta(0)))
    assert vault.load().clock_offset == timedelta(seconds=9)
    assert not list(tmp_path.glob("*.tmp-*"))
