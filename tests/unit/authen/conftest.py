"""The raw agent and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sitthi.authen.agent import Agent
from unit.authen.raw_agent import RawAgent, raw_agent
from unit.service.conftest import counter

__all__ = ["counter"]


@pytest.fixture
def raw() -> Iterator[RawAgent]:
    with raw_agent() as agent:
        yield agent


@pytest.fixture
def agent(raw: RawAgent) -> Agent:
    return Agent(raw.url, 5)
