"""Relative links and anchors of all Markdown of the project lead somewhere, also on a code forge."""

from pathlib import Path

import pytest

from unit.docs import links


def test_every_relative_link_has_its_target() -> None:
    files = links.markdown_files()
    assert {"README.md", "SECURITY.md"} <= {file.name for file in files} and len(files) > 30
    assert links.broken(files) == []


@pytest.mark.parametrize("link", ["gone.md", "here.md#gone", "#gone", "../../../../../../../../etc/passwd"])
def test_a_broken_link_is_found(link: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "ROOT", tmp_path)
    (tmp_path / "here.md").write_text(f"# Here it is\n\n[good](here.md#here-it-is) [bad]({link})\n", "utf-8")
    assert links.broken([tmp_path / "here.md"]) == [f"here.md: {link}"]


def test_links_in_examples_are_none_and_thai_headings_have_anchors() -> None:
    text = "## เรื่อง `PIN`\n\n```\n[no](gone.md)\n```\n`[no](gone.md)` [yes](a.md#b)\n"
    assert list(links.relative_links(text)) == [("a.md", "b")]
    assert links.anchors(text) == {"เรื่อง-pin"}
