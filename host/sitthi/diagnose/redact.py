"""Takes out of a text what a support bundle may not hold: people, tokens, passwords in addresses, the user's own name.

The rest of a report never has them; this is the second lock.
"""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from sitthi.errors import SitthiError
from sitthi.policy.load import load_policy
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.vault import default_vault

_CITIZEN_ID = re.compile(r"(?<!\d)\d[- ]?\d{4}[- ]?\d{5}[- ]?\d{2}[- ]?\d(?!\d)")
_PASSWORD_IN_ADDRESS = re.compile(r"://[^/@\s\"']+@")
_SECRET_NAME = re.compile(r"(password|secret|token|private)", re.IGNORECASE)
_SHORTEST = 4
"""Characters of a secret that is worth looking for: a shorter one would take pieces out of everything."""


def redactor() -> Callable[[str], str]:
    """For this account, with what its vault holds now."""
    return redact_with(_session_secrets(), home=str(Path.home()), user=_user())


def redact_with(secrets: Iterable[str], *, home: str, user: str) -> Callable[[str], str]:
    """Longest secrets first, so that no rest of one stays."""
    known = sorted({each for each in secrets if len(each) >= _SHORTEST}, key=len, reverse=True)
    own_name = re.compile(rf"(?<!\w){re.escape(user)}(?!\w)", re.IGNORECASE) if user else None

    def redact(text: str) -> str:
        for each in known:
            text = text.replace(each, "<redacted>")
        text = _CITIZEN_ID.sub("<13 digits>", text)
        text = _PASSWORD_IN_ADDRESS.sub("://<redacted>@", text)
        if len(home) > 1:
            text = text.replace(home, "<home>").replace(home.replace("\\", "\\\\"), "<home>")
        return own_name.sub("<user>", text) if own_name else text

    return redact


def without_secrets(value: object, name: str = "") -> object:
    """A policy's value for others' eyes: what a secret's name stands before is only said to be set."""
    if isinstance(value, dict):
        return {str(key): without_secrets(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(each, name) for each in value]
    if isinstance(value, str) and value and _SECRET_NAME.search(name) and not name.endswith("_file"):
        return "<set>"
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _session_secrets() -> list[str]:
    try:
        session = SessionStore(default_vault(), utc_now, load_policy([])).peek()
    except (SitthiError, OSError):
        return []
    if session is None:
        return []
    names = [session.name_th, session.name_en]
    return [session.token, session.cid, *names, *(part for name in names for part in name.split())]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
