"""`sitthi logout`: ends the session in every browser of this account."""

from __future__ import annotations

import argparse

from sitthi.cli.service import service

HELP = "end the session in every browser and revoke the token"


def arguments(parser: argparse.ArgumentParser) -> None:
    return None


def run(args: argparse.Namespace) -> int:
    with service() as app:
        had = app.store.peek() is not None
        app.call("session.logout", {})
        print("Logged out." if had else "There was no session.", flush=True)
        app.outlets.settle()
    return 0
