"""Where the output goes: checked before anything is asked, written beside its place, put there whole, mode 0600."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sitthi.batch.problem import BatchProblem
from sitthi.session.files import rename_over, sync_folder, temporary_beside

FORMATS = ("csv", "json", "xlsx")


def check_place(target: Path, source: Path) -> str:
    """The format. Raises BatchProblem: format, extra, same_file, output."""
    kind = target.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise BatchProblem("format", usage=True)
    if kind == "xlsx" and find_spec("xlsxwriter") is None:
        raise BatchProblem("extra")
    if target.is_dir() or not os.access(target.parent, os.W_OK):
        raise BatchProblem("output", reason="no_folder")
    with contextlib.suppress(OSError):
        if target.samefile(source):
            raise BatchProblem("same_file", usage=True)
    return kind


def journal_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.sitthi-journal")


@contextmanager
def put_in_place(target: Path) -> Iterator[Path]:
    """A new private folder beside `target`; what is written there under its name takes its place at the end.

    Only for the holder of the journal: what writers that died left behind is removed. Raises BatchProblem(output).
    """
    for leftover in target.parent.glob(f"{_literal(target.name)}.tmp-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = temporary_beside(target)
    try:
        folder.mkdir(mode=0o700)
        yield folder
        made = folder / target.name
        made.chmod(0o600)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        rename_over(made, target)
        sync_folder(target.parent)
    except OSError as error:
        raise BatchProblem("output", reason=type(error).__name__) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _literal(name: str) -> str:
    from glob import escape

    return escape(name)
