"""A profile file: each mistake with its line and key, and what a profile may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy.profile_file import all_profiles, load_profile

HEAD = """name = "x"
title_th = "ก"
title_en = "x"
what_th = "ก"
what_en = "w"
notes = "n"
fill = ["token"]
"""
FIELD = """[[field]]
role = "token"
selector = "#t>>>input"
confidence = "inferred"
source = "nhso 1.1 [A]"
"""
PAGE = '[[page]]\nmatch = "https://a.nhso.go.th/*"\nconfidence = "documented"\nsource = "nhso 4.5"\n'
ROLE = '[[role]]\ndetected = "token"\nmeans = "none"\nconfidence = "documented"\nsource = "nhso 4.5"\n'
WHOLE = HEAD + FIELD


def written(folder: Path, text: str) -> Path:
    file = folder / "x.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_whole_profile_is_read(tmp_path: Path) -> None:
    profile = load_profile(written(tmp_path, WHOLE + PAGE + ROLE))
    assert (profile.fields[0].role, profile.fields[0].selector) == ("token", "#t >>> input")
    assert profile.fields[0].evidence.source == "nhso 1.1 [A]"
    assert [pattern.text for pattern in profile.match] == ["https://a.nhso.go.th/*"]
    assert (profile.roles[0].detected, profile.roles[0].means) == ("token", "none")


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        (WHOLE.replace('"x"\ntitle_th', '"y"\ntitle_th'), 1, "name", "name of the file"),
        (HEAD.replace('what_en = "w"\n', "") + FIELD, None, "what_en", "is missing"),
        (HEAD.replace('"n"', "3") + FIELD, 6, "notes", "text"),
        (HEAD.replace('"token"', '"pin"') + FIELD, 7, "fill", "not a role"),
        ("colour = 1\n" + WHOLE, 1, "colour", "unknown key"),
        (HEAD, None, "field", "one [[field]] for each role"),
        (WHOLE + FIELD, 8, "field", "two rules"),
        (WHOLE + FIELD.replace('"token"', '"patient_cid"'), 8, "field", "and no other"),
        (WHOLE + "colour = 1\n", 13, "field.colour", "unknown key"),
        (WHOLE + "detect = true\n", 8, "field", "either"),
        (WHOLE.replace('selector = "#t>>>input"\n', ""), 8, "field", "either"),
        (WHOLE.replace("#t>>>input", "*"), 10, "field.selector", "every element"),
        (WHOLE.replace('"inferred"', '"sure"'), 11, "field.confidence", "seen in public code"),
        (WHOLE.replace("[A]", "[C]").replace('"inferred"', '"documented"'), 11, "field.confidence", "[C]"),
        (WHOLE.replace("nhso 1.1 [A]", "a web page"), 12, "field.source", "docs/reference"),
        (WHOLE.replace('source = "nhso 1.1 [A]"\n', ""), 8, "field.source", "is missing"),
        (WHOLE + PAGE.replace("https", "http"), 14, "page.match", "no public page"),
        (WHOLE + PAGE.replace("a.nhso.go.th", "his.example.go.th"), 14, "page.match", "no public page"),
        (WHOLE + PAGE.replace("a.nhso.go.th", "xnhso.go.th"), 14, "page.match", "no public page"),
        (WHOLE + PAGE.replace("a.nhso.go.th", "*.nhso.go.th"), 14, "page.match", "no public page"),
        (WHOLE + ROLE.replace('"none"', '"patient_cid"'), 15, "role.means", "fill list"),
        (WHOLE + ROLE.replace('"none"', '"nobody"'), 15, "role.means", "neither a role"),
        (WHOLE.replace("[[field]]", "[field]"), 8, "field", "two brackets"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(
    tmp_path: Path, text: str, line: int | None, key: str, words: str
) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        load_profile(written(tmp_path, text))
    assert refused.value.data["file"] == str(tmp_path / "x.toml")
    assert (refused.value.data["line"], refused.value.data["key"]) == (line, key)
    assert words in str(refused.value.data["problem"])


def test_no_profile_of_the_product_has_a_mistake() -> None:
    assert len(all_profiles()) >= 12
