"""What MkDocs cannot do by itself: pages from outside docs/, links that also work on a code forge, Thai search.

* Markdown outside docs/ (README, SECURITY, manifests, …) becomes pages of the site, under `project/`.
* Links between all of them are written for the repository; here they are turned to where the page is in the site.
* Headings get the anchors that code forges give them, so that one link works in both, Thai headings too.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = (
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "manifests/protocol.md",
    "manifests/issuer.md",
    "packages/his-api/README.md",
    "extension/README.md",
    "installer/windows/README.md",
    "installer/debian/README.md",
    "installer/policies/samples/README.md",
)
"""Read where they lie; no copy is kept in docs/."""
_LINK = re.compile(r"(\]\()([^)\s#]*)((?:#[^)\s]*)?)((?:\s+\"[^\"]*\")?\))")
_FENCE = re.compile(r"^(?: {0,3})(```|~~~).*?^(?: {0,3})\1[ \t]*$", re.MULTILINE | re.DOTALL)


def slug(text: str, separator: str = "-") -> str:
    """The anchor of a heading as code forges make it: lower case, letters of all scripts, blanks to hyphens."""
    kept = re.sub(r"[^\w\u0E00-\u0E7F\- ]", "", text.strip().lower())
    return kept.replace(" ", separator)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.mdx_configs.setdefault("toc", {})["slugify"] = slug
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name in OUTSIDE:
        path = ROOT / name
        if path.exists():
            files.append(File.generated(config, in_site(name), content=path.read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    here = in_repository(page.file.src_uri)
    done, last = [], 0
    for fence in _FENCE.finditer(markdown):
        done += [_turned(markdown[last : fence.start()], here, page, config), fence.group()]
        last = fence.end()
    return "".join([*done, _turned(markdown[last:], here, page, config)])


def on_post_build(config: MkDocsConfig) -> None:
    """MkDocs' search knows only words between blanks, and of Thai letters none."""
    shutil.copyfile(Path(__file__).with_name("thai_search.js"), Path(config.site_dir, "search/lunr.th.js"))


def in_site(name: str) -> str:
    """Where a file of the repository is in the site's tree of sources."""
    return name.removeprefix("docs/") if name.startswith("docs/") else f"project/{name}"


def in_repository(uri: str) -> str:
    return uri.removeprefix("project/") if uri.startswith("project/") else f"docs/{uri}"


def _turned(markdown: str, here: str, page: Page, config: MkDocsConfig) -> str:
    """Links, and the boxes of check lists, which MkDocs would show as brackets."""

    def turn(found: re.Match[str]) -> str:
        before, target, anchor, after = found.groups()
        if not target or ":" in target or target.startswith("/"):
            return found.group()
        name = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
        if name.startswith("docs/") or name in OUTSIDE:
            target = posixpath.relpath(in_site(name), posixpath.dirname(page.file.src_uri) or ".")
        elif (ROOT / name).exists():
            target = f"{str(config.repo_url).rstrip('/')}/tree/HEAD/{name}"
        return f"{before}{target}{anchor}{after}"

    return _LINK.sub(turn, markdown).replace("\n- [ ] ", "\n- ☐ ")
