"""Exercises proved side by side in processes of their own, with the same results in the same order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from multiprocessing import connection
from pathlib import Path

from app.check.seeds import Proved, prove_seeds
from app.courses import load_checkers
from app.formulas import Renderer
from app.models import Exercise
from app.variants import has_variants

WORTH = 300  # variants that take about as long to prove as a process takes to start


class WorkerDied(Exception):  # noqa: N818 - it names the event
    """A process was gone before it had proved its exercise; says what to do."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def useful_jobs(jobs: int, exercises: Sequence[Exercise], seeds: int) -> int:
    """So many of the jobs as save time: a process must first start."""
    variants = sum(seeds if has_variants(one) else 1 for one in exercises)
    return max(1, min(jobs, len(exercises), variants // WORTH))


@contextmanager
def proving(
    exercises: Sequence[Exercise],
    seeds: int,
    jobs: int,
    katex: Path | None,
    checkers: tuple[Path, ...],
    advance: Callable[[], None],
) -> Iterator[Callable[[], list[Proved]]]:
    """Proves exercises in `jobs` processes while the block goes on; it asks for what they found.

    `checkers` are the folders of courses' functions, loaded here already, which the processes load too. With
    one job nothing happens until it is asked. `advance` is called after each exercise. Raises WorkerDied.
    """
    if jobs == 1:
        yield lambda: [_told(prove_seeds(one, seeds, renderer_for(katex)), advance) for one in exercises]
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (checkers,))
    others = {*multiprocessing.active_children()}
    try:
        with _interrupts_ignored():  # so that those that start now are deaf to them from the first
            futures = [pool.submit(_prove, one, seeds, katex) for one in exercises]
        for future in futures:
            future.add_done_callback(lambda _: advance())
        yield lambda: [future.result() for future in futures]
    except BrokenProcessPool:
        message = "A process that proved exercises was ended from outside (was memory short?)."
        raise WorkerDied(f"{message} Try --jobs 1.") from None
    except BaseException:
        for process in {*multiprocessing.active_children()} - others:
            process.terminate()  # or they would finish their exercises first
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _told(proved: Proved, advance: Callable[[], None]) -> Proved:
    advance()
    return proved


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# ---- in a worker ---


def _begin(checkers: tuple[Path, ...]) -> None:
    """Makes a process ready to prove: it ends with the one that started it, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load_checkers(checkers)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _prove(exercise: Exercise, seeds: int, katex: Path | None) -> Proved:
    return prove_seeds(exercise, seeds, renderer_for(katex))


@cache
def renderer_for(katex: Path | None) -> Renderer:
    """The renderer that all exercises of a process share."""
    return Renderer(katex)
