"""Everything that outlives a host process, as one value, and its msgpack form inside the sealed vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sitthi.session.clock import Anchor, Ticks
from sitthi.session.token import Session

END_REASONS = ("expired", "revoked", "logout", "replaced")
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIMES = ("issued_at", "expires_at", "touched_at")
_TEXTS = ("cid", "name_th", "name_en", "token", "kind", "source", "id")


class BadState(ValueError):
    """The bytes were sealed with our key but are not a state that this version knows."""


@dataclass(frozen=True)
class Ended:
    """Why and when the session `session_id` ended."""

    reason: str
    at: datetime
    session_id: str


@dataclass(frozen=True)
class VaultState:
    """`clock_offset`: what to add to our clock; `clock_heard`: a service told so, else it is a guess.

    `anchor`: a moment of this boot whose true time is known. `generation` counts writes; it is part of the file's
    header, not of the payload.
    """

    session: Session | None = None
    ended: Ended | None = None
    clock_offset: timedelta = timedelta(0)
    clock_heard: bool = False
    anchor: Anchor | None = None
    generation: int = 0


def pack_state(state: VaultState) -> bytes:
    import msgpack

    session, ended = state.session, state.ended
    packed: bytes = msgpack.packb(
        {
            "session": None if session is None else _session_map(session),
            "ended": None if ended is None else [ended.reason, _to_int(ended.at), ended.session_id],
            "clock_offset": state.clock_offset // _MICROSECOND,
            "clock_heard": state.clock_heard,
            "anchor": None if state.anchor is None else _anchor_list(state.anchor),
        }
    )
    return packed


def unpack_state(packed: bytes, generation: int) -> VaultState:
    """Raises BadState."""
    import msgpack

    try:
        raw = msgpack.unpackb(packed)
        session, ended = raw["session"], raw["ended"]
        return VaultState(
            session=None if session is None else _session(session),
            ended=None if ended is None else Ended(_reason(ended[0]), _to_time(ended[1]), str(ended[2])),
            clock_offset=timedelta(microseconds=raw["clock_offset"]),
            clock_heard=bool(raw["clock_heard"]),
            anchor=None if raw["anchor"] is None else _anchor(*raw["anchor"]),
            generation=generation,
        )
    except Exception:  # noqa: BLE001  # any shape of foreign content: missing keys, wrong types, far years
        raise BadState("not a state of this version") from None


def _session_map(session: Session) -> dict[str, object]:
    packed: dict[str, object] = {name: getattr(session, name) for name in _TEXTS}
    packed.update({name: _to_int(getattr(session, name)) for name in _TIMES})
    packed["locked"] = session.locked
    return packed


def _session(raw: dict[str, Any]) -> Session:
    values: dict[str, Any] = {name: raw[name] for name in _TEXTS}
    if not all(isinstance(value, str) for value in values.values()) or not isinstance(raw["locked"], bool):
        raise BadState("wrong types")
    values.update({name: _to_time(raw[name]) for name in _TIMES})
    return Session(**values, locked=raw["locked"])


def _anchor_list(anchor: Anchor) -> list[object]:
    return [anchor.ticks.boot, anchor.ticks.elapsed // _MICROSECOND, _to_int(anchor.at)]


def _anchor(boot: str, elapsed: int, at: int) -> Anchor:
    return Anchor(Ticks(str(boot), timedelta(microseconds=elapsed)), _to_time(at))


def _reason(raw: object) -> str:
    if raw not in END_REASONS:
        raise BadState("unknown reason")
    return str(raw)


def _to_int(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _to_time(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
