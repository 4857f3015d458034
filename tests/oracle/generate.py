"""Recomputes with diffusers the values that `tests/test_oracle.py` holds the checkers to.

    python -m tests.oracle.generate            writes diffusers.json beside this file
    python -m tests.oracle.generate --check    recomputes, and fails where a recorded value differs

It needs the extra `oracle` (diffusers and torch), the tests only need the file. Where diffusers' conventions
differ from ours, the values are recorded in ours:

- its steps count from 0, so our step t is its index t - 1, and it has no entry for t = 0;
- its tables are float32; `tests/oracle/float64.py` makes them float64. The untouched tables are recorded too,
  as `float32_alpha_bar`, to show the gap;
- its cosine, `squaredcos_cap_v2`, exists only as betas clipped at 0.999, each from a ratio of cos² in which
  f(0) cancels. Its alpha-bar is their product and ends a little above 0, where the exact f(T)/f(0) is 0;
- `rescale_betas_zero_snr` repairs a schedule on the way in;
- the noise levels `EulerDiscreteScheduler.sigmas` run downwards and have a 0 appended.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
from diffusers.schedulers import scheduling_ddpm, scheduling_euler_discrete

from checkers import compare
from tests.oracle import flow_matching, noise_levels, predictions, sampling
from tests.oracle.float64 import CASES, float64, scheduler

RECORD = Path(__file__).with_name("diffusers.json")
TOLERANCE = compare.Tolerance(rel=1e-12, abs=1e-15)  # another processor may round its last digits otherwise

X_0 = [[0.8, -0.3, 1.0], [-1.0, 0.25, 0.5], [0.1, 0.0, -0.7]]
EPS = [[0.5, -0.7, 1.25], [2.0, -1.5, 0.3], [-0.4, 0.9, -2.25]]


def digest(table: Any, steps: list[int]) -> dict[str, Any]:
    """The entries for our `steps` of a table that starts at step 1, and two sums over all of it."""
    assert table.dtype == torch.float64
    values = table.numpy()
    return {
        "at": [float(values[t - 1]) for t in steps],
        "sum": float(values.sum()),
        "weighted": float(values @ np.arange(1, len(values) + 1)),
    }


def recorded(case: dict[str, Any]) -> dict[str, Any]:
    """Everything the tests compare for one schedule."""
    steps = sorted({1, 2, case["T"] // 4, case["T"] // 2, 3 * case["T"] // 4, case["T"] - 1, case["T"]})
    with float64():
        ddpm = scheduler(scheduling_ddpm.DDPMScheduler, case)
        repaired = scheduler(scheduling_ddpm.DDPMScheduler, case, rescale_betas_zero_snr=True)
        euler = scheduler(scheduling_euler_discrete.EulerDiscreteScheduler, case)
        levels = [steps[0], steps[3], steps[-2]]
        noisy = ddpm.add_noise(torch.tensor(X_0), torch.tensor(EPS), torch.tensor(levels) - 1)
    plain = scheduler(scheduling_ddpm.DDPMScheduler, case)
    return {
        **case,
        "steps": steps,
        "beta": digest(ddpm.betas, steps),
        "alpha_bar": digest(ddpm.alphas_cumprod, steps),
        "zero_terminal_beta": digest(repaired.betas, steps),
        "zero_terminal_alpha_bar": digest(repaired.alphas_cumprod, steps),
        "sigma": digest(euler.sigmas[:-1].flip(0), steps),
        "noisy": {"x_0": X_0, "eps": EPS, "steps": levels, "x_t": noisy.tolist()},
        "float32_alpha_bar": [float(plain.alphas_cumprod[t - 1]) for t in steps],
    }


# What is recorded, by name. A topic of its own is a module beside this one with a function `recorded`.
SECTIONS: dict[str, Callable[[], Any]] = {
    "schedules": lambda: {name: recorded(case) for name, case in CASES.items()},
    "predictions": predictions.recorded,
    "sampling": sampling.recorded,
    "flow_matching": flow_matching.recorded,
    "noise_levels": noise_levels.recorded,
}


def recomputed() -> dict[str, Any]:
    """The whole record, with the versions it came from."""
    versions = {"diffusers": diffusers.__version__, "torch": torch.__version__.partition("+")[0]}
    return {"versions": versions} | {name: section() for name, section in SECTIONS.items()}


def faults(old: Any, new: Any, where: str = "") -> list[str]:
    """The places where two records differ, versions apart."""
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new) and is_nested(new):
        return [f for i, pair in enumerate(zip(old, new, strict=True)) for f in faults(*pair, f"{where}/{i}")]
    if isinstance(old, dict) and isinstance(new, dict):
        missing = [f"{where}/{key}: in one record only" for key in sorted(old.keys() ^ new.keys())]
        return missing + [
            f for key in old.keys() & new.keys() for f in faults(old[key], new[key], f"{where}/{key}")
        ]
    same = old == new if isinstance(new, str | bool) else TOLERANCE.accepts(new, old)
    return [] if same or where.startswith("/versions") else [f"{where}: recorded {old}, recomputed {new}"]


def is_nested(values: list[Any]) -> bool:
    """Whether a list holds records rather than numbers."""
    return any(isinstance(value, dict) for value in values)


def check() -> int:
    """The number of places where the file differs from what diffusers computes now, each of them printed."""
    found = sorted(faults(json.loads(RECORD.read_text()), recomputed()))
    print(*found or [f"{RECORD.name} agrees with diffusers {diffusers.__version__}"], sep="\n")
    return len(found)


def main() -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.generate")
    parser.add_argument(
        "--check", action="store_true", help="compare with the recorded values, write nothing"
    )
    if parser.parse_args().check:
        return 1 if check() else 0
    RECORD.write_text(json.dumps(recomputed(), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
