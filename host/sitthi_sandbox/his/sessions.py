"""Who sits at which browser: sessions kept here, in memory. The cookie only carries a random number."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from .rights_view import RightsView

IDLE_SECONDS = 8 * 3600
_MOST_SESSIONS = 1000


@dataclass(frozen=True)
class Operator:
    """A hospital worker who is logged in. The citizen ID and the token are not shown by repr."""

    cid: str = field(repr=False)
    token: str = field(repr=False)
    name: str = field(repr=False)


@dataclass
class Session:
    """One browser's session; without an operator nobody is logged in. `form_token` guards its forms."""

    id: str = field(repr=False)
    form_token: str = field(repr=False)
    operator: Operator | None = None
    used_at: float = 0.0
    answer: tuple[dict[str, str], RightsView] | None = field(default=None, repr=False)
    """What a form was answered, kept until the browser has followed the redirect to it."""


class Sessions:
    """All sessions of this server, the least recently used first."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._by_id: OrderedDict[str, Session] = OrderedDict()

    def open(self, operator: Operator | None = None) -> Session:
        """A new session with a new number: logging in never keeps the number from before."""
        session = Session(secrets.token_urlsafe(32), secrets.token_hex(20), operator, self._monotonic())
        with self._lock:
            self._by_id[session.id] = session
            while len(self._by_id) > _MOST_SESSIONS:
                self._by_id.popitem(last=False)
        return session

    def find(self, session_id: str) -> Session | None:
        """The living session with this number; finding it keeps it alive."""
        now = self._monotonic()
        with self._lock:
            session = self._by_id.get(session_id)
            if session is None:
                return None
            if now - session.used_at > IDLE_SECONDS:
                del self._by_id[session_id]
                return None
            session.used_at = now
            self._by_id.move_to_end(session_id)
            return session

    def close(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._by_id.pop(session.id, None)
