import signal
import time

import pytest

from app.runner.child.clock import Clock, TimeUp


def spin(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_time_is_up_a_little_early_and_once() -> None:
    clock = Clock()
    clock.start(0.05)
    with pytest.raises(TimeUp):
        spin(10)
    spin(0.06)
    clock.stop()


def test_the_time_since_its_making_counts() -> None:
    clock = Clock()
    spin(0.3)
    clock.start(0.4)
    assert signal.getitimer(signal.ITIMER_REAL)[0] < 0.1
    clock.stop()


def test_a_stopped_clock_raises_nothing() -> None:
    clock = Clock()
    clock.start(0.05)
    clock.stop()
    signal.raise_signal(signal.SIGALRM)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_only_base_exception_catches_it() -> None:
    assert not issubclass(TimeUp, Exception)
