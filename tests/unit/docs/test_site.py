"""`make docs`: the strict build is clean, takes nothing from other servers, and its links lead somewhere."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def built(folder: Path, *, strict: bool = True, config: Path = ROOT / "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config), "--site-dir", str(folder)]
    return subprocess.run([*command, *["--strict"] * strict], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("site")
    done = built(folder)
    assert done.returncode == 0, done.stderr
    yield folder


def pages(site: Path) -> dict[str, str]:
    return {str(path.relative_to(site)): path.read_text("utf-8") for path in site.rglob("*.html")}


def test_readers_find_their_part_in_the_navigation(site: Path) -> None:
    start = (site / "index.html").read_text("utf-8")
    for part in ("Users (Thai)", "Hospital IT", "HIS developers", "Reference", "Security"):
        assert part in start


def test_pages_from_outside_docs_are_there_and_linked(site: Path) -> None:
    assert "Threats and answers" in (site / "project/SECURITY.html").read_text("utf-8")
    assert 'href="../project/SECURITY.html"' in (site / "it/security.html").read_text("utf-8")
    assert 'href="../docs' not in (site / "project/index.html").read_text("utf-8")


def test_nothing_is_fetched_from_another_server(site: Path) -> None:
    fetched = re.compile(r"<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=\"((?:https?:)?//[^\"]*)")
    assert {name: fetched.findall(text) for name, text in pages(site).items() if fetched.search(text)} == {}
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", styles)


def test_links_of_the_built_pages_lead_somewhere(site: Path) -> None:
    found = pages(site)
    ids = {name: set(re.findall(r"\bid=\"([^\"]+)\"", text)) for name, text in found.items()}
    wrong = []
    for name, text in found.items():
        for target in re.findall(r"<a\b[^>]*\bhref=\"([^\"]*)\"", text):
            path, _, anchor = target.partition("#")
            if re.match(r"[a-z]+:", target) or target in {"", "#", "."} or name == "404.html":
                continue
            there = ((site / name).parent / path).resolve() if path else site / name
            there = there / "index.html" if there.is_dir() else there
            where = str(there.relative_to(site)) if there.is_relative_to(site) else ""
            if not there.exists() or (anchor and where in ids and anchor not in ids[where]):
                wrong.append(f"{name}: {target}")
    assert wrong == []


def test_thai_is_searched_by_our_word_breaker(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["en", "th"]
    assert any("เครื่องอ่านบัตร" in each["text"] for each in index["docs"])
    assert (site / "search/lunr.th.js").read_bytes() == (ROOT / "scripts/site/thai_search.js").read_bytes()


def test_a_strict_build_fails_for_a_broken_anchor(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# One\n\n[gone](index.md#gone)\n", "utf-8")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    plain = re.sub(r"^(hooks|extra_css|nav):.*?(?=^\S|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)
    config = tmp_path / "mkdocs.yml"
    config.write_text(re.sub(r"  custom_dir: .*\n", "", plain), "utf-8")
    done = built(tmp_path / "site", config=config)
    assert done.returncode != 0 and "gone" in done.stderr


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs/pictures").iterdir()}
    assert sizes and max(sizes.values()) < 150_000, sizes
