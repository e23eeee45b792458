"""Pages built to break a reader of the DOM, one trick each: the login is still found, or nothing; never an error."""

from __future__ import annotations

from html import escape

import pytest

from corpus.fuzz_check import check
from corpus.fuzz_document import CLOBBERING, DOCUMENT_CLOBBERING
from corpus.isolated import IsolatedWorld

_FIELDS = """<label>ผู้ใช้งาน <input name=u></label><label>รหัสผ่าน <input type=password name=p></label>
  <button>เข้าสู่ระบบ</button>"""
_LOGIN = f"<form><h3>เข้าสู่ระบบ</h3>{_FIELDS}</form>"
_BOTH = ["operator_cid", "token"]

STILL_FOUND = {
    "fields named like the form's own properties": (
        f"<form><h3>เข้าสู่ระบบ</h3>{_FIELDS}{''.join(f'<input type=hidden name={name}>' for name in CLOBBERING)}</form>"
    ),
    "images named like the document's own properties": (
        "".join(f"<img name={name} id={name} alt=''>" for name in DOCUMENT_CLOBBERING) + _LOGIN
    ),
    "forms named like the document's own properties": (
        "".join(f"<form name={name}></form>" for name in DOCUMENT_CLOBBERING) + _LOGIN
    ),
    "ids with quotes and brackets": "".join(
        f"<form><h3>เข้าสู่ระบบ</h3><label for='{id_}1'>ผู้ใช้งาน</label><input id='{id_}1'>"
        f"<label for='{id_}2'>รหัสผ่าน</label><input id='{id_}2' type=password><button>เข้าสู่ระบบ</button></form>"
        for id_ in (escape("a\"]'\\#:[ (", quote=True),)
    ),
    "a thousand labels for one field": (
        f"<form><h3>เข้าสู่ระบบ</h3>{'<label for=u>ผู้ใช้งาน</label>' * 1000}<input id=u name=u>"
        "<label>รหัสผ่าน <input type=password></label><button>เข้าสู่ระบบ</button></form>"
    ),
    "a label of 200 kB beside it": f"<label for=x>{'password ' * 22_000}</label><input id=x type=checkbox>{_LOGIN}",
    "a select of 5,000 options beside it": f"<select name=ward>{'<option>ตึก' * 5_000}</select>{_LOGIN}",
    "five thousand paragraphs before it": "<p>ประกาศ <b>เข้าสู่ระบบ</b> ด้วยรหัสผ่าน</p>" * 5_000 + _LOGIN,
    "an SVG with a field inside": (
        f"<svg><foreignObject width=0 height=0><input name=cid></foreignObject></svg>{_LOGIN}"
    ),
}
NEVER_AN_ERROR = {
    "nothing at all": "",
    "a frameset": "<frameset cols='*,*'><frame src='about:blank'><frame></frameset>",
    "five hundred logins": _LOGIN * 500,
    "nested 500 deep": "<div>" * 500 + _LOGIN + "</div>" * 500,
    "tables in tables": "<table><tr><td>เลขบัตรประชาชน<td>" * 12 + "<input name=cid>" + "</table>" * 12,
    "cells that span everything": "<table><tr><th colspan=1000 rowspan=0>Token ID<td><input><tr><td><tr></table>",
    "a label inside its own field's label": (
        "<label for=a>รหัสผ่าน<label for=a>Token<input id=a type=password></label></label>"
    ),
    "aria that points to itself": "<input id=a aria-labelledby='a a a b' type=password><p id=b aria-labelledby=b>x</p>",
    "lengths that are none": "<form>Token ID <input name=token maxlength=-5 size=0 minlength=99 pattern='(('></form>",
    "surrogates and marks": "<label>รหัสผ่าน\u202e\ufeff\u0000<input type=password></label>" + "\u0e49" * 5_000,
}
_BUILT = {
    "forms inside forms": """let at = document.body;
      for (let i = 0; i < 300; i += 1) at = at.appendChild(document.createElement("form"));
      at.innerHTML = fields;""",
    "shadow roots 200 deep": """let at = document.body;
      for (let i = 0; i < 200; i += 1)
        at = at.appendChild(document.createElement("x-a")).attachShadow({mode: "open"});
      at.innerHTML = fields;""",
    "elements 1,500 deep": """let at = document.body;
      for (let i = 0; i < 1500; i += 1) at = at.appendChild(document.createElement("i"));
      at.innerHTML = fields;""",
    "fields of another namespace": """
      for (const space of ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML", "urn:x", null])
        for (const name of ["input", "select", "select", "select", "textarea", "label", "form"])
          document.body.append("Token ID", document.createElementNS(space, name), "วันเกิด");""",
    "a field outside of body": """document.body.remove();
      document.documentElement.append("Token ID", document.createElement("input"));""",
    "no document element": "document.documentElement.remove();",
    "an XML element for a root": """document.documentElement.remove();
      document.append(document.createElementNS("urn:x", "x"));""",
}


def _load(world: IsolatedWorld, body: str) -> None:
    world.page.goto("about:blank")
    world.page.set_content(f'<!doctype html><html lang="th"><meta charset="utf-8">{body}')
    world.enter()


@pytest.mark.parametrize("name", STILL_FOUND)
def test_login_is_still_found(world: IsolatedWorld, name: str) -> None:
    _load(world, STILL_FOUND[name])
    problems, seen = check(world)
    assert not problems
    assert sorted(seen["roles"]) == _BOTH


@pytest.mark.parametrize("name", NEVER_AN_ERROR)
def test_page_without_sense_is_no_error(world: IsolatedWorld, name: str) -> None:
    _load(world, NEVER_AN_ERROR[name])
    problems, _ = check(world)
    assert not problems


@pytest.mark.parametrize("name", _BUILT)
def test_tree_that_no_parser_makes_is_no_error(world: IsolatedWorld, name: str) -> None:
    _load(world, "")
    world.page.evaluate(f"fields => {{ {_BUILT[name]} }}", _FIELDS)
    problems, _ = check(world)
    assert not problems


def test_any_part_of_a_page_may_be_searched(world: IsolatedWorld) -> None:
    _load(world, f"<x-a></x-a><div id=part>{_LOGIN}</div>")
    roles = world.call(
        """login => {
          const detached = document.createElement("div");
          detached.innerHTML = login;
          const shadow = document.querySelector("x-a").attachShadow({mode: "open"});
          shadow.innerHTML = login;
          const roots = [document.querySelector("#part"), shadow, detached, document.createElement("input")];
          return roots.map(root => sitthiFields.find(root).map(({role}) => role).sort());
        }""",
        _LOGIN,
    )
    assert roles == [_BOTH, _BOTH, [], []]


@pytest.mark.parametrize("selector", ["", ">>>", " >>> input", "input[", "a >>> ", ":has(", "#p >>> >>> x", "\\"])
def test_a_selector_that_is_none_names_nothing_and_is_no_error(world: IsolatedWorld, selector: str) -> None:
    _load(world, _LOGIN)
    found = world.call(
        """selector => [
          sitthiFields.survey(document, {fields: {token: selector}}).found.length,
          sitthiFields.survey(document, {never: [selector]}).found.length,
        ]""",
        selector,
    )
    assert found == [2, 2]
