"""Calls of courses' functions: each ends, in a value or in a sentence that names the function and line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path

from app.course_modules import steps
from app.course_threads import Caller, TooSlow, is_course_thread, put_back_after
from app.evaluation.effort import MOST_MEMORY, memory_limited
from app.places import seen
from app.values import EvaluationError, kept

LONGEST = 2.0  # seconds that a call may compute
REST = 60.0  # seconds for which a function is not called again that took longer

_ONE_AT_A_TIME = threading.Lock()  # what is put back after a call belongs to the whole program


class Callers:
    """The one thread that makes calls, another one after a call that was given up."""

    def __init__(self) -> None:
        self._caller: Caller | None = None

    def now(self) -> Caller:
        """The thread to call from."""
        if self._caller is None or self._caller.is_given_up:
            self._caller = Caller()
        return self._caller


_CALLERS = Callers()


def guarded(
    name: str, function: Callable[..., object], files: Mapping[str, Path], longest: float = LONGEST
) -> Callable[..., object]:
    """The function, bounded in time and memory. It raises EvaluationError, and nothing else.

    The arrays it is given cannot be changed, for they are an exercise's. `files` are those of its course.
    """
    rested = 0.0  # from when it is called again
    sources = {str(path) for path in files.values()}

    @wraps(function)
    def call(*arguments: object, **named: object) -> object:
        nonlocal rested
        given, by_name = [*map(kept, arguments)], {key: kept(one) for key, one in named.items()}
        if is_course_thread():  # one course's function handed to another one
            return function(*given, **by_name)
        if time.monotonic() < rested:
            raise EvaluationError(f"{name}: {too_slow(longest)}, so it is not called again for a while")
        with _ONE_AT_A_TIME, memory_limited(), put_back_after():
            caller = _CALLERS.now()
            try:
                outcome = caller.outcome(lambda: function(*given, **by_name), longest)
            except TooSlow:
                place = caller.place(sources)
                caller.end()
                rested = time.monotonic() + REST
                raise EvaluationError(f"{name}: {too_slow(longest)}{at(place)}") from None
        if outcome.error is not None:
            places = [(file, line) for file, line, _ in steps(outcome.error) if file in sources]
            told = f"{name}: {said(outcome.error)}{at(places[-1] if places else None)}"
            raise EvaluationError(told) from None
        return outcome.value

    return call


def too_slow(longest: float) -> str:
    """That a call took too long."""
    return f"it takes longer than {longest:g} s"


def said(error: BaseException) -> str:
    """What a function raised, in words."""
    words = in_words(error)
    match error:
        case SystemExit():
            return "it would end the program"
        case MemoryError():
            return f"it takes more than {MOST_MEMORY // 1024**2} MB of memory"
        case ValueError() | EvaluationError() if words:
            return words
        case _:
            return f"{type(error).__name__}{': ' if words else ''}{words}"


def in_words(error: BaseException) -> str:
    """What an exception says of itself, in a line; nothing where it cannot."""
    try:
        printable = "".join(letter if letter.isprintable() else " " for letter in str(error)[:1000])
    except Exception:  # the exception is the course's own code, too
        return ""
    return " ".join(printable.split())[:300]


def at(place: tuple[str, int] | None) -> str:
    """A place in words."""
    return "" if place is None else f" ({seen(Path(place[0]))}:{place[1]})"
