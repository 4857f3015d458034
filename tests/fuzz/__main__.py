"""`make fuzz`: spoiled files of the book, mutated frames, then a fuzzer that watches what they cover."""

import argparse
import importlib.util
import random
import subprocess
import sys
import time
import tracemalloc
from collections import Counter

from app.runner.exchange import report_of

from .content import fuzzed as fuzzed_content
from .corpus import JOB, frames
from .mutations import mutated
from .properties import check

_SAMPLE = 500  # one frame in so many is measured for memory, which is slow


def main() -> None:
    """Fuzz, and print what came of it. A property that fails ends it with the frame."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--guided", type=int, default=500_000, help="frames for the coverage-guided fuzzer")
    chosen = parser.parse_args()
    print(fuzzed_content(chosen.files, chosen.seed))
    print(fuzzed(chosen.frames, chosen.seed))
    if importlib.util.find_spec("atheris") is None:
        print("no coverage-guided run: atheris is not installed")
    else:
        guided = [
            sys.executable,
            "-m",
            "tests.fuzz.guided",
            f"-runs={chosen.guided}",
            f"-seed={chosen.seed + 1}",
        ]
        sys.exit(subprocess.run(guided, check=False).returncode)


def fuzzed(count: int, seed: int) -> str:
    """What came of so many mutated frames, in one line. Raises AssertionError with one that is misread."""
    rng, ends, worst, peak = random.Random(seed), Counter[str](), 0.0, 0
    started = time.perf_counter()
    for number in range(count):
        frame = mutated(rng.choice(frames()), frames(), rng)
        before = time.thread_time()
        report = report_of(frame, JOB)
        worst = max(worst, time.thread_time() - before)
        ends[report.end] += 1
        try:
            check(report, frame, JOB)
        except Exception as failure:
            raise AssertionError(f"seed {seed}, frame {number}: {frame!r}") from failure
        if number % _SAMPLE == 0:
            peak = max(peak, _peak_of(frame))
    seconds = time.perf_counter() - started
    return (
        f"{count:,} frames in {seconds:.0f} s; the worst took {worst * 1000:.1f} ms of processor time "
        f"and {peak / 1e6:.1f} MB; ends: {dict(ends.most_common())}"
    )


def _peak_of(frame: bytes) -> int:
    """Bytes that reading it takes at most."""
    tracemalloc.start()
    try:
        report_of(frame, JOB)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    main()
