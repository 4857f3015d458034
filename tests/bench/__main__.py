"""Runs every bench, one after another: `python -m tests.bench`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main() -> None:
    """Run each `bench_*.py` as if it had been called by name."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n== {path.stem} ==", flush=True)
        sys.argv = [path.stem]
        runpy.run_module(f"tests.bench.{path.stem}", run_name="__main__")


if __name__ == "__main__":
    main()
