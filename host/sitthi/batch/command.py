"""`sitthi rights --file … --out …`: the parts put together, with exit codes and texts.

Exit codes: 0 every line has its rights, 1 failed, 2 wrong usage, 5 done but for some lines, 6 the token is dead,
7 NHSO does not answer; after 6 and 7 the same command goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sitthi.batch import record
from sitthi.batch.asking import Stopped, ask_all
from sitthi.batch.journal import MAX_AGE, Journal, remove_stored
from sitthi.batch.pace import Pace
from sitthi.batch.place import check_place, journal_path, put_in_place
from sitthi.batch.problem import BatchProblem
from sitthi.batch.progress import Progress
from sitthi.batch.reading import Line, read_lines
from sitthi.batch.source import examine
from sitthi.batch.writing import MAX_SHEET_LINES, WRITERS
from sitthi.cli.service import service
from sitthi.cli.texts import command_text, error_text

SOME_WITHOUT, TOKEN_DEAD, NO_ANSWER = 5, 6, 7

_MAX_TOLD = 20
"""Bad lines that are told one by one; the output has all of them."""


def run(args: argparse.Namespace) -> int:
    try:
        if not args.file or not args.out:
            raise BatchProblem("both", usage=True)
        if args.stdin or args.reader:
            raise BatchProblem("alone", usage=True)
        return _run(Path(args.file), Path(args.out), args.column, restart=args.restart, as_json=args.json)
    except BatchProblem as problem:
        if args.json:
            print(json.dumps({"error": f"batch_{problem.key}", "data": problem.data}, ensure_ascii=False))
        else:
            _say("problem_" + problem.key, **problem.data)
        return 2 if problem.usage else 1


def _run(file: Path, target: Path, column: str | None, *, restart: bool, as_json: bool) -> int:
    kind = check_place(target, file)
    source = examine(file)
    fingerprint = f"{source.sha256} {column or ''}"
    journal = _journal(journal_path(target), restart=restart)
    try:
        begun = journal.begun()
        if begun is None:
            try:
                journal.begin(fingerprint, datetime.now(UTC), _told(read_lines(source, column), kind))
            except BatchProblem:
                journal.remove()  # nobody was asked: a list that cannot be read leaves nothing behind
                raise
        else:
            _check_same(begun, fingerprint)
            _say("resumed", done=journal.answered(), total=journal.people())
        try:
            _ask(journal)
        except Stopped as stop:
            _say_stopped(stop, journal)
            return TOKEN_DEAD if stop.token_dead else NO_ANSWER
        except KeyboardInterrupt:
            _say("interrupted", done=journal.answered(), total=journal.people())
            raise
        counts: Counter[str] = Counter()
        with put_in_place(target) as folder:
            WRITERS[kind](folder / target.name, _counted(journal, counts))
        journal.remove()
    finally:
        journal.close()
    if as_json:
        print(json.dumps({"lines": counts.total(), "outcomes": dict(sorted(counts.items()))}))
    else:
        print(command_text("batch_done", lines=counts.total(), file=target.name))
        for outcome, count in sorted(counts.items()):
            print(f"  {outcome}: {count}")
    return SOME_WITHOUT if any(counts[each] for each in record.WITHOUT_RIGHTS) else 0


def _journal(path: Path, *, restart: bool) -> Journal:
    """With `restart` an empty one; but neither another process's nor another program's file is removed for it."""
    try:
        journal = Journal.open(path)
    except BatchProblem as problem:
        if problem.key != "journal_broken" or not restart:
            raise
        remove_stored(path)
    else:
        if not restart:
            return journal
        journal.remove()
    return Journal.open(path)


def _check_same(begun: tuple[str, datetime], fingerprint: str) -> None:
    known, moment = begun
    if known != fingerprint:
        raise BatchProblem("changed")
    if datetime.now(UTC) - moment > MAX_AGE:
        raise BatchProblem("old", hours=int(MAX_AGE.total_seconds() // 3600))


def _ask(journal: Journal) -> None:
    total, done = journal.people(), journal.answered()
    if done == total:
        return
    with service() as app:

        def look_up(cid: str) -> record.Rights:
            rights: Any = app.call("rights.check", {"cid": cid})["rights"]
            return rights  # type: ignore[no-any-return]

        progress = Progress(done, total, sys.stderr, terminal=sys.stderr.isatty())
        try:
            ask_all(journal, look_up, Pace(app.policy.batch.per_second), progress.add)
        finally:
            progress.close()


def _told(lines: Iterator[Line], kind: str) -> Iterator[Line]:
    """Tells of bad lines by their numbers, and how many there are. Raises BatchProblem(sheet_full)."""
    bad = good = 0
    for line in lines:
        if kind == "xlsx" and good + bad == MAX_SHEET_LINES:
            raise BatchProblem("sheet_full", usage=True, lines=MAX_SHEET_LINES)
        good += line.cid is not None
        if line.cid is None:
            bad += 1
            if bad <= _MAX_TOLD:
                _say("bad_line", line=line.number, problem=command_text(f"batch_line_{line.problem}"))
        yield line
    _say("read", good=good, bad=bad)


def _counted(journal: Journal, counts: Counter[str]) -> Iterator[Mapping[str, record.Cell]]:
    for row in journal.rows():
        cells = record.cells(row)
        counts[str(cells["outcome"])] += 1
        yield cells


def _say_stopped(stop: Stopped, journal: Journal) -> None:
    print(f"sitthi: {error_text(stop.cause)}", file=sys.stderr)
    _say("go_on_login" if stop.token_dead else "go_on_later", done=journal.answered(), total=journal.people())


def _say(key: str, **data: object) -> None:
    print(f"sitthi: {command_text(f'batch_{key}', **data)}", file=sys.stderr)
