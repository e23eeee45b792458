"""The finder on documents that nobody meant: it never throws, never changes the page, never gives a decoy.

`SITTHI_FUZZ_SEED=7 SITTHI_FUZZ_RUNS=500` for other ones. A document that fails is kept in build/fuzz.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from corpus.corpora import LOGIN_FORMS, THAI
from corpus.fuzz_check import check
from corpus.fuzz_document import document_of
from corpus.fuzz_mutation import decorate, worsen
from corpus.isolated import IsolatedWorld
from corpus.observe import take_truth

_SEED = int(os.environ.get("SITTHI_FUZZ_SEED", "2569"))
_RUNS = int(os.environ.get("SITTHI_FUZZ_RUNS", "50"))
_KEPT = Path(__file__).resolve().parents[2] / "build/fuzz"
_SABOTAGES = {
    "changes to the page": "list => { document.body.setAttribute('data-seen', Math.random()); return list; }",
    "asked twice": "list => (globalThis.asked ^= 1) ? list : []",
    "a role twice": "list => [...list, list[0]]",
    "no role": "list => list.map(each => ({...each, role: 'admin'}))",
    "a decoy": "list => [{...list[0], element: decoy, elements: [decoy]}, list[1]]",
    "not writable": "list => [{...list[0], element: readonly, elements: [readonly]}, list[1]]",
    "transparent": "list => [{...list[0], element: faint, elements: [faint]}, list[1]]",
    "ms for": "list => { const from = performance.now(); while (performance.now() - from < 400); return list; }",
    "characters of words": "list => list.map(each => ({...each, words: 'x'.repeat(41)}))",
    "throws": "list => list.parentElement.name",
}
_SABOTAGED = """<form><label>ผู้ใช้งาน <input name=u></label><label>รหัสผ่าน <input type=password name=p></label>
  <button>เข้าสู่ระบบ</button></form><input id=decoy data-decoy=search><input id=readonly readonly>
  <input id=faint style="opacity:0">"""
_ROLES_NOW = """() => sitthiFields.find(document).map(({role, elements}) => [role, elements.map(each => each.name)])"""


def _load(world: IsolatedWorld, document: str) -> None:
    world.page.goto("about:blank")
    world.page.set_content(document, wait_until="load")
    world.enter()


def _keep(name: str, document: str) -> str:
    _KEPT.mkdir(parents=True, exist_ok=True)
    path = _KEPT / f"{name}.html"
    path.write_text(document, "utf-8", errors="replace")
    return str(path.relative_to(_KEPT.parents[1]))


@pytest.mark.parametrize("complaint", _SABOTAGES)
def test_checks_would_notice(world: IsolatedWorld, complaint: str) -> None:
    _load(world, _SABOTAGED)
    assert check(world)[0] == []
    world.call(
        f"""() => {{
          const [decoy, readonly, faint] = ["decoy", "readonly", "faint"].map(id => document.getElementById(id));
          const {{find, survey}} = sitthiFields;
          const worse = {_SABOTAGES[complaint]};
          const sabotaged = root => ({{...survey(root), found: worse(survey(root).found)}});
          globalThis.sitthiFields = {{find: root => worse(find(root)), survey: sabotaged}};
        }}"""
    )
    assert any(complaint in problem for problem in check(world)[0])


def test_random_documents(world: IsolatedWorld) -> None:
    failures, fields, roles = [], 0, 0
    for seed in range(_SEED, _SEED + _RUNS):
        document = document_of(seed)
        _load(world, document)
        problems, seen = check(world)
        fields += seen.get("elements", 0)
        roles += len(seen.get("roles", []))
        if problems:
            failures.append(f"seed {seed} ({_keep(f'random-{seed}', document)}): " + "\n    ".join(problems))
    print(f"seeds {_SEED} to {_SEED + _RUNS - 1}: {fields} elements, {roles} roles given")
    assert not failures, "\n".join(failures)
    assert roles > _RUNS / 10, "the documents hold hardly anything that could be given"


@pytest.mark.parametrize("corpus", [THAI, LOGIN_FORMS], ids=lambda corpus: corpus.name)
def test_real_pages_made_worse(world: IsolatedWorld, address: str, corpus: object) -> None:
    assert corpus in (THAI, LOGIN_FORMS)
    chosen = THAI if corpus is THAI else LOGIN_FORMS
    if not chosen.exists:
        pytest.skip(f"{chosen.name} is not here")
    failures = []
    pages = Random(_SEED).choices(chosen.pages(), k=_RUNS // 2)
    for seed, page in enumerate(pages, _SEED):
        world.page.goto(f"{address}/{chosen.name}/{page}")
        world.enter()
        take_truth(world)
        worsen(world, seed)
        problems, _ = check(world)
        if problems:
            kept = _keep(f"{seed}-{page.removesuffix('.html')}", world.page.content())
            failures.append(f"{page}, seed {seed} ({kept}): " + "\n    ".join(problems))
    print(f"{chosen.name}: {len(pages)} pages, seeds {_SEED} to {_SEED + len(pages) - 1}")
    assert not failures, "\n".join(failures)


def test_comments_spaces_and_foreign_attributes_change_no_answer(world: IsolatedWorld, address: str) -> None:
    changed = []
    for seed, page in enumerate(Random(_SEED).sample(THAI.pages(), k=min(25, len(THAI.pages()))), _SEED):
        world.page.goto(f"{address}/{THAI.name}/{page}")
        world.enter()
        take_truth(world)
        before = world.call(_ROLES_NOW)
        decorate(world, seed)
        after = world.call(_ROLES_NOW)
        if before != after:
            changed.append(f"{page}, seed {seed}: {before} became {after}")
    assert not changed, "\n".join(changed)
