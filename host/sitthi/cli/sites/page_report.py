"""The explanation of one page, as lines for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.cli.sites.profiles import title, what
from sitthi.cli.sites.view import api_warnings, place, policy_file, site_json, site_lines
from sitthi.cli.texts import command_text
from sitthi.errors import InsecureOrigin, RoleNotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitthi.policy.explain import Explanation, RoleAnswer


def as_json(found: Explanation) -> dict[str, object]:
    return {
        "kind": "page",
        "url": found.url,
        "origin": found.page.origin.text,
        "allowed": found.allowed,
        "never_host": found.never_host,
        "sites": [
            {**site_json(match.site), "matching": [each.text for each in match.patterns]} for match in found.matches
        ],
        "roles": [_role_json(answer) for answer in found.roles],
        "near": [
            {
                "site": miss.site.name,
                "file": miss.site.place.file if miss.site.place else "",
                "line": miss.site.place.line if miss.site.place else None,
                "pattern": miss.pattern.text,
                "differences": list(miss.differences),
            }
            for miss in found.near
        ],
        "profiles": [each.name for each in found.profiles],
        "warnings": api_warnings(match.site for match in found.matches),
        "snippet": found.snippet,
    }


def lines(found: Explanation) -> Iterator[str]:
    yield _text("check_url", value=found.url)
    yield from _result(found)
    if found.never_host:
        yield _text("check_never_host")
    if found.matches:
        yield _text("check_sites")
        for match in found.matches:
            yield from _indented(site_lines(match.site, (each.text for each in match.patterns)))
        yield from api_warnings(match.site for match in found.matches)
    else:
        yield _text("check_no_sites")
    yield _text("check_roles")
    yield from _indented(_role_lines(found))
    if found.near:
        yield _text("check_near")
        for miss in found.near:
            yield f"  {miss.site.name}  ({place(miss.site)}): {miss.pattern.text}"
            yield from (f"    - {_text(f'near_{difference}')}" for difference in miss.differences)
    yield from _advice(found)


def _result(found: Explanation) -> Iterator[str]:
    if not found.allowed:
        yield _text("check_refused")
        return
    yield _text("check_allowed", roles=_names(answer for answer in found.roles if answer.site))
    if by_itself := _names(answer for answer in found.roles if answer.by_itself):
        yield _text("check_by_itself", roles=by_itself)


def _advice(found: Explanation) -> Iterator[str]:
    """What to write, and for a page that the product knows, what is known of it."""
    for profile in found.profiles:
        key = "check_profile" if profile.fill else "check_profile_never"
        yield _text(key, name=profile.name, title=title(profile), what=what(profile))
    refusals = [answer.refusal for answer in found.roles if answer.refusal]
    if found.matches and not found.never_host:
        if any(isinstance(refusal, InsecureOrigin) for refusal in refusals):
            yield _text("check_add_http")
        elif any(isinstance(refusal, RoleNotAllowed) for refusal in refusals):
            yield _text("check_add_role")
    if found.snippet:
        yield _text("check_snippet", file=policy_file())
        yield from _indented(found.snippet.splitlines())


def _role_json(answer: RoleAnswer) -> dict[str, object]:
    return {
        "role": answer.role,
        "allowed": answer.site is not None,
        "by_itself": answer.by_itself,
        "site": answer.site.name if answer.site else None,
        "error": answer.refusal.name if answer.refusal else None,
    }


def _role_lines(found: Explanation) -> Iterator[str]:
    """One line a role; roles that are refused for one reason share theirs."""
    refused: dict[str, list[str]] = {}
    for answer in found.roles:
        if answer.site is not None:
            by = _text("check_by", site=answer.site.name, place=place(answer.site))
            yield f"{answer.role}: {_text('yes')} ({by})"
        if answer.refusal is not None:
            reason = "origin_never" if found.never_host else answer.refusal.name
            why = f"{_text('no')} [{answer.refusal.name}] {_text(f'why_{reason}', origin=found.page.origin.text)}"
            refused.setdefault(why, []).append(answer.role)
    for why, roles in refused.items():
        yield f"{', '.join(roles)}: {why}"


def _names(answers: Iterable[RoleAnswer]) -> str:
    return ", ".join(answer.role for answer in answers)


def _indented(texts: Iterable[str]) -> Iterator[str]:
    return (f"  {text}" for text in texts)


def _text(key: str, **data: object) -> str:
    return command_text(f"sites_{key}", **data)
