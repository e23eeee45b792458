"""The protocol's one definition: every method and notification, with the shapes of its params and result.

The host checks requests against it; `manifests/protocol.md` and the extension's own check are generated from it
(`python -m sitthi.messaging.document`), and tests keep all three the same.
"""

from __future__ import annotations

from sitthi.api_methods import API_METHODS
from sitthi.messaging.schema import Flag, ListOf, MapOf, Nullable, Object, OneOf, Optional, Text, Whole
from sitthi.messaging.shapes import (
    API_ANSWER,
    CARD,
    CARD_BRIEF,
    CID,
    CLAIM_CODE,
    CLAIM_TYPE,
    ENDED,
    OUTLET,
    READER,
    READER_NAME,
    REPORT,
    RIGHTS,
    ROLE,
    SESSION_BRIEF,
    SITE,
    STATUS,
    TIME,
)

PROTOCOL = 1
HOST_NAME = "th.sitthi.host"


class Method:
    """A request of the browser: what it sends, what it gets, which failures it should expect, and one example."""

    __slots__ = ("errors", "example", "params", "result", "summary")

    def __init__(
        self,
        summary: str,
        params: Object,
        result: Object,
        errors: tuple[str, ...],
        example: dict[str, object],
    ) -> None:
        self.summary, self.params, self.result, self.errors, self.example = (
            summary,
            params,
            result,
            errors,
            example,
        )


_CARD_ERRORS = (
    "pcsc_unavailable", "no_reader", "reader_unknown", "no_card", "not_thai_id",
    "card_busy", "card_removed", "card_unreadable", "card_changed", "several_cards",
)  # fmt: skip
_AUTHEN_ERRORS = (
    "authen_off", "authen_not_running", "authen_slow", "authen_no_reader", "authen_no_card", "authen_other_person",
    "authen_refused", "authen_bad_answer",
)  # fmt: skip
_SESSION_ERRORS = ("not_logged_in", "session_locked", "token_expired", "token_revoked")

