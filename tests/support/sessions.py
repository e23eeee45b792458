"""Sessions in an account without card, PIN and source: written into its vault by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Protocol


class HasEnv(Protocol):
    """An account, as far as it matters here."""

    @property
    def env(self) -> dict[str, str]: ...


_BEGIN = """
import json, sys
from datetime import timedelta
from sitthi.policy.model import Policy
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.token import Session
from sitthi.session.vault import default_vault
asked, now = json.load(sys.stdin), utc_now()
store = SessionStore(default_vault(), utc_now, Policy())
if asked["token"]:
    end = now + timedelta(seconds=asked["seconds"])
    store.begin(Session(asked["cid"], "n", "n", asked["token"], "uc", "issuer", now, end, now))
else:
    store.end("logout")
"""


def begin_session(account: HasEnv, cid: str, token: str, seconds: float = 3600) -> None:
    """As a login does it in the end: hosts that run hear of it by themselves."""
    _run(account, {"cid": cid, "token": token, "seconds": seconds})


def end_session(account: HasEnv) -> None:
    """As a process that ends before it could do anything else."""
    _run(account, {"cid": "", "token": "", "seconds": 0})


def _run(account: HasEnv, asked: dict[str, object]) -> None:
    subprocess.run(
        [sys.executable, "-c", _BEGIN], input=json.dumps(asked), text=True, env=account.env, check=True, timeout=30
    )
