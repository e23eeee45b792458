"""Writes the protocol's two generated files from its one definition: the document and the extension's shapes.

`python -m sitthi.messaging.document` in the project's folder rewrites both; a test fails when they are not current.
"""

from __future__ import annotations

import json
from pathlib import Path

from sitthi.errors import SitthiError, all_errors
from sitthi.messaging.frames import MAX_INCOMING, MAX_OUTGOING
from sitthi.messaging.messages import HOST_NAME, METHODS, NOTIFICATIONS, PROTOCOL, RPC_ERRORS
from sitthi.messaging.schema import Flag, ListOf, MapOf, Nullable, Object, OneOf, Optional, Shape, Text, Whole
from sitthi.roles import ROLES

DOCUMENT = "manifests/protocol.md"
SHAPES = "extension/shared/protocol_shapes.js"

_INTRODUCTION = f"""# The Sitthi protocol, version {PROTOCOL}

Generated from `host/sitthi/messaging/messages.py` by `python -m sitthi.messaging.document`; do not edit.

Between the browser extension and the native-messaging host `{HOST_NAME}`. A frame is a uint32 *native-endian* byte
length and that many bytes of UTF-8 JSON. The payload is [JSON-RPC 2.0](https://www.jsonrpc.org/specification):
requests and answers, and notifications from the host. Batches are refused.

* From the browser at most {MAX_INCOMING:,} bytes a frame. A longer one is thrown away and answered with -32600; the
  connection goes on. To the browser at most {MAX_OUTGOING:,} bytes.
* Bad UTF-8 or bad JSON: -32700. Unknown methods: -32601. Unknown members, missing members and wrong types: -32602 with
  `data.field` and `data.problem`. The connection goes on after each.
* `id` is a string of at most 64 printable characters, a whole number, or null. Answers may come in another order than
  the requests: methods that wait for a card, the network or a person do not hold up the others.
* Times are ISO 8601 with offset, dates `YYYY-MM-DD` in the Gregorian calendar, with `00` for an unknown month or day.
* An error is `{{"code": number, "message": name, "data": {{…}}}}`. The names are stable, and each has a Thai and an
  English text in `host/sitthi/texts/` and `extension/_locales/`. `data` never holds a PIN, token, citizen ID or name.
* `masked` values look like `1-1008-xxxxx-xx-x`; a role is one of {", ".join(f"`{role}`" for role in ROLES)}.
"""


def document() -> str:
    """The text of manifests/protocol.md."""
    parts = [_INTRODUCTION, "## Methods\n"]
    for name, method in METHODS.items():
        request = {"jsonrpc": "2.0", "id": 1, "method": name, "params": method.example}
        parts.append(f"### `{name}`\n\n{method.summary}\n")
        parts.append(_members("Params", method.params) + "\n")
        parts.append(_members("Result", method.result) + "\n")
        errors = ", ".join(f"`{error}`" for error in method.errors) or "none of its own"
        parts.append(f"Errors: {errors}.\n")
        parts.append(f"```json\n{json.dumps(request, ensure_ascii=False)}\n```\n")
    parts.append("## Notifications from the host\n")
    for name, (summary, params) in NOTIFICATIONS.items():
        parts.append(f"### `{name}`\n\n{summary}\n\n{_members('Params', params)}\n")
    parts.append(_error_table())
    return "\n".join(parts)


def shapes() -> str:
    """The text of the extension's protocol_shapes.js."""
    results = {name: method.result.describe() for name, method in METHODS.items()}
    notifications = {name: params.describe() for name, (_, params) in NOTIFICATIONS.items()}
    kind = '/** @type {Record<string, import("./protocol.js").Shape>} */'
    return (
        "/* Generated from host/sitthi/messaging/messages.py; a test keeps the two the same. Do not edit. */\n\n"
        f"{kind}\nexport const RESULTS = {json.dumps(results, indent=2)};\n\n"
        f"{kind}\nexport const NOTIFICATIONS = {json.dumps(notifications, indent=2)};\n"
    )


def _members(title: str, shape: Object) -> str:
    if not shape.members:
        return f"{title}: none (`{{}}`)."
    rows = [f"| {title.lower()} | type |", "|---|---|"]
    rows += [f"| `{path}` | {kind} |" for path, kind in _rows(shape, "")]
    return "\n".join(rows)


def _rows(shape: Shape, path: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if isinstance(shape, Object):
        for name, member in shape.members.items():
            inner = f"{path}.{name}" if path else name
            rows.append((inner, _kind(member)))
            rows += _rows(member, inner)
    elif isinstance(shape, Optional | Nullable):
        rows += _rows(shape.inner, path)
    elif isinstance(shape, ListOf | MapOf):
        rows += _rows(shape.item, path + "[]")
    return rows


def _kind(shape: Shape) -> str:
    match shape:
        case Optional():
            return _kind(shape.inner) + ", optional"
        case Nullable():
            return _kind(shape.inner) + " or null"
        case Text():
            return f"string, at most {shape.longest} characters"
        case Whole():
            return f"whole number, {shape.lowest} to {shape.highest}"
        case Flag():
            return "true or false"
        case OneOf():
            return " · ".join(f"`{choice}`" for choice in shape.choices)
        case ListOf():
            return f"list of {_kind(shape.item)}"
        case MapOf():
            return f"object of {_kind(shape.item)}"
        case Object():
            return "object"
    return "any"


def _error_table() -> str:
    texts = json.loads((Path(__file__).parents[1] / "texts" / "en.json").read_text(encoding="utf-8"))
    rows = ["## Errors\n", "| code | name | text (English) |", "|---|---|---|"]
    named = list(RPC_ERRORS.items())
    kinds = sorted(all_errors(), key=lambda kind: -kind.number)
    named += [(kind.name, kind.number) for kind in kinds if kind is not SitthiError]
    named.append((SitthiError.name, SitthiError.number))
    rows += [f"| {number} | `{name}` | {texts['error_' + name]} |" for name, number in named]
    return "\n".join(rows) + "\n"


def main() -> None:
    Path(DOCUMENT).write_text(document(), encoding="utf-8")
    Path(SHAPES).write_text(shapes(), encoding="utf-8")


if __name__ == "__main__":
    main()
