"""A login and a logout, step by step: PIN, token, is it this person's, keep it. Knows no reader, window or
network.

The PIN is asked once and first: nothing is fetched, replaced or unlocked for a person who has not shown the
card's PIN.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sitthi.errors import SitthiError, SourceNotHere, SourceOtherPerson, SourceRejected, SourceUnavailable
from sitthi.session import rules
from sitthi.session.sources import CardHolder, IssuedToken, TokenSource
from sitthi.session.store import SessionStore
from sitthi.session.token import Session


def login(
    holder: CardHolder,
    verify_pin: Callable[[], None],
    sources: Sequence[TokenSource],
    store: SessionStore,
    asking: Callable[[str], None] = lambda _source: None,
) -> Session:
    """The session of this card's person: the locked one that is still alive, else a new one.

    `verify_pin` returns after a right PIN and raises otherwise; its errors pass through, and so do those of
    the sources (sources/__init__.py says which of them end the login and which let the next source try).
    `asking` is told the name of each source before it is asked: some make the person wait, or do something.
    """
    verify_pin()
    kept = store.peek()
    if kept is not None and kept.locked and kept.cid == holder.cid:
        with contextlib.suppress(SitthiError):  # it ended while the PIN was typed: then a new token
            return store.unlock(holder.cid)
    session, offset, heard = _obtain(replace(holder, revoked_at=_last_revocation(store)), sources, store, asking)
    session = store.begin(session, offset, heard)
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


def _obtain(
    holder: CardHolder, sources: Sequence[TokenSource], store: SessionStore, asking: Callable[[str], None]
) -> tuple[Session, timedelta, datetime | None]:
    """A session with the token of the first source that can serve here, what is missing on this clock, and the time
    that the source told.

    Where none can, the first one's reason is told; one that is not set up here only if all are not.
    """
    told: SitthiError | None = None
    for source in sources:
        asking(source.name)
        try:
            issued = source.obtain(holder, store.now())
        except (SourceUnavailable, SourceRejected, SourceOtherPerson) as failure:
            if told is None or (isinstance(told, SourceNotHere) and not isinstance(failure, SourceNotHere)):
                told = failure
            continue
        if issued.cid != holder.cid:
            raise SourceOtherPerson(source=source.name)  # it was asked for this person: it is not to be trusted
        session, offset = _session(holder, source.name, issued, store)
        if session.touched_at < session.expires_at:
            return session, offset, issued.server_time
        told = told or SourceUnavailable(source=source.name, reason="expired_token")
    raise told or SourceNotHere(reason="not_configured")


def _session(holder: CardHolder, source: str, issued: IssuedToken, store: SessionStore) -> tuple[Session, timedelta]:
    """A source that does not know the time says nothing about this clock: what was found before holds on."""
    local = store.clock()
    offset = store.clock_offset() if issued.server_time is None else rules.clock_offset(issued.server_time, local)
    now = local + offset
    # An issue time in the future must not lengthen the life; what the service tells may be of a clock slightly slow.
    issued_at = min(issued.issued_at, max(now, issued.server_time or now))
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
    return session, offset


def _last_revocation(store: SessionStore) -> datetime | None:
    ended = store.last_end()
    return ended.at if ended is not None and ended.reason == "revoked" else None
