"""Threads for the code of courses: what never ends there is given up, and what it changes is put back."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import NoReturn

import numpy as np

LOOK = 0.1  # seconds between looks at what is under way
STRIKES = 100  # how often a thread that was given up is told to end


class TooSlow(BaseException):  # no Exception: code that catches those must end all the same
    """What was under way takes too long."""


class CourseThread(threading.Thread):
    """A thread that runs the code of courses. It and those it starts hold nobody up at the end."""

    def __init__(self, target: Callable[[], None]) -> None:
        super().__init__(target=target, daemon=True)


def is_course_thread() -> bool:
    """Whether the code of a course is asking."""
    return isinstance(threading.current_thread(), CourseThread)


@contextmanager
def _guarded() -> Iterator[None]:
    path, folder, end, start = [*sys.path], _working_folder(), os._exit, threading.Thread.start
    process = os.getpid()

    def refused(status: int) -> NoReturn:
        if is_course_thread() and os.getpid() == process:  # a process that a course starts must end
            raise SystemExit(status)
        end(status)

    def started(thread: threading.Thread) -> None:
        if is_course_thread():
            thread.daemon = True  # it would hold the program up at its end
        start(thread)

    os._exit = refused
    threading.Thread.start = started  # type: ignore[method-assign,assignment]  # put back below
    try:
        with warnings.catch_warnings(), redirect_stdout(sys.stderr):
            yield
    finally:
        os._exit = end
        threading.Thread.start = start  # type: ignore[method-assign]  # as it was
        sys.path[:] = path
        if folder and folder != _working_folder():
            os.chdir(folder)


class _Together:
    """A context that several threads share: it begins with the first of them and ends with the last."""

    def __init__(self, context: Callable[[], AbstractContextManager[None]]) -> None:
        self._context = context
        self._lock = threading.Lock()
        self._entered = ExitStack()
        self._within = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            if not self._within:
                self._entered.enter_context(self._context())
            self._within += 1
        try:
            yield
        finally:
            with self._lock:
                self._within -= 1
                if not self._within:
                    self._entered.close()


_TOGETHER = _Together(_guarded)  # or what one thread puts back would be what another one changed


def put_back_after() -> AbstractContextManager[None]:
    """Within it courses print on standard error and end no program; paths and warnings are put back."""
    return _TOGETHER()


def _working_folder() -> str:
    """The working directory; empty when it is gone."""
    with suppress(OSError):
        return os.getcwd()  # noqa: PTH109  # as a text that is compared
    return ""


@dataclass(frozen=True)
class Outcome:
    """What a call returned, or what it raised."""

    value: object = None
    error: BaseException | None = None


class Caller:
    """A thread that makes one call after another, until one of them is given up."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self.is_given_up = False
        self._thread = CourseThread(self._work)
        self._thread.start()

    def outcome(self, call: Callable[[], object], longest: float) -> Outcome:
        """What becomes of a call that has `longest` seconds to compute and three times as long to wait.

        Raises TooSlow; then, as after an interrupt, this thread is given up and makes no more calls.
        """
        latest, computed = time.monotonic() + 3 * longest + 1, self._seconds()
        self._calls.put(call)
        try:
            while True:
                with suppress(Empty):
                    return self._outcomes.get(timeout=LOOK)
                if time.monotonic() > latest or self._seconds() - computed > longest:
                    raise TooSlow
        except BaseException:
            self.is_given_up = True
            raise

    def place(self, files: Collection[str]) -> tuple[str, int] | None:
        """File and line where it is now, as far as that is in one of these files."""
        frame = sys._current_frames().get(self._thread.ident or 0)
        while frame is not None and frame.f_code.co_filename not in files:
            frame = frame.f_back
        return None if frame is None else (frame.f_code.co_filename, frame.f_lineno)

    def end(self) -> None:
        """Ends what computes for ever; what waits for ever stays, and is left behind."""
        threading.Thread(target=self._strike, daemon=True).start()

    def _strike(self) -> None:
        """Again and again, for a loop may catch whatever is raised in it."""
        for _ in range(STRIKES):
            if not self._thread.is_alive():
                return
            _raise_in(self._thread.ident or 0)
            time.sleep(LOOK / 10)
        _raise_in(self._thread.ident or 0, nothing=True)
        # Python 3.11 hangs where threads are traced as long as something waits to be raised in one, or did
        # and was taken back: only raising something clears that.
        with suppress(TooSlow):
            _raise_in(threading.get_ident())
            time.sleep(LOOK)

    def _seconds(self) -> float:
        """What the thread has computed so far, so that a busy machine makes no difference; 0 if unknown."""
        if not hasattr(time, "pthread_getcpuclockid") or not self._thread.is_alive():
            return 0.0
        return time.clock_gettime(time.pthread_getcpuclockid(self._thread.ident or 0))

    def _work(self) -> None:
        with suppress(TooSlow):
            while not self.is_given_up:
                call = self._calls.get()
                self._outcomes.put(_outcome(call))
                del call  # or its arguments would be kept until the next one


def _raise_in(thread: int, *, nothing: bool = False) -> None:
    """Raises TooSlow in a thread as soon as it computes; or takes that back."""
    raised = None if nothing else ctypes.py_object(TooSlow)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


def _outcome(call: Callable[[], object]) -> Outcome:
    try:
        with np.errstate(all="ignore"):
            return Outcome(call())
    except BaseException as error:  # a course's code may raise anything, and no signal comes here
        return Outcome(error=error)
