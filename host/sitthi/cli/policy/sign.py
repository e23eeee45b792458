"""`sitthi policy sign FILE --key KEY`: writes FILE.sig. What hosts would refuse is not signed."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sitthi.cli.texts import command_text

HELP = "sign a policy for a server or a share: writes FILE.sig"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the policy, with `serial = N` in its first lines")
    parser.add_argument("--key", metavar="FILE", type=Path, required=True, help="private key of `policy keygen`")


def run(args: argparse.Namespace) -> int:
    from sitthi.cli.policy.key_file import BadKeyFile, load_key, public_text
    from sitthi.policy.load import merged
    from sitthi.policy.remote.signature import sign
    from sitthi.policy.remote.signed import MAX_BYTES, read_remote_text
    from sitthi.policy.toml_file import TomlFile
    from sitthi.session.files import replace_private

    file = TomlFile.read(args.file)
    remote = read_remote_text(file)
    merged([remote.document])
    content = args.file.read_bytes()
    if remote.expired(datetime.now(UTC)):
        return _failed("policy_sign_expired", file=args.file)
    if len(content) > MAX_BYTES:
        return _failed("policy_sign_large", file=args.file)
    try:
        key = load_key(args.key)
    except BadKeyFile as bad:
        return _failed(f"policy_key_{bad.reason}", file=args.key)
    signature = Path(f"{args.file}.sig")
    replace_private(signature, sign(content, key))
    signature.chmod(0o644)  # public: a web server must be able to read it
    print(command_text("policy_sign_done", file=signature, serial=remote.serial, key=public_text(key)))
    return 0


def _failed(text: str, **data: object) -> int:
    print(command_text(text, **data), file=sys.stderr)
    return 1
