"""`[authen]`: the Authen code by NHSO's SmartCard Agent on this computer (docs/authen-code.md). Off by default."""

from __future__ import annotations

from dataclasses import dataclass

from sitthi.authen.claim import GENERAL, is_claim_type, is_hcode
from sitthi.policy.checks import Check, Problem, boolean, texts, web_address, whole_number
from sitthi.policy.origin import is_loopback, parse_page_url


@dataclass(frozen=True)
class AuthenPolicy:
    """`timeout_seconds` for each question to the agent. `claim_types` () = all that the agent offers.

    `default_type`: what is chosen beforehand. `hcode` "" = the agent's own hospital, else sent with each claim,
    and a code that was made earlier today counts only if it is that hospital's.
    """

    on: bool = False
    address: str = "http://localhost:8189/"
    timeout_seconds: int = 15
    claim_types: tuple[str, ...] = ()
    default_type: str = GENERAL
    hcode: str = ""

    def allows(self, claim_type: str) -> bool:
        return not self.claim_types or claim_type in self.claim_types


def _local_program(value: object) -> str:
    """The agent asks nobody who they are, so an agent on another computer would be anybody's."""
    address = web_address(value)
    page = parse_page_url(address)
    if page is None or page.origin.secure or page.path != "/" or not is_loopback(page.origin.host):
        raise Problem("must be an http address on this computer, such as http://localhost:8189, without a path")
    return address


def _claim_type(value: object) -> str:
    if not isinstance(value, str) or not is_claim_type(value):
        raise Problem("must be a claim type such as PG0060001")
    return value


def _claim_types(value: object) -> tuple[str, ...]:
    return tuple(_claim_type(each) for each in texts(value))


def _hcode(value: object) -> str:
    if not isinstance(value, str) or not is_hcode(value):
        raise Problem("must be a hospital's five-character code")
    return value


AUTHEN: dict[str, Check] = {
    "on": boolean,
    "address": _local_program,
    "timeout_seconds": whole_number(1, 60),
    "claim_types": _claim_types,
    "default_type": _claim_type,
    "hcode": _hcode,
}


def check_default(default: str, allowed: tuple[str, ...]) -> None:
    """What is chosen beforehand must be what may be chosen."""
    if default not in allowed:
        raise Problem("is not in claim_types")
