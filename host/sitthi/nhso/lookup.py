"""Which of NHSO's services is asked for a person's rights, and with which token: one interface for both.

UCWSTokenP1 takes the 16-character Token ID, SRM's right-search its own JWT; neither ever gets the other's
(reference: nhso 0 [A], 1, 4.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from sitthi.errors_nhso import NhsoTokenKind
from sitthi.nhso.exchange import Heard
from sitthi.nhso.rights import Rights
from sitthi.nhso.srm_rights import right_search
from sitthi.nhso.ucws import search_current_by_pid

AUTO = "auto"
_SERVICE_OF_KIND = {"uc": "ucws", "srm": "srm"}
_TOKEN_FORMS = {
    "ucws": re.compile(r"[0-9A-Za-z]{16}"),
    "srm": re.compile(r"(?=.{1,8192}\Z)[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"),
}


class RightsService(Protocol):
    def look_up(self, cid: str) -> Rights:
        """The rights of the person with this citizen ID, 13 digits.

        Raises InvalidCid, TokenRevoked, NhsoRejected, NhsoUnreachable, NhsoBadAnswer.
        """


class Settings(Protocol):
    """The policy's `[nhso]`."""

    @property
    def endpoint(self) -> str: ...
    @property
    def srm_endpoint(self) -> str: ...
    @property
    def rights(self) -> str:
        """auto, ucws or srm."""

    @property
    def timeout_seconds(self) -> float: ...
    @property
    def proxy(self) -> str: ...


@dataclass(frozen=True, repr=False)
class Caller:
    """Who asks: the operator's citizen ID, token and its kind, as the session has them."""

    cid: str
    token: str
    kind: str

    def __repr__(self) -> str:
        return f"Caller({self.kind})"


@dataclass(frozen=True, repr=False)
class Ucws:
    settings: Settings
    caller: Caller
    heard: Heard

    def look_up(self, cid: str) -> Rights:
        return search_current_by_pid(
            self.settings.endpoint,
            user_cid=self.caller.cid,
            token=self.caller.token,
            person_cid=cid,
            timeout=self.settings.timeout_seconds,
            proxy=self.settings.proxy,
            heard=self.heard,
        )


@dataclass(frozen=True, repr=False)
class Srm:
    settings: Settings
    caller: Caller
    heard: Heard

    def look_up(self, cid: str) -> Rights:
        return right_search(
            self.settings.srm_endpoint,
            token=self.caller.token,
            person_cid=cid,
            timeout=self.settings.timeout_seconds,
            proxy=self.settings.proxy,
            heard=self.heard,
        )


def rights_service(settings: Settings, caller: Caller, heard: Heard = lambda time: None) -> RightsService:
    """The service that policy and token lead to. Raises NhsoTokenKind before anything is sent anywhere."""
    matching = _SERVICE_OF_KIND.get(caller.kind, "")
    name = matching if settings.rights == AUTO else settings.rights
    if name != matching or name not in _TOKEN_FORMS or not _TOKEN_FORMS[name].fullmatch(caller.token):
        raise NhsoTokenKind(kind=caller.kind, service=name)
    return Ucws(settings, caller, heard) if name == "ucws" else Srm(settings, caller, heard)
