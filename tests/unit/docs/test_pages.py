"""What the docs show as fact is one: error texts, policies, properties of the MSI."""

import re
import sys
from pathlib import Path

import pytest

from sitthi.policy.load import load_policy
from sitthi.policy.remote.signed import is_remote_text, read_remote_text
from sitthi.policy.toml_file import TomlFile

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import document_errors  # noqa: E402 - from scripts/

COOKBOOK = (ROOT / "docs/it/cookbook.md").read_text("utf-8")


def recipes() -> list[tuple[str, str]]:
    """(heading, policy) of each block in the cookbook."""
    found, heading = [], ""
    for title, policy in re.findall(r"^## ([^\n]*)\n|```toml\n(.*?)```", COOKBOOK, re.MULTILINE | re.DOTALL):
        heading = title or heading
        if policy:
            found.append((heading, policy))
    return found


def test_the_page_of_errors_is_what_the_code_says() -> None:
    assert document_errors.PAGE.read_text("utf-8") == document_errors.page(), "run scripts/document_errors.py"


def test_every_error_has_a_word_for_it_and_no_word_is_left_over() -> None:
    assert set(document_errors.what_it_does()) == set(document_errors.errors())


def test_a_text_is_cut_between_what_is_and_what_to_do() -> None:
    assert document_errors._split("It is so. Do this.") == ("It is so.", "Do this.")
    assert document_errors._split("Left: {n}. None was sent. Ask.") == ("Left: {n}. None was sent.", "Ask.")
    assert document_errors._split("Refused ({s}): {text} Correct it.") == ("Refused ({s}): {text}", "Correct it.")


@pytest.mark.parametrize(("heading", "policy"), [pytest.param(*each, id=each[0]) for each in recipes()])
def test_a_recipe_is_a_policy(heading: str, policy: str, tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(policy, encoding="utf-8")
    document = TomlFile.read(file)
    if is_remote_text(document):
        remote = read_remote_text(document)
        assert remote.serial > 0
        file.write_text(re.sub(r"^(serial|expires) .*\n", "", policy, flags=re.MULTILINE), encoding="utf-8")
    load_policy([file])


def test_the_recipes_are_those_that_hospitals_ask_for() -> None:
    shown = " ".join(policy for _, policy in recipes())
    for setting in (
        "lock_on_removal = false", "allow_http = true", "auto = true", "submit = true", "[[outlet.file.target]]",
        "[[outlet.database]]", "api = [", "without_card = false", "[remote]", "serial =", "[authen]",
    ):  # fmt: skip
        assert setting in shown


def test_every_property_of_the_msi_is_in_the_guide() -> None:
    from installer.windows.tables import PROPERTIES

    guide = (ROOT / "docs/it/rollout.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE)) == set(PROPERTIES)
