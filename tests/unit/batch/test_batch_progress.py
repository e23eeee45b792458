"""Progress: rate and remaining time, and nothing but numbers."""

from __future__ import annotations

import io

from sitthi.batch.progress import Progress

from .doubles import Time


def test_a_terminal_gets_one_line_that_is_drawn_over() -> None:
    time, out = Time(), io.StringIO()
    progress = Progress(1000, 2000, out, terminal=True, clock=time.clock)
    for _ in range(50):
        time.pass_(0.2)
        progress.add(1)
    progress.close()
    drawn = out.getvalue().split("\r")
    assert out.getvalue().count("\n") == 1
    assert drawn[-1] == "[############............] 1,050/2,000  52%  5.0/s  0:03:10\x1b[K\n"
    assert len(drawn) == 51


def test_a_terminal_is_not_drawn_on_with_every_answer() -> None:
    time, out = Time(), io.StringIO()
    progress = Progress(0, 1000, out, terminal=True, clock=time.clock)
    for _ in range(1000):
        time.pass_(0.01)
        progress.add(1)
    assert out.getvalue().count("\r") <= 51


def test_elsewhere_there_are_plain_lines_now_and_then() -> None:
    time, out = Time(), io.StringIO()
    progress = Progress(0, 720, out, terminal=False, clock=time.clock)
    for _ in range(720):
        time.pass_(0.25)
        progress.add(1)
    progress.close()
    assert out.getvalue().splitlines() == [
        "240/720  33%  4.0/s  0:02:00",
        "480/720  66%  4.0/s  0:01:00",
        "720/720  100%  4.0/s",
    ]


def test_the_rate_is_of_this_run_and_of_late() -> None:
    time, out = Time(), io.StringIO()
    progress = Progress(500, 10_000, out, terminal=False, clock=time.clock)
    assert progress.text(time.now) == "500/10,000  5%  0.0/s"
    for _ in range(100):
        time.pass_(1)
        progress.add(1)
    for _ in range(60):
        time.pass_(1)
        progress.add(10)
    assert "10.0/s" in progress.text(time.now)
