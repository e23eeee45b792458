"""Why a batch cannot begin or go on. Never crosses the protocol: its texts are the command's own."""

from __future__ import annotations


class BatchProblem(Exception):
    """`key` names the text `batch_problem_KEY`, `data` fills it in: never a citizen ID or a name.

    `usage`: the command line is what is wrong.
    """

    def __init__(self, key: str, *, usage: bool = False, **data: object) -> None:
        super().__init__(key)
        self.key = key
        self.usage = usage
        self.data = data
