"""150 days of 40 operators on 10 PCs against the sandbox's NHSO: nothing dead is filled, nothing alive dropped,
every removal foretold (sitthi_sandbox/year). 150 days hold each kind of event, removals after 60 days among them; the
whole year is `SITTHI_YEAR_DAYS=365`, and `make bench`. Another one: SITTHI_YEAR_SEED=7.
"""

import os

from sitthi_sandbox.year.shrink import play_year

SEED = int(os.environ.get("SITTHI_YEAR_SEED", "1"))
LENGTH = int(os.environ.get("SITTHI_YEAR_DAYS", "150"))


def test_a_year_passes_without_a_dead_fill_an_early_end_or_a_removal_that_was_not_foretold() -> None:
    outcome = play_year(SEED, LENGTH)
    print(f"seed {SEED}, {LENGTH} days\n{outcome}")
    assert outcome.fault is None, f"SITTHI_YEAR_SEED={SEED} SITTHI_YEAR_DAYS={LENGTH}\n{outcome}"
    tally = outcome.tally
    for row in (
        "fills, token alive",
        "fills refused: not logged in",
        "fills, token dead unknown to the host: replaced elsewhere",
        "sessions ended by NHSO-00003",
        "sessions ended at midnight",
        "sleeps",
        "clock faults",
        "hosts killed in a login",
    ):
        assert tally[row] > 0, f"nothing of this happened: {row}"
    if LENGTH >= 150:
        assert tally["removals at 12:30: foretold, days left right, seen at the second"] > 0
