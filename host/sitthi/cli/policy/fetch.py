"""`sitthi policy fetch`: ask the policy server now. Running hosts take over what comes within seconds."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from sitthi.cli.policy.remote_view import outcome_text, remote_lines
from sitthi.cli.texts import command_text

HELP = "ask the policy server of [remote] now instead of at the next time"


def arguments(parser: argparse.ArgumentParser) -> None:
    return None


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 what is kept is the server's newest, 1 not, or no server is named."""
    from sitthi.policy.sources import current_policy
    from sitthi.service.remote_policy.refresh import refresh

    remote = current_policy()[1].remote
    if remote is None:
        print(command_text("policy_no_server"))
        return 1
    outcome = refresh(remote.settings, datetime.now(UTC)) if remote.settings.keys else "no_key"
    print(command_text("policy_fetch_busy") if outcome is None else outcome_text(outcome))
    after = current_policy()[1].remote
    print("\n".join(remote_lines(after)) if after else "")
    return 0 if outcome == "" else 1
