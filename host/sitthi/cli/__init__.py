"""The `sitthi` command: one file per command in this folder, all reached through `sitthi.cli.main`.

Exit codes (also in docs/cli.md): 0 done; 1 a failure with its own text; 2 wrong usage; 3 nothing to do it with (no
reader, no card, not logged in); 4 the PIN was not accepted; 130 interrupted.
"""

from sitthi.cli.main import main

__all__ = ["main"]
