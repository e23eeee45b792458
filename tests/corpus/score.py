"""What a page's fields should have got against what they got. Pure: no browser, no files.

Each corpus marks the truth in its own way (see README.md); both end in the same three questions for each field: what
belongs here, may anything be written here, what was given.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.observe import Field

_USER = {"username", "emailAddress", "username OR emailAddress"}
_PASSWORD = {"password", "password.current"}
_LOGIN_NAME = re.compile(r"log-?in|sign-?in")
_NO_LOGIN_NAME = re.compile(r"sign-?up|checkout|newsletter")


@dataclass
class Score:
    """One page. `missed` and `false` name the field and what went wrong; `neutral` are fills that count as neither."""

    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    neutral: list[str] = field(default_factory=list)
    wanted: int = 0
    decoys: int = 0
    logins: int = 0
    logins_found: int = 0


def score_login_forms(page: str, fields: list[Field]) -> Score:
    """By the rules of the shared corpora's README, with each `<form>` (and what is in none) judged by itself."""
    score = Score()
    logins = _login_forms(page, fields)
    got: Counter[str] = Counter()
    for each in fields:
        label = each.mark("data-manual-scoring")
        wanted = _login_role(label) if each.form in logins else ""
        score.wanted += bool(wanted)
        # An unlabelled field is no less false, but only the labelled ones were counted by hand.
        is_neutral = not wanted and _is_neutral(page, label, bool(logins))
        score.decoys += bool(label) and not wanted and not is_neutral
        if wanted and each.given == wanted:
            got[wanted] += 1
        elif each.given:
            (score.neutral if is_neutral else score.false).append(
                f"{each.name}: {label or 'unlabelled'} got {each.given}"
            )
    if logins:
        score.logins = 1
        score.logins_found = int(bool(got["token"] and got["operator_cid"]))
        score.missed = [f"no {role}" for role in ("operator_cid", "token") if not got[role]]
    return score


def _login_forms(page: str, fields: list[Field]) -> set[int]:
    """The forms that have both fields of a login, if the file's name says that it is one."""
    if not _LOGIN_NAME.search(page):
        return set()
    labels: dict[int, set[str]] = {}
    for each in fields:
        labels.setdefault(each.form, set()).add(each.mark("data-manual-scoring"))
    return {form for form, own in labels.items() if own & _USER and own & _PASSWORD}


def _login_role(label: str) -> str:
    return "operator_cid" if label in _USER else "token" if label in _PASSWORD else ""


def _is_neutral(page: str, label: str, has_login: bool) -> bool:
    """A user name or current password outside what the README calls a login and a decoy, as in a login's first step."""
    return bool(_login_role(label)) and not has_login and not _NO_LOGIN_NAME.search(page)


def score_marked(fields: list[Field]) -> Score:
    """By `data-expect` and, for further parts of a split field, `data-expect-part`; every other field is a decoy."""
    score = Score()
    parts: dict[str, list[str]] = {}
    for each in fields:
        wanted = expected(each)
        score.wanted += bool(wanted)
        score.decoys += not wanted
        if wanted and each.given == wanted:
            parts.setdefault(wanted, []).append(each.part)
        elif wanted:
            score.missed.append(f"{each.name}: no {wanted}")
        if each.given and each.given != wanted:
            what = wanted or each.mark("data-decoy") or "unmarked"
            score.false.append(f"{each.name}: {what} got {each.given}")
    score.missed += [f"{role}: its parts are {given}" for role, given in parts.items() if not _are_parts(given)]
    return score


def _are_parts(given: list[str]) -> bool:
    """One whole field, the boxes 1, 2, 3 … in the order of the page, or a date's three in any order."""
    numbers = [str(number) for number in range(1, len(given) + 1)]
    return not any(given) or given == numbers or sorted(given) == ["day", "month", "year"]


def expected(each: Field) -> str:
    """The role that the page itself expects in this field."""
    return each.mark("data-expect") or each.mark("data-expect-part")


def refusals(fields: list[Field]) -> dict[str, str]:
    """For every marked decoy: its kind and the reason that a person is told, or that it was not looked at."""
    return {
        each.name: f"{each.mark('data-decoy')} → {each.refused or 'not looked at'}"
        for each in fields
        if each.mark("data-decoy")
    }


def totals(scores: list[Score]) -> dict[str, float]:
    """The sums over all pages, recall in per cent (of logins where there are any) and false fills per 1,000 decoys."""
    names = ("wanted", "decoys", "logins", "logins_found")
    sums = {name: sum(getattr(score, name) for score in scores) for name in names}
    missed, false = (sum(len(getattr(score, name)) for score in scores) for name in ("missed", "false"))
    wanted, found = sums["logins"], sums["logins_found"]
    if not wanted:
        wanted, found = sums["wanted"], sums["wanted"] - missed
    return {
        "pages": len(scores),
        **sums,
        "missed": missed,
        "false": false,
        "recall_percent": round(100 * found / wanted, 2),
        "false_per_1000": round(1000 * false / sums["decoys"], 2),
    }
