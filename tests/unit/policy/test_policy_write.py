"""Policies as text again: what `policy merge` prints means what the files mean together."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.load import load_policy
from sitthi.policy.toml_file import TomlFile
from sitthi.policy.toml_write import joined, toml_text
from unit.policy.test_policy_load import FULL

OUTLETS = """
[outlet.file]
on = true
[[outlet.file.target]]
path = 'C:\\HIS\\nhso_token.txt'
bom = true
[[outlet.file.target]]
path = "/srv/nhso_token.txt"
[outlet.clipboard]
on = true
[[outlet.database]]
name = "hosxp"
his = "hosxp"
url = "mysql://sitthi@127.0.0.1:3306/hos"
secret_file = "/etc/sitthi/hosxp"
[session]
idle_minutes = 3
removal_time = "12:31"
[[site]]
name = 'คำพูด "สอง" \\ และ'
profile = "hosxp"
match = ["https://b.example/*"]
fill = ["token"]
"""
FIRST = "[outlet.clipboard]\non = false\nseconds = 9\n[session]\nidle_minutes = 1\n"

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_LEAF = st.booleans() | st.integers(-(2**62), 2**62) | _TEXT | st.lists(_TEXT, max_size=3)
_KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


def _tables(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    table = st.dictionaries(_KEYS, inner, max_size=3)
    return table | st.lists(table, min_size=1, max_size=2)


@pytest.mark.parametrize("order", [(FULL, OUTLETS, FIRST), (FIRST, OUTLETS, FULL), (OUTLETS, FULL), (FULL,), ("",)])
def test_the_merged_text_means_the_same(tmp_path: Path, order: tuple[str, ...]) -> None:
    files = [tmp_path / f"{number}.toml" for number in range(len(order))]
    for file, text in zip(files, order, strict=True):
        file.write_text(text, encoding="utf-8")
    whole = tmp_path / "whole.toml"
    whole.write_text(toml_text(joined(map(TomlFile.read, files))), encoding="utf-8")
    assert load_policy([whole]).revision == load_policy(files).revision


@given(st.dictionaries(_KEYS, st.recursive(_LEAF, _tables, max_leaves=12), max_size=4))
def test_any_content_is_read_back(content: dict[str, object]) -> None:
    assert tomllib.loads(toml_text(content)) == content


def test_comments_stand_behind_values() -> None:
    text = toml_text({"a": {"b": 1, "c": 2}}, lambda path: "why" if path == ("a", "b") else "")
    assert text == "[a]\nb = 1  # why\nc = 2\n"
