"""docs/sources.md says what the code does: its example of a fifth source runs, its settings are the policy's."""

import re
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from sitthi.errors import SourceNotHere, all_errors
from sitthi.policy.load import load_policy
from sitthi.policy.model import SOURCE_NAMES, Policy
from sitthi.policy.schema import SECTIONS
from sitthi.session.login import login
from sitthi.session.sources import CardHolder
from sitthi.session.sources.registry import make_source
from sitthi.session.store import SessionStore
from unit.session.conftest import CID, TOKEN

PAGE = (Path(__file__).resolve().parents[3] / "docs/sources.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_of_a_fifth_source_works_as_it_stands(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: SessionStore, holder: CardHolder
) -> None:
    (code,) = blocks("python")
    module = ModuleType("sitthi.session.sources.ward_file")
    exec(code, module.__dict__)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setenv("HOME", str(tmp_path))
    source = make_source("ward_file", Policy())
    with pytest.raises(SourceNotHere):
        source.obtain(holder, datetime.now(UTC))
    file = tmp_path / "ward-token"
    file.write_text(f"{CID}#{TOKEN}")
    file.chmod(0o600)
    session = login(holder, lambda: None, [source], store)
    assert (session.token, session.source) == (TOKEN, "ward_file")


def test_every_example_of_the_policy_is_one(tmp_path: Path) -> None:
    shown: set[tuple[str, str]] = set()
    for number, text in enumerate(blocks("toml")):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
        load_policy([file])
        shown |= {(section, key) for section, keys in tomllib.loads(text).items() for key in keys}
    for section in ("ucauth", "srm", "manual"):
        assert {key for found, key in shown if found == section} == set(SECTIONS[section])


def test_what_it_calls_a_default_is_one() -> None:
    policy = Policy()
    for text in blocks("toml"):
        for line in text.splitlines():
            if line.endswith("# the default"):
                key, value = next(iter(tomllib.loads(line).items()))
                values = [getattr(getattr(policy, name), key, None) for name in ("ucauth", "srm", "manual")]
                assert (tuple(value) if isinstance(value, list) else value) in values, line


def test_every_source_and_every_of_their_errors_is_on_the_page() -> None:
    for name in SOURCE_NAMES:
        assert f"## `{name}`" in PAGE
    for error in all_errors():
        if error.name.startswith(("source_", "user_")):
            assert f"`{error.name}`" in PAGE
