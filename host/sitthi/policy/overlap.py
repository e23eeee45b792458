"""Whether two match patterns have a page in common. Pure."""

from __future__ import annotations

from sitthi.policy.match_pattern import MatchPattern


def overlap(one: MatchPattern, other: MatchPattern) -> bool:
    return (
        (one.scheme == other.scheme or "*" in (one.scheme, other.scheme))
        and (one.port == other.port or None in (one.port, other.port))
        and (_holds(one, other) or _holds(other, one))
        and globs_meet(one.path, other.path)
    )


def _holds(wide: MatchPattern, narrow: MatchPattern) -> bool:
    """Whether some host of `narrow` is one of `wide`: two hosts overlap only where one is the other or under it."""
    return wide.any_host or wide.host == narrow.host or (wide.subdomains and narrow.host.endswith("." + wide.host))


def globs_meet(one: str, other: str) -> bool:
    """Whether a text exists that both globs match. `reached`: how much of `other` can be used up by one[:n]."""
    reached = _with_stars({0}, other)
    for letter in one:
        if letter == "*":
            reached = set(range(min(reached, default=len(other) + 1), len(other) + 1))
        else:
            fitting = (at for at in reached if at < len(other) and other[at] in (letter, "*"))
            steps = {at if other[at] == "*" else at + 1 for at in fitting}
            reached = _with_stars(steps, other)
    return len(other) in reached


def _with_stars(places: set[int], glob: str) -> set[int]:
    """A star may also stand for nothing."""
    found = set(places)
    for at in places:
        while at < len(glob) and glob[at] == "*":
            at += 1
            found.add(at)
    return found
