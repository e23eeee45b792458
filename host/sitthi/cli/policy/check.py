"""`sitthi policy check [FILE...]`: is a policy valid? A mistake is shown with its line and the line itself.

Exit codes: 0 valid, 1 a mistake or a wrong signature, 2 wrong usage. Without a file: this computer's own sources.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.cli.texts import command_text
from sitthi.errors import PolicyInvalid

if TYPE_CHECKING:
    from sitthi.policy.toml_file import TomlFile

HELP = "check policy files, or what this computer has, and explain mistakes"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", type=Path, help="default: the sources of this computer")
    parser.add_argument("--public-key", metavar="KEY", help="also check FILE.sig against this key (base64)")
    parser.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    results = [_file(path, args.public_key) for path in args.files] if args.files else [_this_computer()]
    if args.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            _tell(result)
    return 0 if all(result["ok"] for result in results) else 1


def _file(path: Path, public_key: str | None) -> dict[str, object]:
    from sitthi.policy.load import merged
    from sitthi.policy.remote.signed import is_remote_text, read_remote_text
    from sitthi.policy.toml_file import TomlFile

    try:
        file = TomlFile.read(path)
        serial = None
        if is_remote_text(file):
            remote = read_remote_text(file)
            file, serial = remote.document, remote.serial
        policy = merged([file])
    except PolicyInvalid as problem:
        return {"file": str(path), "ok": False, "problem": problem.data, "text": _text_of(path, problem)}
    signed = None if public_key is None else _signed(path, public_key, file)
    facts = {"sites": len(policy.sites), "serial": serial, "signed": signed, "revision": policy.revision}
    return {"file": str(path), "ok": signed is not False, "problem": None, **facts}


def _this_computer() -> dict[str, object]:
    """The remote policy is part of it: one that people must set right is a mistake too."""
    from sitthi.policy.sources import current_policy

    try:
        policy, explanation = current_policy()
    except PolicyInvalid as problem:
        file = str(problem.data.get("file"))
        return {"file": file, "ok": False, "problem": problem.data, "text": _text_of(Path(file), problem)}
    failure = explanation.remote.failure() if explanation.remote else None
    if failure is not None:
        return {"file": failure.data["file"], "ok": False, "problem": failure.data, "text": ""}
    places = [source.place for source in explanation.sources]
    facts = {"sites": len(policy.sites), "serial": None, "signed": None, "revision": policy.revision}
    return {"file": ", ".join(places) or command_text("policy_no_sources"), "ok": True, "problem": None, **facts}


def _signed(path: Path, public_key: str, file: TomlFile) -> bool:
    from sitthi.policy.checks import Problem
    from sitthi.policy.remote.settings import REMOTE, RemotePolicy
    from sitthi.policy.remote.signature import is_signed

    try:
        keys = RemotePolicy(public_key=str(REMOTE["public_key"](public_key))).keys
        return is_signed(path.read_bytes(), Path(f"{path}.sig").read_bytes(), keys)
    except (Problem, OSError):
        return False


def _text_of(path: Path, problem: PolicyInvalid) -> str:
    """The line with the mistake, so that nobody has to count."""
    line = problem.data.get("line")
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[line - 1].strip() if isinstance(line, int) and 0 < line <= len(lines) else ""


def _tell(result: dict[str, object]) -> None:
    problem = result["problem"]
    if isinstance(problem, dict):
        key = "policy_mistake_line" if problem["line"] else "policy_mistake"
        print(command_text(key, **{**problem, "key": problem["key"] or "-"}))
        if result["text"]:
            print(f"    {result['text']}")
        return
    key = "policy_valid_serial" if result["serial"] else "policy_valid"
    print(command_text(key, file=result["file"], sites=result["sites"], serial=result["serial"]))
    if result["signed"] is not None:
        print(command_text("policy_signed" if result["signed"] else "policy_not_signed", file=f"{result['file']}.sig"))