METHODS: dict[str, Method] = {
    "hello": Method(
        "First message of every connection: who speaks which protocol. Answered before anything slow is loaded.",
        Object({"extension": Text(32), "browser": Text(64), "protocol": Whole(1, 1000)}),
        Object(
            {
                "host": Text(32),
                "protocol": Whole(1),
                "platform": Text(32),
                "language": OneOf("th", "en"),
                "capabilities": ListOf(Text(64)),
            }
        ),
        ("protocol_mismatch",),
        {"extension": "0.1.0", "browser": "chromium", "protocol": 1},
    ),
    "status": Method(
        "Everything that the popup shows, without one secret: readers, cards (masked), session (masked), inactivity.",
        Object({}),
        STATUS,
        ("vault_unavailable",),
        {},
    ),
    "card.read": Method(
        "All data of the card in a reader; without `reader`, the one Thai ID card that is in (a patient's first).",
        Object({"reader": Optional(READER_NAME), "photo": Optional(Flag())}),
        CARD,
        (*_CARD_ERRORS, "policy_invalid"),
        {"photo": True},
    ),
    "session.login": Method(
        "Opens the PIN window for the card, verifies once, obtains today's token. `origin` is shown in the window.",
        Object({"reader": Optional(READER_NAME), "origin": Optional(Text(255))}),
        Object({"session": SESSION_BRIEF}),
        (
            *_CARD_ERRORS,
            "login_in_progress",
            "pin_cancelled",
            "pin_timeout",
            "pin_wrong",
            "pin_blocked",
            "pin_last_try_refused",
            "pin_unsupported",
            "pin_window_failed",
            "policy_invalid",
            "source_unavailable",
            "source_other_person",
            "source_rejected",
            "source_not_here",
            "source_timeout",
            "source_cancelled",
            "source_token_refused",
            "user_not_registered",
            "user_removed",
            "vault_unavailable",
        ),
        {"origin": "https://his.example.go.th"},
    ),
    "session.logout": Method(
        "Ends the session in every browser and asks the source to revoke the token.",
        Object({}),
        Object({}),
        ("vault_unavailable",),
        {},
    ),
    "session.reveal": Method(
        "The token itself, for the popup's reveal and copy. Audited; policy may forbid it.",
        Object({}),
        Object({"token": Text(64)}),
        (*_SESSION_ERRORS, "reveal_forbidden", "token_not_token_id", "policy_invalid"),
        {},
    ),
    "outlets.copy": Method(
        "Puts the token on the operating system's clipboard, from which it goes by itself after some seconds; the "
        "browser does not see it. Audited; only where policy has switched it on.",
        Object({}),
        Object({"seconds": Whole(1)}),
        (*_SESSION_ERRORS, "outlet_off", "outlet_clipboard_failed", "outlet_token_kind", "policy_invalid"),
        {},
    ),
    "fill.values": Method(
        "The values for exactly these roles, if the site's policy lists every one of them. `origin` and `url` come "
        "from the browser's own knowledge of the tab, never from the page.",
        Object(
            {
                "origin": Text(255),
                "url": Text(8192),
                "top_frame": Flag(),
                "roles": ListOf(ROLE, 32),
                "gesture": Flag(),
            }
        ),
        Object({"values": MapOf(Text(1024)), "masked": MapOf(Text(1024))}),
        (
            *_SESSION_ERRORS,
            *_CARD_ERRORS,
            "origin_not_allowed",
            "insecure_origin",
            "frame_not_allowed",
            "role_not_allowed",
            "gesture_required",
            "no_patient_card",
            "authen_off",
            "authen_code_missing",
            "rights_missing",
            "token_not_token_id",
            "policy_invalid",
        ),
        {
            "origin": "https://his.example.go.th",
            "url": "https://his.example.go.th/login",
            "top_frame": True,
            "roles": ["operator_cid", "token"],
            "gesture": True,
        },
    ),
    "fill.report": Method(
        "What was written and what was not, for the audit. Roles only, no values.",
        Object({"origin": Text(255), "filled": ListOf(ROLE, 32), "missed": ListOf(ROLE, 32)}),
        Object({}),
        (),
        {"origin": "https://his.example.go.th", "filled": ["operator_cid", "token"], "missed": []},
    ),
    "api.call": Method(
        "What the program of a listed page asks by `window.sitthi` (docs/his-api.md). `origin`, `url` and `top_frame` "
        "come from the browser, never from the page; `gesture`: a person pressed something in the page within seconds. "
        "`cid` is for `rights`, `photo` for `read_patient`. The result has one member, named as the method.",
        Object(
            {
                "origin": Text(255),
                "url": Text(8192),
                "top_frame": Flag(),
                "gesture": Flag(),
                "method": OneOf(*API_METHODS),
                "cid": Optional(CID),
                "photo": Optional(Flag()),
            }
        ),
        API_ANSWER,
        (
            "rate_limited",
            "origin_not_allowed",
            "insecure_origin",
            "api_frame_refused",
            "api_not_allowed",
            "api_press_required",
            *_SESSION_ERRORS,
            *_CARD_ERRORS,
            "no_patient_card",
            "patient_card_required",
            "token_not_token_id",
            "invalid_cid",
            "policy_invalid",
        ),
        {
            "origin": "https://his.example.go.th",
            "url": "https://his.example.go.th/login",
            "top_frame": True,
            "gesture": True,
            "method": "token",
        },
    ),
    "rights.check": Method(
        "A patient's rights from NHSO: of the given citizen ID, or of the card in `reader`, or of the patient's card.",
        Object({"cid": Optional(CID), "reader": Optional(READER_NAME)}),
        Object({"rights": RIGHTS}),
        (
            *_SESSION_ERRORS,
            *_CARD_ERRORS,
            "no_patient_card",
            "policy_invalid",
            "invalid_cid",
            "patient_card_required",
            "nhso_token_kind",
            "nhso_unreachable",
            "nhso_rejected",
            "nhso_bad_answer",
        ),
        {},
    ),
    "authen.types": Method(
        "For the patient whose card is in: which services NHSO's SmartCard Agent on this computer can claim, "
        "and the claim code that was got since the card was put in. Only where policy has switched it on.",
        Object({"reader": Optional(READER_NAME)}),
        Object(
            {
                "cid_masked": Text(32),
                "terminals": ListOf(Object({"name": Text(256), "present": Flag()}), 50),
                "types": ListOf(CLAIM_TYPE, 50),
                "default_type": Nullable(Text(16)),
                "code": Nullable(CLAIM_CODE),
            }
        ),
        (*_SESSION_ERRORS, *_CARD_ERRORS, "no_patient_card", *_AUTHEN_ERRORS, "policy_invalid"),
        {},
    ),
    "authen.claim": Method(
        "Gets the claim code (Authen code) of this visit from the agent; one that was made earlier today is looked up. "
        "Audited. `mobile` and `hn` go to the agent and are kept nowhere.",
        Object(
            {
                "claim_type": Text(16),
                "mobile": Optional(Text(32)),
                "hn": Optional(Text(32)),
                "reader": Optional(READER_NAME),
            }
        ),
        Object({"code": CLAIM_CODE}),
        (
            *_SESSION_ERRORS,
            *_CARD_ERRORS,
            "no_patient_card",
            *_AUTHEN_ERRORS,
            "authen_no_code",
            "authen_type_not_allowed",
            "authen_input_invalid",
            "policy_invalid",
        ),
        {"claim_type": "PG0060001", "mobile": "0812345678"},
    ),
    "sites.list": Method(
        "The policy's sites, so that the extension can offer a fill, and register auto-fill.",
        Object({}),
        Object({"revision": Text(64), "sites": ListOf(SITE, 1000)}),
        ("policy_invalid",),
        {},
    ),
    "diagnose": Method(
        "The report of `sitthi diagnose --json`; nothing secret in it. `extension`: its version, to be compared.",
        Object({"extension": Optional(Text(32))}),
        REPORT,
        (),
        {"extension": "0.1.0"},
    ),
}

