"""SRM's pair of tokens, as its file and its refresh service write it (reference: nhso 2 and 3 [A]). Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from sitthi.session.sources.jwt import read_jwt

_LINE = {
    name: re.compile(rf"^({name}-token=)([^\r\n]*?)[ \t]*(?=\r?$)", re.MULTILINE) for name in ("access", "refresh")
}


@dataclass(frozen=True, repr=False)
class Pair:
    """Two JWTs, as text."""

    access: str
    refresh: str


def read_file(content: bytes) -> Pair | None:
    """The pair in the lines `access-token=…` and `refresh-token=…`; None unless both are there, once and whole."""
    text = _text(content)
    found = {name: pattern.findall(text) for name, pattern in _LINE.items()}
    if any(len(each) != 1 for each in found.values()):
        return None
    return _pair(found["access"][0][1], found["refresh"][0][1])


def read_answer(body: bytes, old_refresh: str) -> Pair | None:
    """The pair in the service's answer, JSON or the same two lines; without a new refresh token the old one stays."""
    text = _text(body).strip()
    if text.startswith("{"):
        try:
            members = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return _pair(members.get("access_token"), members.get("refresh_token") or old_refresh)
    found = {name: pattern.findall(text) for name, pattern in _LINE.items()}
    if len(found["access"]) != 1 or len(found["refresh"]) > 1:
        return None
    return _pair(found["access"][0][1], found["refresh"][0][1] if found["refresh"] else old_refresh)


def put_into(content: bytes, pair: Pair) -> bytes:
    """The file with this pair in its two lines; everything else in it stays, also its line ends."""
    text = content.decode("utf-8")
    for name, token in (("access", pair.access), ("refresh", pair.refresh)):
        text = _LINE[name].sub(rf"\g<1>{token}", text)
    return text.encode()


def _pair(access: object, refresh: object) -> Pair | None:
    if not isinstance(access, str) or not isinstance(refresh, str):
        return None
    return Pair(access, refresh) if read_jwt(access) and read_jwt(refresh) else None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
