"""Selectors of a policy: what a missing character makes of them is found before a browser sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.selector import BadSelector, canonical_selector


@pytest.mark.parametrize(
    "text",
    [
        "#username",
        "input[name='password']",
        'input[name="a]b"]',
        "form:not(.other) > input:nth-of-type(2)",
        "#a, #b",
        "td:has(> label) + td input",
        r"#a\.b\:c",
        r"#tail\>",
        "[title='a, b']",
        "*|*.x",
        ":is(a, b)",
    ],
)
def test_a_sane_selector_stays_as_it_is(text: str) -> None:
    assert canonical_selector(text) == text


@pytest.mark.parametrize("text", ["my-app>>>#t", "my-app >>> #t", "  my-app  >>>\u0020 #t "])
def test_a_step_into_a_shadow_root_has_one_spelling(text: str) -> None:
    assert canonical_selector(text) == "my-app >>> #t"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (">>> #t", "nothing before"),
        ("my-app >>>", "nothing before"),
        ("a >>>   >>> b", "nothing before"),
        ("", "nothing"),
        ("*", "every element"),
        ("my-app >>> *", "every element"),
        ("* >>> #t", "every element"),
        ("#a, *", "every element"),
        ("#a,", "comma"),
        (",#a", "comma"),
        ("#a,,#b", "comma"),
        ("input[name=x", "] is missing"),
        ("input[name=x)", "closes nothing"),
        (":not(.a", ") is missing"),
        ("a]", "closes nothing"),
        ("[a(b])", "closes nothing"),
        ("[name='x]", "' is missing"),
        ('[name="x', '" is missing'),
        ("[a='b >>> c']", "inside quotes"),
        (":is(a >>> b)", "inside brackets"),
        ("#a { color: red }", "outside quotes"),
        ("#a;", "outside quotes"),
        ("> input", "nothing beside it"),
        ("form >", "nothing beside it"),
        ("a\\", "at its end"),
        ("#a\n#b", "control character"),
    ],
)
def test_a_broken_selector_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(BadSelector, match=words.replace(")", r"\)").replace("]", r"\]")):
        canonical_selector(text)


@given(st.text(alphabet="ab#.*[]()'\"\\,> \u0e01", max_size=24))
def test_what_is_accepted_is_canonical_and_balanced(text: str) -> None:
    try:
        canonical = canonical_selector(text)
    except BadSelector:
        return
    assert canonical_selector(canonical) == canonical
    assert all(part.strip() not in ("", "*") for part in canonical.split(" >>> "))
