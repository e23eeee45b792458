"""The `srm_file` source: the access token in SRM's `token.txt`, refreshed where it is over (reference: nhso 2, 3 [A]).

The refresh token rotates: whoever uses it must write the new pair, and nobody may use it twice. So one host at a time
does it, on the newest content of the file; SRM itself, which knows no lock of ours, is met by looking again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sitthi import paths
from sitthi.errors import SourceNotHere, SourceOtherPerson, SourceUnavailable, VaultUnavailable
from sitthi.policy.model import Policy, SrmPolicy
from sitthi.session.files import replace_private, temporary_beside, write_private
from sitthi.session.lock import writer_lock
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources.changes import changes_in
from sitthi.session.sources.jwt import read_jwt
from sitthi.session.sources.look import Look, look_at
from sitthi.session.sources.settled import REST_SECONDS, Settled
from sitthi.session.sources.srm_pair import Pair, put_into, read_file
from sitthi.session.sources.srm_refresh import RefreshRefused, refresh

KIND = "srm"
_MAX_BYTES = 32 * 1024
_REST_LIMIT = 5.0
"""Seconds that a writer of the file is waited for."""

_SHORTEST_LIFE = timedelta(seconds=60)
"""A token with less time than this is refreshed: it would die while the first page is being filled."""

_TURN_MARGIN = 10.0
"""Seconds beyond the refresh's own time-out that another host may need for its turn."""


class SrmFileSource:
    """`lock_file` names what the hosts of this user take turns on."""

    name = "srm_file"

    def __init__(self, policy: SrmPolicy, lock_file: Callable[[], Path], *, rest_seconds: float = REST_SECONDS) -> None:
        self._policy = policy
        self._path = Path(policy.file).expanduser()
        self._lock_file = lock_file
        self._rest = rest_seconds

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        """Raises SourceNotHere, SourceOtherPerson and SourceUnavailable(reason)."""
        began = time.monotonic()
        _, pair = self._read()
        found = self._usable(pair, holder, now, _SHORTEST_LIFE)
        if found is not None:
            return found
        if not self._policy.refresh:
            raise self._unavailable("expired_token")
        with self._turn():
            now += timedelta(seconds=time.monotonic() - began)
            content, pair = self._read()  # another host may have refreshed it meanwhile
            return self._usable(pair, holder, now, _SHORTEST_LIFE) or self._refreshed(content, pair, holder, now)

    def revoke(self, cid: str, token: str) -> None:
        """SRM's log-in is SRM's own: nothing public ends it, and other programs use the same file."""

    # ---- judging ---------------------------------------------------------------------------------

    def _usable(self, pair: Pair, holder: CardHolder, now: datetime, life: timedelta) -> IssuedToken | None:
        """None where the access token is over. Raises SourceOtherPerson; SourceUnavailable where it names nobody.

        It was issued now, as far as the session's day goes: the midnight before which it was made is not its end.
        """
        claims = read_jwt(pair.access)
        if claims is None:
            raise self._unavailable("format")
        persons = claims.persons(self._policy.person_claim)
        if not persons:
            raise self._unavailable("no_person")
        if holder.cid not in persons:
            raise SourceOtherPerson(source=self.name)
        if len(persons) > 1:
            raise self._unavailable("several_persons")
        known_dead = bool(holder.revoked_at and claims.issued_at and claims.issued_at <= holder.revoked_at)
        if known_dead or claims.expires_at <= now + life:
            return None
        return IssuedToken(token=pair.access, cid=holder.cid, kind=KIND, issued_at=now, expires_at=claims.expires_at)

    # ---- refreshing ------------------------------------------------------------------------------

    def _refreshed(self, content: bytes, pair: Pair, holder: CardHolder, now: datetime) -> IssuedToken:
        self._check_writable()  # before the old pair is used up
        try:
            new, server_time = refresh(self._policy, pair.refresh)
        except RefreshRefused:
            newest, pair = self._read()
            found = None if newest == content else self._usable(pair, holder, now, timedelta(0))
            if found is not None:
                return found  # SRM itself was faster
            problem = self._unavailable("refresh_refused")
        else:
            self._write(content, new)
            found = self._usable(new, holder, server_time or now, timedelta(0))
            if found is not None:
                return replace(found, server_time=server_time)
            problem = self._unavailable("expired_token")
        raise problem

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Never two refreshes at once on this account: the second would use a token that the first used up."""
        try:
            turn = writer_lock(self._lock_file(), self._policy.timeout_seconds + _TURN_MARGIN)
            turn.__enter__()
        except (VaultUnavailable, OSError):
            problem = self._unavailable("busy")
        else:
            try:
                yield
            finally:
                turn.__exit__(None, None, None)
            return
        raise problem

    # ---- the file --------------------------------------------------------------------------------

    def _read(self) -> tuple[bytes, Pair]:
        """The file at rest, as bytes and as the pair in it."""
        file = self._at_rest()
        if file.problem:
            raise self._unavailable(file.problem)
        pair = read_file(file.content)
        if pair is None:
            raise self._unavailable("format")
        return file.content, pair

    def _at_rest(self) -> Look:
        files = Settled(lambda path: look_at(path, _MAX_BYTES), rest_seconds=self._rest)
        began = time.monotonic()
        with changes_in([self._path.parent]) as changes:
            while True:
                for file in files.look([self._path]):
                    return file
                waited = time.monotonic() - began
                if not files.moving and waited > self._rest:  # not only between two versions of it
                    raise SourceNotHere(source=self.name, reason="no_file")
                if waited > _REST_LIMIT:
                    raise self._unavailable("busy")
                changes.wait(self._rest)

    def _check_writable(self) -> None:
        probe = temporary_beside(self._path)
        try:
            write_private(probe, b"")
            probe.unlink()
        except OSError:
            problem = self._unavailable("not_writable")
        else:
            return
        raise problem

    def _write(self, content: bytes, pair: Pair) -> None:
        """Puts the pair in the file's place, unless SRM wrote a newer one meanwhile.

        Where that fails the new token is still good for this session; SRM then asks its user to log in again.
        """
        now = look_at(self._path, _MAX_BYTES)
        if now is not None and not now.problem and now.content != content:
            return
        try:
            replace_private(self._path, put_into(content, pair))
        except OSError as error:
            logging.getLogger(__name__).warning("SRM's file could not be written: %s", type(error).__name__)

    def _unavailable(self, reason: str) -> SourceUnavailable:
        return SourceUnavailable(source=self.name, reason=reason)


def from_policy(policy: Policy) -> SrmFileSource:
    return SrmFileSource(policy.srm, lambda: paths.state_dir() / "srm.lock")
