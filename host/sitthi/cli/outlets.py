"""`sitthi outlets`: which programs outside the browser get the token, whether that works, and what it would change.

`set-secret` reads a database's password from the terminal or from standard input, never from the command line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sitthi.cli.service import service
from sitthi.cli.sites.view import policy_of_now
from sitthi.cli.texts import command_text, error_text
from sitthi.errors import SitthiError, by_name
from sitthi.errors_outlets import OutletOff

if TYPE_CHECKING:
    from sitthi.outlets.database.rows import RowChange
    from sitthi.policy.model import Policy
    from sitthi.policy.outlets import DatabasePolicy

HELP = "show, test and set up how programs outside the browser get the token"


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="show|test|dry-run|copy|set-secret", required=True)
    for name, (_, text, named) in _PARTS.items():
        part = parts.add_parser(name, help=text, description=text)
        if named:
            part.add_argument("name", help="the database's name in the policy")
        if name == "set-secret":
            part.add_argument("--stdin", action="store_true", help="read the password from standard input")
        part.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    return _PARTS[args.part][0](args)


def _show(args: argparse.Namespace) -> int:
    with service() as app:
        found = app.outlets.status()
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for each in found:
        state = command_text(f"outlets_{each['state']}")
        print(f"{each['name']} ({each['kind']}): {state}")
        problem: Any = each["problem"]
        if problem:
            print(f"  {error_text(by_name(problem['name'], problem['data']))}")
    if not found:
        print(command_text("outlets_none"))
    return 0


def _test(args: argparse.Namespace) -> int:
    """Each outlet of the policy, also those that are off: so that it can be tried before it is switched on."""
    from sitthi.outlets.token_file import TokenFile

    policy = policy_of_now().outlet
    checks = [(each.name or each.path, "file", TokenFile(each).check) for each in policy.file.targets]
    checks += [(each.name, "database", _database_outlet(each).check) for each in policy.databases]
    results = [(name, kind, _problem_of(check)) for name, kind, check in checks]
    if args.json:
        found = [
            {"name": name, "kind": kind, "ok": problem is None, "problem": _as_json(problem)}
            for name, kind, problem in results
        ]
        print(json.dumps(found, ensure_ascii=False, indent=2))
    for name, kind, problem in [] if args.json else results:
        print(f"{name} ({kind}): {command_text('outlets_works') if problem is None else error_text(problem)}")
    if not results and not args.json:
        print(command_text("outlets_none"))
    return 1 if any(problem for _, _, problem in results) else 0


def _dry_run(args: argparse.Namespace) -> int:
    database = _database_named(policy_of_now(), args.name)
    with service() as app:
        session = app.store.current()
    changes = _database_outlet(database).preview(session)
    shown = [_change_json(each) for each in changes]
    if args.json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    for each in shown:
        print(command_text("outlets_adds" if each["action"] == "insert" else "outlets_changes", table=each["table"]))
        print("  " + "  ".join(f"{name} = {value}" for name, value in each["key"].items()))
        for column, (before, after) in each["columns"].items():
            print(f"  {column}: {before} → {after}")
    print(command_text("outlets_nothing_done"))
    return 0


def _copy(args: argparse.Namespace) -> int:
    with service() as app:
        found: dict[str, Any] = app.call("outlets.copy", {})
    print(json.dumps(found) if args.json else command_text("outlets_copied", seconds=found["seconds"]))
    return 0


def _set_secret(args: argparse.Namespace) -> int:
    from sitthi.outlets.database.secret import store_secret

    database = _database_named(policy_of_now(), args.name)
    if args.stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        from getpass import getpass

        password = getpass(command_text("outlets_password", name=database.name) + " ")
    store_secret(database, password)
    where = database.secret_file or command_text("outlets_key_store")
    print(json.dumps({"kept": database.secret}) if args.json else command_text("outlets_kept", where=where))
    return 0


_PARTS: dict[str, tuple[Callable[[argparse.Namespace], int], str, bool]] = {
    "show": (_show, "where the token is now, and what did not work", False),
    "test": (_test, "try each outlet without a token: folders, connections, tables, rights", False),
    "dry-run": (_dry_run, "what the present session would change in a database, masked; changes nothing", True),
    "copy": (_copy, "the token to the clipboard, for the seconds that the policy says", False),
    "set-secret": (_set_secret, "keep the password of a database, from the terminal or standard input", True),
}


def _database_named(policy: Policy, name: str) -> DatabasePolicy:
    """Raises OutletOff for a name that the policy does not have."""
    for database in policy.outlet.databases:
        if database.name == name:
            return database
    raise OutletOff()


def _database_outlet(database: DatabasePolicy) -> Any:
    from sitthi.outlets.database.outlet import DatabaseOutlet

    return DatabaseOutlet(database)


def _problem_of(check: Callable[[], object]) -> SitthiError | None:
    try:
        check()
    except SitthiError as problem:
        return problem
    return None


def _as_json(problem: SitthiError | None) -> dict[str, object] | None:
    return None if problem is None else {"name": problem.name, "data": problem.data}


def _change_json(change: RowChange) -> dict[str, Any]:
    before = change.previous or dict.fromkeys(change.values)
    return {
        "table": change.table.name,
        "action": "insert" if change.previous is None else "update",
        "key": {name: _masked(value) for name, value in change.key.items()},
        "columns": {name: [_masked(before[name]), _masked(value)] for name, value in change.values.items()},
    }


def _masked(value: object) -> str:
    """Times and numbers as they are; of a text only so much that a person knows it again."""
    from sitthi.card.cid import mask_cid, valid_cid
    from sitthi.session.token import mask_token

    if value is None:
        return "-"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if not isinstance(value, str):
        return str(value)
    if valid_cid(value):
        return mask_cid(value)
    return value if len(value) == 1 else mask_token(value)
