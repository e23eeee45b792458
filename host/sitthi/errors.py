"""Every failure that a user can meet, as one small tree of typed errors.

A leaf: it imports nothing of the project but its own parts, which are beside it.
`name` is the stable identifier (texts and protocol use it), `data` is what the caller needs to act on.
`data` is shown to users and written to diagnostics: it never holds a PIN, a token, a citizen ID, a name or a photo.
"""

from __future__ import annotations

from sitthi import errors_api, errors_authen, errors_nhso, errors_outlets  # noqa: F401 - their classes join the tree
from sitthi.errors_base import SitthiError as SitthiError  # noqa: PLC0414 - belongs to this module, too
from sitthi.errors_base import UnexpectedFailure as UnexpectedFailure  # noqa: PLC0414

# ---- readers and cards -------------------------------------------------------------------------------------------


class NoReader(SitthiError):
    name, number = "no_reader", -32000


class NoCard(SitthiError):
    name, number = "no_card", -32001


class NotThaiId(SitthiError):
    name, number = "not_thai_id", -32002


class CardBusy(SitthiError):
    """Another program holds the card and did not let go within the bounded wait."""

    name, number = "card_busy", -32003


class CardRemoved(SitthiError):
    name, number = "card_removed", -32004


class CardUnreadable(SitthiError):
    """The card answers, but not what a Thai ID card answers (damaged, dirty, wrong status word)."""

    name, number = "card_unreadable", -32005


class PcscUnavailable(SitthiError):
    name, number = "pcsc_unavailable", -32006


class ReaderUnknown(SitthiError):
    name, number = "reader_unknown", -32007


class SeveralCards(SitthiError):
    """Cards of several people are in, and the request does not say which is meant."""

    name, number = "several_cards", -32008


# ---- PIN ---------------------------------------------------------------------------------------------------------


class PinCancelled(SitthiError):
    name, number = "pin_cancelled", -32010


class PinWrong(SitthiError):
    """`data["attempts_left"]`: tries that remain, or None where the card does not say."""

    name, number = "pin_wrong", -32011


class PinBlocked(SitthiError):
    name, number = "pin_blocked", -32012


class PinLastTryRefused(SitthiError):
    """Policy keeps the last try for a registration office: nothing was sent to the card."""

    name, number = "pin_last_try_refused", -32013


class PinTimeout(SitthiError):
    name, number = "pin_timeout", -32014


class PinUnsupported(SitthiError):
    name, number = "pin_unsupported", -32015


class PinWindowFailed(SitthiError):
    """The PIN window could not be shown (no display, no Tk) or its process died."""

    name, number = "pin_window_failed", -32016


class LoginInProgress(SitthiError):
    name, number = "login_in_progress", -32017


class CardChanged(SitthiError):
    """The card in the reader is not the one that the window was opened for; no try was used."""

    name, number = "card_changed", -32018


# ---- session -----------------------------------------------------------------------------------------------------


class NotLoggedIn(SitthiError):
    name, number = "not_logged_in", -32020


class TokenExpired(SitthiError):
    name, number = "token_expired", -32021


class TokenRevoked(SitthiError):
    name, number = "token_revoked", -32022


class SessionLocked(SitthiError):
    name, number = "session_locked", -32023


# ---- token sources -----------------------------------------------------------------------------------------------


class SourceUnavailable(SitthiError):
    name, number = "source_unavailable", -32030


class SourceOtherPerson(SitthiError):
    name, number = "source_other_person", -32031


class SourceRejected(SitthiError):
    name, number = "source_rejected", -32032


class UserNotRegistered(SitthiError):
    name, number = "user_not_registered", -32033


class UserRemoved(SitthiError):
    """NHSO removed the user for inactivity; the regional office restores the right (reference: seed 4)."""

    name, number = "user_removed", -32034


class SourceNotHere(SourceUnavailable):
    """This source is not set up on this computer: nothing was asked of anybody."""

    name, number = "source_not_here", -32035


class SourceTimeout(SourceUnavailable):
    """The program that should have brought the token did not in the time that the policy gives it."""

    name, number = "source_timeout", -32036


class SourceCancelled(SitthiError):
    """The person closed the window that asks for the Token ID."""

    name, number = "source_cancelled", -32037


class SourceTokenRefused(SitthiError):
    """NHSO does not know the typed Token ID as this person's."""

    name, number = "source_token_refused", -32038


# ---- releasing values to pages -----------------------------------------------------------------------------------


class OriginNotAllowed(SitthiError):
    name, number = "origin_not_allowed", -32040


class InsecureOrigin(SitthiError):
    name, number = "insecure_origin", -32041


class FrameNotAllowed(SitthiError):
    name, number = "frame_not_allowed", -32042


class RoleNotAllowed(SitthiError):
    name, number = "role_not_allowed", -32043


class GestureRequired(SitthiError):
    name, number = "gesture_required", -32044


class RevealForbidden(SitthiError):
    name, number = "reveal_forbidden", -32045


class NoPatientCard(SitthiError):
    name, number = "no_patient_card", -32046


# ---- NHSO --------------------------------------------------------------------------------------------------------


class NhsoUnreachable(SitthiError):
    name, number = "nhso_unreachable", -32050


class NhsoRejected(SitthiError):
    """`data`: ws_status and ws_status_desc as NHSO sent them."""

    name, number = "nhso_rejected", -32051


class NhsoBadAnswer(SitthiError):
    name, number = "nhso_bad_answer", -32052


class InvalidCid(SitthiError):
    name, number = "invalid_cid", -32053


# ---- the host itself ---------------------------------------------------------------------------------------------


class PolicyInvalid(SitthiError):
    """`data`: file, line (1-based or None), key, problem."""

    name, number = "policy_invalid", -32060


class VaultUnavailable(SitthiError):
    name, number = "vault_unavailable", -32061


def _tree(root: type[SitthiError]) -> list[type[SitthiError]]:
    found = [root]
    for child in root.__subclasses__():
        found.extend(_tree(child))
    return found


def by_name(name: str, data: dict[str, object] | None = None) -> SitthiError:
    """The typed error for a name that came from another process; unknown names become UnexpectedFailure."""
    for kind in _tree(SitthiError):
        if kind.name == name and kind is not SitthiError:
            return kind(**(data or {}))
    return UnexpectedFailure(kind=name)


def all_errors() -> list[type[SitthiError]]:
    """One class per name, for the protocol document and the texts (later subclasses share their parent's name)."""
    seen: dict[str, type[SitthiError]] = {}
    for kind in _tree(SitthiError):
        seen.setdefault(kind.name, kind)
    return list(seen.values())
