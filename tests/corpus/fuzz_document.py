"""Random documents: everything that a page may contain and a decent page would not. `document_of(seed)` is pure.

Decoys are planted with their own unmistakable marks and `data-decoy`: whatever stands around them, they get nothing.
"""

from __future__ import annotations

from html import escape
from random import Random

CLOBBERING = (
    "id", "name", "action", "elements", "parentElement", "parentNode", "childNodes", "attributes", "getAttribute",
    "matches", "closest", "querySelectorAll", "querySelector", "labels", "length", "tagName", "localName", "nodeType",
    "textContent", "contains", "children", "nextSibling", "previousElementSibling", "firstChild", "ownerDocument",
    "getRootNode", "getBoundingClientRect", "hasAttribute", "checkVisibility", "shadowRoot", "style", "submit", "form",
    "constructor", "__proto__", "prototype", "toString", "valueOf", "hasOwnProperty", "compareDocumentPosition",
)  # fmt: skip
"""Names of fields that hide the form's own property of that name."""
DOCUMENT_CLOBBERING = (
    "querySelectorAll", "createTreeWalker", "elementFromPoint", "body", "documentElement", "forms", "title", "head",
    "defaultView", "activeElement", "getElementById", "nodeType", "location", "host", "childNodes", "baseURI",
)  # fmt: skip
"""Names of images and forms that hide the document's own property of that name."""
_NAMES = (
    "cid", "pid", "token", "password", "passwd", "username", "user_person_id", "smctoken", "hn", "otp", "q", "search",
    "fname", "lname", "birth_date", "sex", "title", "address", "T1", "f[0]", "a.b", "x'y", 'x"y', "ชื่อ", "input-31", "",
)  # fmt: skip
_IDS = ("a", "a", "b", "1", "a b", "x'y", 'x"]', "\\", "#", "ก", "id", "__proto__", "a:b", "%")
_TEXTS = (
    "เลขบัตรประชาชน", "เลขประจำตัวประชาชนผู้ป่วย", "ผู้ใช้งาน", "รหัสผ่าน", "Token ID", "เข้าสู่ระบบ", "ค้นหา", "บันทึก",
    "สมัครสมาชิก", "รหัสผ่านใหม่", "ตรวจสอบสิทธิ", "ชื่อ", "นามสกุล", "วันเกิด", "เพศ", "HN", "Username", "Password", "Sign in",
    "Sign up", "เจ้าหน้าที่", "ที่อยู่", "คำนำหน้า", "API Key", "", " ", "\u200b\u200b", "\u202eabc", "\u200bร\u200bหั\u200bส",
    "🙂" * 40, "ก" * 2000, "(" * 3000, "a b " * 1000,
)  # fmt: skip
_TYPES = (
    "text", "text", "text", "password", "tel", "number", "email", "search", "date", "checkbox", "radio", "hidden",
    "submit", "file", "color", "range", "url", "month", "nonsense", "TEXT",
)  # fmt: skip
_STYLES = (
    "", "", "", "display:none", "visibility:hidden", "opacity:0", "opacity:.05", "position:absolute;left:-9999px",
    "transform:scale(0)", "clip-path:inset(100%)", "width:1px;height:1px;overflow:hidden", "position:fixed;top:0",
    "overflow:auto;height:20px", "display:contents", "content-visibility:hidden", "filter:opacity(0)", "zoom:.01",
    "float:right", "writing-mode:vertical-rl", "position:sticky;top:0", "transform:rotate(45deg) skew(10deg)",
)  # fmt: skip
_DECOYS = {
    "new_password": "<label>รหัสผ่านใหม่ <input type=password name=new_password autocomplete=new-password {}></label>",
    "otp": "<label>รหัส OTP <input name=otp maxlength=6 autocomplete=one-time-code inputmode=numeric {}></label>",
    "hidden": "<input type=hidden name=token value=x {}>",
    "search": '<input type=search name=q placeholder="ค้นหา" aria-label="ค้นหา" {}>',
    "csrf": "<input name=_token value=x {}>",
    "payment": "<label>หมายเลขบัตรเครดิต <input name=cardnumber autocomplete=cc-number {}></label>",
    "readonly": "<label>เลขบัตรประชาชน <input name=cid readonly {}></label>",
    "disabled": "<label>Token ID <input name=token disabled {}></label>",
    "invisible": "<label>Token ID <input name=token style='display:none' {}></label>",
    "transparent": "<label>รหัสผ่าน <input type=password name=password style='opacity:0' {}></label>",
    "api_key": "<label>API Key <input name=api_key {}></label>",
}
_CONTAINERS = (
    "div", "div", "div", "span", "p", "form", "form", "fieldset", "section", "label", "ul", "li", "table", "td", "dl",
    "center", "font", "details open", "dialog open", "button", "a href=#", "x-field", "svg", "math", "template",
    "select", "object", "h2", "marquee", "nav",
)  # fmt: skip
_FEWEST, _MOST = 20, 150
_MOST_FRAMES = 2
_DEEPEST = 400


