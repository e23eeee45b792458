"""`sitthi status`: readers, cards (masked), session (masked), the clock, and the days until NHSO removes the right."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from sitthi.cli.service import service
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = "show readers, cards and session, masked"

_SOON_SECONDS = 30 * 60


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the protocol's `status` result")


def run(args: argparse.Namespace) -> int:
    with service() as app:
        status: dict[str, Any] = app.call("status", {})
    if args.json:
        print(json.dumps(status, ensure_ascii=False, indent=2))
        return 0
    for part in (_readers, _session, _inactivity, _clock):
        for line in part(status):
            print(line)
    return 0


def _readers(status: dict[str, Any]) -> Iterator[str]:
    yield command_text("status_readers", state=status["pcsc"])
    for reader in status["readers"]:
        card = reader["card"]
        what = f"{card['name_th']} {card['cid_masked']} ({card['role']})" if card else reader["state"]
        yield f"  {reader['name']}: {what}"


def _session(status: dict[str, Any]) -> Iterator[str]:
    session, ended = status["session"], status["ended"]
    if session:
        state, time = command_text(f"status_{session['state']}"), _time(session["expires_at"])
        yield command_text("status_session", name=session["name_th"], cid=session["cid_masked"], state=state, time=time)
        if session["seconds_left"] <= _SOON_SECONDS:
            yield command_text("status_expires_soon", minutes=-(-session["seconds_left"] // 60))
        return
    yield command_text("status_no_session")
    if ended:
        yield command_text(f"status_ended_{ended['reason']}", time=_time(ended["at"]))


def _inactivity(status: dict[str, Any]) -> Iterator[str]:
    """What the notice says about unused rights, and what to do about a removed one (reference: seed 4)."""
    found = status["inactivity"]
    if found:
        kind = "removed" if found["removed"] else "warn" if found["warn"] else "left"
        time = _time(found["removal_at"])
        yield command_text(f"inactivity_{kind}", days=found["days_left"], time=time, limit=found["limit_days"])


def _clock(status: dict[str, Any]) -> Iterator[str]:
    clock = status["clock"]
    if clock["wrong"]:
        seconds = abs(clock["offset_seconds"])
        amount = f"{seconds // 86400} d {seconds % 86400 // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
        direction = "slow" if clock["offset_seconds"] > 0 else "fast"
        yield command_text("status_clock_wrong", amount=amount, direction=command_text(f"status_clock_{direction}"))


def _time(iso: str) -> str:
    """Bangkok's date and time, as it is read."""
    return iso[:16].replace("T", " ")
