"""A login and a logout, step by step: PIN, token, is it this person's, keep it. Knows no reader, window or
network.

The PIN is asked once and first: nothing is fetched, replaced or unlocked for a person who has not shown the
card's PIN.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from sitthi.errors import SitthiError, SourceOtherPerson, SourceRejected, SourceUnavailable
from sitthi.session import rules
from sitthi.session.sources import CardHolder, IssuedToken, TokenSource
from sitthi.session.store import SessionStore
from sitthi.session.token import Session


def login(
    holder: CardHolder,
    verify_pin: Callable[[], None],
    sources: Sequence[TokenSource],
    store: SessionStore,
) -> Session:
    """The session of this card's person: the locked one that is still alive, else a new one.

    `verify_pin` returns after a right PIN and raises otherwise; its errors pass through, and so do those of
    the sources (UserNotRegistered, UserRemoved, SourceRejected, SourceUnavailable). SourceOtherPerson: the
    token is another's.
    """
    verify_pin()
    kept = store.peek()
    if kept is not None and kept.locked and kept.cid == holder.cid:
        with contextlib.suppress(SitthiError):  # it ended while the PIN was typed: then a new token
            return store.unlock(holder.cid)
    source, issued = _obtain(holder, sources, store)
    if issued.cid != holder.cid:
        raise SourceOtherPerson(source=source.name)
    session = _begin(holder, source.name, issued, store)
    if kept is not None and kept.cid != holder.cid:
        _revoke_quietly(kept, sources)  # the issuer ends earlier tokens of the same person only
    return session


def logout(store: SessionStore, sources: Sequence[TokenSource]) -> None:
    """Ends the session on this machine first; then its source is told, if it can be reached."""
    session = store.peek()
    store.end("logout")
    if session is not None:
        _revoke_quietly(session, sources)


def _revoke_quietly(session: Session, sources: Sequence[TokenSource]) -> None:
    for source in sources:
        if source.name == session.source:
            with contextlib.suppress(SitthiError):
                source.revoke(session.cid, session.token)


def _obtain(holder: CardHolder, sources: Sequence[TokenSource], store: SessionStore) -> tuple[TokenSource, IssuedToken]:
    """The first source that works; what NHSO says about the person is final, other sources are not asked."""
    first_failure: SitthiError | None = None
    for source in sources:
        try:
            return source, source.obtain(holder, store.now())
        except (SourceUnavailable, SourceRejected) as failure:
            first_failure = first_failure or failure
    raise first_failure or SourceUnavailable(reason="not_configured")


def _begin(holder: CardHolder, source: str, issued: IssuedToken, store: SessionStore) -> Session:
    offset = rules.clock_offset(issued.server_time, store.clock())
    now = store.clock() + offset
    issued_at = min(issued.issued_at, now)  # an issue time in the future must not lengthen the life
    session = Session(
        cid=holder.cid,
        name_th=holder.name_th,
        name_en=holder.name_en,
        token=issued.token,
        kind=issued.kind,
        source=source,
        issued_at=issued_at,
        expires_at=rules.expiry(issued_at, issued.expires_at),
        touched_at=now,
    )
    if not now < session.expires_at:
        raise SourceUnavailable(source=source, reason="expired_token")
    return store.begin(session, offset)