class _Writer:
    """Writes until its number of parts is used up; `depth` bounds how far a part may hold others."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.left = random.randint(_FEWEST, _MOST)
        self.frames = _MOST_FRAMES
        self.deepest = _DEEPEST

    def document(self) -> str:
        parts = []
        while self.left > 0:
            parts.append(self.content(6))
        return "".join(parts)

    def content(self, depth: int) -> str:
        parts = []
        for _ in range(self.random.randint(1, 5)):
            self.left -= 1
            parts.append(self._part(depth))
        return "".join(parts)

    def _part(self, depth: int) -> str:
        leaves = (self._control, self._control, self._text, self._decoy, self._login)
        branches = (self._label, self._table, self._shadow, self._frame, self._deep, self._clobber)
        choices = leaves if depth <= 0 or self.left <= 0 else (*leaves, *branches, *(self._container,) * 4)
        return self.random.choice(choices)(depth - 1)

    def _attributes(self) -> str:
        random = self.random
        pairs = (
            ("name", self._name()), ("id", self._id()), ("placeholder", self._words()), ("aria-label", self._words()),
            ("title", self._words()), ("maxlength", random.choice(("13", "-1", "0", "99999999999", "x", "6"))),
            ("autocomplete", random.choice(("off", "username", "current-password", "section-x billing", "on on on"))),
            ("aria-labelledby", f"{self._id()} {self._id()}"), ("pattern", random.choice(("[0-9]{13}", "((", "\\"))),
            ("style", random.choice(_STYLES)), ("class", " ".join(self._words() for _ in range(3))),
            ("role", random.choice(("dialog", "form", "button", "textbox", "presentation"))), ("tabindex", "-1"),
            ("aria-hidden", "true"), ("readonly", ""), ("disabled", ""), ("hidden", ""), ("inert", ""),
            ("form", self._id()), ("value", self._words()), ("contenteditable", ""),
            ("data-x", "x" * random.choice((1, 20_000))),
        )  # fmt: skip
        chosen = random.sample(pairs, random.choice((0, 1, 1, 2, 2, 3, 5)))
        return " ".join(f'{name}="{escape(value)}"' for name, value in chosen)

    def _name(self) -> str:
        return self.random.choice(_NAMES if self.random.random() < 0.7 else CLOBBERING)

    def _id(self) -> str:
        return self.random.choice(_IDS)

    def _words(self) -> str:
        return self.random.choice(_TEXTS)

    def _control(self, _: int) -> str:
        kind = self.random.choice(("input",) * 8 + ("textarea", "select", "button"))
        attributes = self._attributes()
        if kind == "input":
            return f"<input type={self.random.choice(_TYPES)} {attributes}>"
        inner = "<option>นาย<option value=2>หญิง" if kind == "select" else escape(self._words())
        return f"<{kind} {attributes}>{inner}</{kind}>"

    def _login(self, _: int) -> str:
        return (
            f"<form {self._attributes()}><h3>เข้าสู่ระบบ</h3><label>ผู้ใช้งาน <input {self._attributes()}></label>"
            f"<label>รหัสผ่าน <input type=password {self._attributes()}></label><button>เข้าสู่ระบบ</button></form>"
        )

    def _text(self, _: int) -> str:
        words = escape(self._words())
        return self.random.choice((words, f"<b>{words}</b>", f"<h2>{words}</h2>", f"<!--{words}-->", f"{words}<br>"))

    def _label(self, depth: int) -> str:
        return f'<label for="{escape(self._id())}">{escape(self._words())}{self.content(depth)}</label>'

    def _decoy(self, _: int) -> str:
        kind = self.random.choice(list(_DECOYS))
        return _DECOYS[kind].format(f"data-decoy={kind}")

    def _table(self, depth: int) -> str:
        rows = []
        for _ in range(self.random.randint(0, 3)):
            cells = "".join(
                f"<{self.random.choice(('td', 'th', 'td colspan=9999 rowspan=0'))}>{self.content(min(depth, 2))}"
                for _ in range(self.random.randint(0, 3))
            )
            shapes = (f"<tr>{cells}</tr>", cells, f"<thead><tr>{cells}</thead>", "<tr>", "<caption>x")
            rows.append(self.random.choice(shapes))
        return f"<table>{''.join(rows)}</table>"

    def _shadow(self, depth: int) -> str:
        mode = self.random.choice(("open", "open", "closed"))
        inner = f"<template shadowrootmode={mode}>{self.content(depth)}<slot></slot></template>"
        return f"<x-host>{inner}{self.content(0)}</x-host>"

    def _frame(self, depth: int) -> str:
        self.frames -= 1
        if self.frames < 0:
            return self._text(depth)
        kind = self.random.choice(("", "", "", "", "sandbox", 'sandbox="allow-same-origin"', "style=width:0;height:0"))
        return f'<iframe {kind} srcdoc="{escape(self.content(min(depth, 1)))}"></iframe>'

    def _container(self, depth: int) -> str:
        tag = self.random.choice(_CONTAINERS)
        attributes = self._attributes() if self.random.random() < 0.4 else ""
        closing = f"</{tag.split()[0]}>" if self.random.random() < 0.9 else ""
        return f"<{tag} {attributes}>{self.content(depth)}{closing}"

    def _deep(self, depth: int) -> str:
        times = min(self.deepest, self.random.choice((5, 40, _DEEPEST)))
        self.deepest -= times
        tag = self.random.choice(("div", "span", "section", "font"))
        return f"<{tag}>" * times + self.content(depth) + f"</{tag}>" * times

    def _clobber(self, _: int) -> str:
        tag = self.random.choice(("img", "form", "embed"))
        name, id_ = self.random.choice(DOCUMENT_CLOBBERING), self.random.choice(DOCUMENT_CLOBBERING)
        return f"<{tag} name={name} id={id_}>"


def document_of(seed: int) -> str:
    """The document of this number, always the same."""
    random = Random(seed)
    head = random.choice(("<!doctype html>", "", "<!doctype html><html lang=th>"))
    title = escape(random.choice(_TEXTS))
    return f'{head}<meta charset="utf-8"><title>{title}</title>{_Writer(random).document()}'
