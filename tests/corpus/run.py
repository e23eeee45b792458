"""One pass of the finder over a whole corpus, scored."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.corpora import Corpus
from corpus.isolated import IsolatedWorld
from corpus.ledger_file import Ledger, ledger_of
from corpus.observe import Field, observe
from corpus.score import Score, refusals, score_login_forms, score_marked, totals


@dataclass(frozen=True)
class Run:
    corpus: Corpus
    fields: dict[str, list[Field]]
    scores: dict[str, Score]

    @property
    def totals(self) -> dict[str, float]:
        return totals(list(self.scores.values()))

    def ledger(self) -> Ledger:
        reasons = {} if self.corpus.fragments else {page: refusals(each) for page, each in self.fields.items()}
        return ledger_of(self.totals, self.scores, reasons)


def run(world: IsolatedWorld, address: str, corpus: Corpus) -> Run:
    fields = {page: observe(world, address, corpus, page) for page in corpus.pages()}
    judge = score_login_forms if corpus.fragments else lambda _, each: score_marked(each)
    return Run(corpus, fields, {page: judge(page, each) for page, each in fields.items()})
