"""The agent's answers to typed values; nothing is believed before it was checked (reference: nhso 4.1 [A]).

Raises AuthenBadAnswer(reason), where a reason says what is wrong and never quotes. Pure.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sitthi.authen.claim import ClaimCode, ClaimType, is_claim_code, is_claim_type, moment
from sitthi.errors_authen import AuthenBadAnswer

_MOST = 50
_LONGEST_TEXT = 200
_LONGEST_NAME = 200
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CID = re.compile(r"[0-9]{13}")
_LONG_NUMBER = re.compile(r"(?:[0-9๐-๙][ -]?){8,}[0-9๐-๙]")
"""Nine digits and more: a telephone number, a citizen ID, in whatever writing."""


@dataclass(frozen=True)
class Terminal:
    """A card reader as the agent sees it; `present`: with a card in it."""

    name: str
    present: bool

    def to_message(self) -> dict[str, object]:
        return {"name": self.name, "present": self.present}


@dataclass(frozen=True, repr=False)
class Reading:
    """What the agent read from the card in its reader and asked NHSO about its owner."""

    pid: str
    correlation_id: str
    types: tuple[ClaimType, ...]

    def __repr__(self) -> str:
        return f"Reading({len(self.types)} types)"


class Refusal(Exception):
    """The agent's own error answer: HTTP status and its words, made harmless."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(str(status))
        self.status, self.text = status, text


def content_of(status: int, body: bytes, secrets: tuple[str, ...] = ()) -> Any:
    """The JSON of an answer. Raises Refusal for an error of the documented shape, else AuthenBadAnswer."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if status == 200:
        if content is None:
            raise AuthenBadAnswer(reason="not_json")
        return content
    if isinstance(content, dict) and content.get("status") == status:
        raise Refusal(status, _words(content, secrets))
    raise AuthenBadAnswer(reason=f"http_{status}")


def terminals(content: Any) -> tuple[Terminal, ...]:
    return tuple(
        Terminal(harmless(_text(each, "terminalName")), _member(each, "isPresent", bool))
        for each in _items(content, "terminals")
    )


def reading(content: Any) -> Reading:
    correlation_id = _text(content, "correlationId")
    if not _UUID.fullmatch(correlation_id):
        raise AuthenBadAnswer(reason="correlationId")
    return Reading(pid(content), correlation_id, _claim_types(content))


def pid(content: Any) -> str:
    found = _text(content, "pid")
    if not _CID.fullmatch(found):
        raise AuthenBadAnswer(reason="pid")
    return found


def confirmed(content: Any, *, asked: Reading, claim_type: str) -> ClaimCode:
    """The answer to confirm-save, if it is about what was asked."""
    if pid(content) != asked.pid:
        raise AuthenBadAnswer(reason="other_person")
    if _text(content, "correlationId") != asked.correlation_id or _text(content, "claimType") != claim_type:
        raise AuthenBadAnswer(reason="other_request")
    return ClaimCode(_code(content), claim_type, moment(content.get("createdDate")))


def latest(content: Any) -> tuple[ClaimCode, ...]:
    return tuple(
        ClaimCode(
            _code(each),
            _text(each, "claimType"),
            moment(each.get("claimDateTime")),
            hcode=harmless(_optional_text(each, "hcode"))[:5],
            existing=True,
        )
        for each in _items(content, "latest")
    )


def harmless(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Somebody else's words on one short line: without what was sent to them, without long numbers and controls."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    text = _LONG_NUMBER.sub("…", text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:_LONGEST_TEXT]


def _claim_types(content: Any) -> tuple[ClaimType, ...]:
    """A patient without any right has none."""
    raw = content.get("claimTypes")
    found = []
    for each in _items([] if raw is None else raw, "claimTypes"):
        code = _text(each, "claimType")
        if not is_claim_type(code):
            raise AuthenBadAnswer(reason="claimType")
        found.append(ClaimType(code, harmless(_text(each, "claimTypeName"))[:_LONGEST_NAME]))
    return tuple(found)


def _code(content: Any) -> str:
    found = _text(content, "claimCode")
    if not is_claim_code(found):
        raise AuthenBadAnswer(reason="claimCode")
    return found


def _words(content: dict[str, Any], secrets: tuple[str, ...]) -> str:
    """`message`, and the `defaultMessage` of each of `errors`, where Spring puts what a person can act on."""
    errors = content.get("errors")
    details = (
        [each.get("defaultMessage") for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    )
    texts = [text for text in (content.get("message"), *details) if isinstance(text, str) and text]
    return harmless(" · ".join(dict.fromkeys(texts)), secrets)


def _items(content: Any, name: str) -> list[Any]:
    if not isinstance(content, list) or len(content) > _MOST:
        raise AuthenBadAnswer(reason=name)
    return content


def _member(content: Any, name: str, kind: type) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get(name), kind):
        raise AuthenBadAnswer(reason=name)
    return content[name]


def _text(content: Any, name: str) -> str:
    return str(_member(content, name, str))


def _optional_text(content: Any, name: str) -> str:
    return "" if content.get(name) is None else _text(content, name)
