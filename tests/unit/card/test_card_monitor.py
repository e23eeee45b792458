"""The reader watch: which events follow what happens, over a lost service, on platforms with and without
hot-plug."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from fake_pcsc import ATR, FakePcsc, install

from sitthi.card import monitor as monitor_module
from sitthi.card.monitor import (
    CardInserted,
    CardTakenOut,
    Event,
    FirstLookDone,
    ReaderMonitor,
    ReadersChanged,
    ServiceChanged,
)

A, B = "Reader A", "Reader B"
OTHER_ATR = bytes.fromhex("3B6800005448204E49442036")


class Watch:
    """A running monitor whose events a test takes one by one."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.monitor = ReaderMonitor(self.events.put)
        self.monitor.start()

    def next(self, count: int = 1) -> list[Event]:
        return [self.events.get(timeout=5) for _ in range(count)]

    def nothing_left(self) -> bool:
        self.monitor.stop()
        return self.events.empty()


@pytest.fixture
def watch_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[FakePcsc], Watch]]:
    monkeypatch.setattr(monitor_module, "_FIRST_BACK_OFF_SECONDS", 0.01)
    monkeypatch.setattr(monitor_module, "_LAST_BACK_OFF_SECONDS", 0.02)
    monkeypatch.setattr(monitor_module, "_UNSETTLED_READER_SECONDS", 0.01)
    started: list[Watch] = []

    def begin(service: FakePcsc) -> Watch:
        install(monkeypatch, service)
        started.append(Watch())
        return started[-1]

    yield begin
    for watch in started:
        watch.monitor.stop()


def test_what_is_there_already_is_reported_first(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A, B)
    service.insert(B)
    watch = watch_over(service)
    assert watch.next(4) == [
        ServiceChanged(True),
        ReadersChanged((A, B)),
        CardInserted(B, ATR, 1),
        FirstLookDone(),
    ]
    assert watch.nothing_left()


def test_insertions_and_removals_of_several_readers(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A, B)
    watch = watch_over(service)
    watch.next(3)
    service.insert(A)
    assert watch.next() == [CardInserted(A, ATR, 1)]
    service.insert(B, OTHER_ATR)
    assert watch.next() == [CardInserted(B, OTHER_ATR, 2)]
    service.remove(A)
    assert watch.next() == [CardTakenOut(A)]
    service.insert(A)
    assert watch.next() == [CardInserted(A, ATR, 3)]
    assert watch.nothing_left()


def test_a_quick_swap_is_two_events(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A)
    service.insert(A)
    watch = watch_over(service)
    watch.next(4)
    service.swap(A)
    assert watch.next(2) == [CardTakenOut(A), CardInserted(A, ATR, 2)]
    assert watch.nothing_left()


def test_a_card_that_answers_late_is_reported_again(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A)
    watch = watch_over(service)
    watch.next(3)
    service.insert(A, b"")
    assert watch.next() == [CardInserted(A, b"", 1)]
    service.answer_after_all(A)
    assert watch.next(2) == [CardTakenOut(A), CardInserted(A, ATR, 2)]


@pytest.mark.parametrize("hot_plug", [True, False])
def test_readers_come_and_go(
    watch_over: Callable[[FakePcsc], Watch], monkeypatch: pytest.MonkeyPatch, hot_plug: bool
) -> None:
    monkeypatch.setattr(monitor_module, "_RELIST_WITHOUT_HOT_PLUG_MS", 20)
    service = FakePcsc(hot_plug=hot_plug)
    watch = watch_over(service)
    assert watch.next(3) == [ServiceChanged(True), ReadersChanged(()), FirstLookDone()]
    service.plug(A)
    assert watch.next() == [ReadersChanged((A,))]
    service.insert(A)
    assert watch.next() == [CardInserted(A, ATR, 1)]
    service.unplug(A)
    assert watch.next(2) == [CardTakenOut(A), ReadersChanged(())]
    service.plug(B)
    assert watch.next() == [ReadersChanged((B,))]
    assert watch.nothing_left()


def test_a_lost_service_takes_everything_with_it_and_comes_back(
    watch_over: Callable[[FakePcsc], Watch],
) -> None:
    service = FakePcsc(A)
    service.insert(A)
    watch = watch_over(service)
    watch.next(4)
    for round_ in (1, 2, 3):
        service.stop_service()
        assert watch.next(3) == [CardTakenOut(A), ReadersChanged(()), ServiceChanged(False)]
        service.start_service()
        assert watch.next(4) == [
            ServiceChanged(True),
            ReadersChanged((A,)),
            CardInserted(A, ATR, 1 + round_),
            FirstLookDone(),
        ]
    assert watch.nothing_left()
    assert service.contexts == set(), "every context was given back"


def test_a_service_that_is_not_there_is_reported_once_and_waited_for(
    watch_over: Callable[[FakePcsc], Watch],
) -> None:
    service = FakePcsc(A)
    service.stop_service()
    watch = watch_over(service)
    assert watch.next() == [ServiceChanged(False)]
    tries = service.established
    deadline = time.monotonic() + 30
    while service.established < tries + 3:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    service.start_service()
    assert watch.next(2) == [ServiceChanged(True), ReadersChanged((A,))]


def test_the_back_off_grows_from_a_fifth_of_a_second_to_two(monkeypatch: pytest.MonkeyPatch) -> None:
    service = install(monkeypatch, FakePcsc(A))
    service.stop_service()
    watched = ReaderMonitor(lambda event: None)
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 6:
            watched._stopping.set()
        return False

    monkeypatch.setattr(watched._stopping, "wait", wait)
    watched._run()
    assert waits == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_stopping_ends_an_endless_wait_at_once(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A)
    watch = watch_over(service)
    watch.next(3)
    started = time.monotonic()
    watch.monitor.stop()
    assert time.monotonic() - started < 20
    assert threading.active_count() == 1 or not any(thread.name == "sitthi-readers" for thread in threading.enumerate())
    assert service.contexts == set()
    watch.monitor.stop()  # once more does nothing


def test_stopping_at_any_moment_works(watch_over: Callable[[FakePcsc], Watch]) -> None:
    for _ in range(50):
        service = FakePcsc(A)
        watch_over(service).monitor.stop()
        assert service.contexts == set()


def test_the_watch_sleeps_while_nothing_happens(watch_over: Callable[[FakePcsc], Watch]) -> None:
    service = FakePcsc(A)
    watch = watch_over(service)
    watch.next(3)
    service.insert(A)
    watch.next()
    waits = service.waits
    service.remove(A)
    watch.next()
    assert service.waits - waits <= 2


def test_a_failing_listener_does_not_end_the_watch(
    watch_over: Callable[[FakePcsc], Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = install(monkeypatch, FakePcsc(A))
    seen: queue.Queue[Event] = queue.Queue()

    def listener(event: Event) -> None:
        seen.put(event)
        raise ValueError("a listener's own fault")

    watched = ReaderMonitor(listener)
    watched.start()
    try:
        found = [seen.get(timeout=5) for _ in range(3)]
        assert found == [ServiceChanged(True), ReadersChanged((A,)), FirstLookDone()]
        service.insert(A)
        assert seen.get(timeout=5) == CardInserted(A, ATR, 1)
    finally:
        watched.stop()


def test_a_listener_may_stop_its_own_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, FakePcsc(A))
    seen: list[Event] = []

    def listener(event: Event) -> None:
        seen.append(event)
        watched.stop()

    watched = ReaderMonitor(listener)
    watched.start()
    assert watched._thread is not None
    watched._thread.join(5)
    assert not watched._thread.is_alive()
    assert seen == [ServiceChanged(True)]
