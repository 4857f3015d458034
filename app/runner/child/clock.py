"""The limit of time as the program's own process keeps it, so that it can still say where it was.

It can be swallowed or put off; the server's clock, which ends the process a little later, cannot.
"""

import signal
import time

from .limits import SHARE_TO_TELL, TIME_TO_TELL


class TimeUp(BaseException):
    """Raised in the student's program, once, where it is. No `except Exception` catches it."""


class Clock:
    """Counts from its making."""

    def __init__(self) -> None:
        self._made = time.monotonic()
        self._running = False

    def start(self, seconds: float) -> None:
        """From now on TimeUp may be raised anywhere, a little before that many seconds have gone."""
        if not hasattr(signal, "setitimer"):  # Windows: the server's clock has to do
            return
        self._running = True
        signal.signal(signal.SIGALRM, self._ring)
        at = seconds - min(seconds / 2, max(TIME_TO_TELL, SHARE_TO_TELL * seconds))
        signal.setitimer(signal.ITIMER_REAL, max(1e-6, at - (time.monotonic() - self._made)))

    def stop(self) -> None:
        """From now on nothing is raised."""
        if self._running:
            self._running = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_: object) -> None:
        if self._running:
            self._running = False
            raise TimeUp
