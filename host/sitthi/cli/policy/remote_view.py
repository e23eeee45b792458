"""How the policy from a server is shown in a terminal and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sitthi.cli.texts import command_text, has_command_text

if TYPE_CHECKING:
    from sitthi.policy.remote.kept import RemoteStatus

_BANGKOK = timezone(timedelta(hours=7))


def remote_lines(remote: RemoteStatus) -> Iterator[str]:
    yield command_text("policy_remote", url=remote.settings.url, minutes=remote.settings.every_minutes)
    if remote.in_force and remote.text is not None:
        yield command_text("policy_remote_in_force", serial=remote.text.serial, until=_until(remote.text.expires))
    elif remote.text is not None:
        yield command_text("policy_remote_outlived", serial=remote.text.serial, until=_until(remote.text.expires))
    else:
        yield command_text("policy_remote_none")
    when = shown_time(remote.checked_at) if remote.checked_at else "-"
    yield command_text("policy_remote_asked", time=when, result=outcome_text(remote.outcome))
    if remote.problem is not None:
        data = remote.problem.data
        yield f"  {data.get('file')}, {data.get('line')}, {data.get('key')}: {data.get('problem')}"


def remote_json(remote: RemoteStatus | None) -> dict[str, object] | None:
    if remote is None:
        return None
    text = remote.text
    return {
        "url": remote.settings.url,
        "every_minutes": remote.settings.every_minutes,
        "in_force": remote.in_force,
        "serial": text.serial if text else None,
        "expires": text.expires.isoformat() if text and text.expires else None,
        "outcome": remote.outcome,
        "problem": remote.problem.data if remote.problem else None,
        "checked_at": remote.checked_at.isoformat() if remote.checked_at else None,
    }


def outcome_text(outcome: str) -> str:
    """Words for a reason; one without words of its own (such as http_503) is shown as it is."""
    key = f"policy_outcome_{outcome or 'good'}"
    return command_text(key) if has_command_text(key) else command_text("policy_outcome_other", reason=outcome)


def shown_time(moment: datetime) -> str:
    """Bangkok's."""
    return f"{moment.astimezone(_BANGKOK):%Y-%m-%d %H:%M}"


def _until(moment: datetime | None) -> str:
    return shown_time(moment) if moment else command_text("policy_never_expires")
