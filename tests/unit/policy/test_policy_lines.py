"""The line finder knows every way in which TOML can put a key on a line."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.toml_lines import KeyLines

DOCUMENT = '''# first
top = 1

"quoted # key" = "a [not a table]"
multi = """
fake = 1
[fake]
five quotes: \\""" """""
literal = \'\'\'
also_fake = 2 \\\'\'\'
after.dotted . "key" = [
  "a", # ] not the end
  [ "=", \'"\' ],
  """
] neither""",
]
inline = { a = 1, b = "}" } # {
[ host . deep ] # comment [x]
language = "th"\r
[[site]]
name = "x"
[site.fields]
token = "#t"

  [[ "site" ]]
  name = "y"
  [[site.inner]]
  k = 1
  [[site.inner]]
  k = 2
'''


def test_every_kind_of_statement() -> None:
    tomllib.loads(DOCUMENT)
    lines = KeyLines(DOCUMENT)
    text = DOCUMENT.split("\n")

    def at(line: int | None) -> str:
        assert line is not None
        return text[line - 1].strip()

    assert at(lines.line_of(("top",))) == "top = 1"
    assert at(lines.line_of(("quoted # key",))).startswith('"quoted')
    assert at(lines.line_of(("literal",))) == "literal = '''"
    assert at(lines.line_of(("after", "dotted", "key"))).startswith("after.dotted")
    assert at(lines.line_of(("inline", "b"))).startswith("inline")
    assert at(lines.line_of(("host", "deep", "language"))) == 'language = "th"'
    assert at(lines.line_of(("host", "deep"))).startswith("[ host")
    assert at(lines.line_of(("host",))).startswith("[ host")
    assert at(lines.line_of(("site", 0, "name"))) == 'name = "x"'
    assert at(lines.line_of(("site", 0, "fields", "token"))) == 'token = "#t"'
    assert at(lines.line_of(("site", 1, "name"))) == 'name = "y"'
    assert at(lines.line_of(("site", 1, "match"))) == '[[ "site" ]]'
    assert at(lines.line_of(("site", 1, "inner", 0, "k"))) == "k = 1"
    assert at(lines.line_of(("site", 1, "inner", 1, "k"))) == "k = 2"
    assert lines.line_of(("fake",)) is None
    assert lines.line_of(("also_fake",)) is None
    assert lines.line_of(()) is None


values = st.sampled_from(
    [
        "1",
        "true",
        '"x # y"',
        "'[x]'",
        '"""\na = 1\n[b]\n"""',
        "'''\n]\n'''",
        "[\n 1, # ]\n 2,\n]",
        "[ [ ], [ '[' ] ]",
        "{ k = '}', l = [ 1 ] }",
        '"\\"="',
        "12:30:00",
        '""',
        '"""x""""',
        "'''x'''''",
        "'''x''''",
    ]
)
filler = st.sampled_from(["", "# comment", "#[x]", "  ", "\t# a = 1"])


@given(st.lists(st.tuples(st.lists(filler, max_size=2), st.booleans(), values), max_size=12))
def test_lines_of_made_up_documents(statements: list[tuple[list[str], bool, str]]) -> None:
    text, table, expected = "", -1, {}
    for number, (before, new_table, value) in enumerate(statements):
        text += "".join(line + "\n" for line in before)
        if new_table:
            table += 1
            text += "[[t]]\n"
        path = ("t", table, f"k{number}") if table >= 0 else (f"k{number}",)
        expected[path] = text.count("\n") + 1
        text += f"k{number} = {value} # end\n"
    tomllib.loads(text)
    lines = KeyLines(text)
    assert {path: lines.line_of(path) for path in expected} == expected