NOTIFICATIONS: dict[str, tuple[str, Object]] = {
    "reader.changed": (
        "The list of readers, or what is in them, changed.",
        Object({"readers": ListOf(READER, 32)}),
    ),
    "card.inserted": ("A card was put in and recognised.", Object({"reader": READER_NAME, "card": CARD_BRIEF})),
    "card.removed": ("A card was taken out; forget what you show of it.", Object({"reader": READER_NAME})),
    "session.changed": (
        "A login, logout, lock, expiry or revocation, here or in another browser; or the PIN window opened or closed.",
        Object({"session": Nullable(SESSION_BRIEF), "ended": Nullable(ENDED), "pin_window": Flag()}),
    ),
    "session.warning": (
        "The token dies soon; once at 30 and once at 5 minutes (`threshold`), late if the host starts late.",
        Object(
            {
                "kind": OneOf("expires_soon"),
                "minutes": Whole(0, 30),
                "threshold": Whole(5, 30),
                "expires_at": TIME,
            }
        ),
    ),
    "outlets.changed": (
        "The token reached a program outside the browser, or was taken back, or could not be.",
        Object({"outlets": ListOf(OUTLET, 64)}),
    ),
    "policy.changed": ("The policy file was changed and read again.", Object({"revision": Text(64)})),
}

RPC_ERRORS = {
    "parse_error": -32700,
    "invalid_request": -32600,
    "method_not_found": -32601,
    "invalid_params": -32602,
}
"""JSON-RPC 2.0's own errors; all others are in sitthi.errors."""
