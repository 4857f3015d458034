"""Recomputes with diffusers the values that `tests/test_oracle.py` holds the checkers to.

    python -m tests.oracle.generate            writes diffusers.json beside this file
    python -m tests.oracle.generate --check    recomputes, and fails where a recorded value differs

It needs the extra `oracle` (diffusers and torch), the tests only need the file. Where diffusers' conventions
differ from ours, the values are recorded in ours:

- its steps count from 0, so our step t is its index t - 1, and it has no entry for t = 0;
- its tables are float32 because its code says `dtype=torch.float32`. The same code runs here with that one
  name meaning float64. The untouched tables are recorded too, as `float32_alpha_bar`, to show the gap;
- its cosine, `squaredcos_cap_v2`, exists only as betas clipped at 0.999, each from a ratio of cos² in which
  f(0) cancels. Its alpha-bar is their product and ends a little above 0, where the exact f(T)/f(0) is 0;
- `rescale_betas_zero_snr` repairs a schedule on the way in;
- the noise levels `EulerDiscreteScheduler.sigmas` run downwards and have a 0 appended.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
from diffusers.schedulers import scheduling_ddpm, scheduling_euler_discrete

from checkers import compare

RECORD = Path(__file__).with_name("diffusers.json")
TOLERANCE = compare.Tolerance(rel=1e-12, abs=1e-15)  # another processor may round its last digits otherwise

CASES: dict[str, dict[str, Any]] = {
    "ddpm": {"schedule": "linear", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "stable diffusion": {"schedule": "scaled_linear", "b1": 0.00085, "bT": 0.012, "T": 1000},
    "quadratic": {"schedule": "scaled_linear", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "cosine": {"schedule": "squaredcos_cap_v2", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "short": {"schedule": "linear", "b1": 0.05, "bT": 0.4, "T": 10},
    "short cosine": {"schedule": "squaredcos_cap_v2", "b1": 1e-4, "bT": 0.02, "T": 10},
}
X_0 = [[0.8, -0.3, 1.0], [-1.0, 0.25, 0.5], [0.1, 0.0, -0.7]]
EPS = [[0.5, -0.7, 1.25], [2.0, -1.5, 0.3], [-0.4, 0.9, -2.25]]


class Float64Torch:
    """torch itself, but for the name `float32`."""

    float32 = torch.float64

    def __getattr__(self, name: str) -> Any:
        return getattr(torch, name)


@contextmanager
def float64_tables() -> Iterator[None]:
    """While it lasts, diffusers' schedulers build their tables in float64."""
    modules = [scheduling_ddpm, scheduling_euler_discrete]
    torch.set_default_dtype(torch.float64)
    try:
        for module in modules:
            module.torch = Float64Torch()
        yield
    finally:
        for module in modules:
            module.torch = torch
        torch.set_default_dtype(torch.float32)


def scheduler(kind: Any, case: dict[str, Any], **options: Any) -> Any:
    """A scheduler of diffusers' class `kind` for our parameters."""
    return kind(
        num_train_timesteps=case["T"],
        beta_schedule=case["schedule"],
        beta_start=case["b1"],
        beta_end=case["bT"],
        **options,
    )


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
    with float64_tables():
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


def recomputed() -> dict[str, Any]:
    """The whole record, with the versions it came from."""
    versions = {"diffusers": diffusers.__version__, "torch": torch.__version__.partition("+")[0]}
    return {"versions": versions, "schedules": {name: recorded(case) for name, case in CASES.items()}}


def faults(old: Any, new: Any, where: str = "") -> list[str]:
    """The places where two records differ, versions apart."""
    if isinstance(old, dict) and isinstance(new, dict):
        missing = [f"{where}/{key}: in one record only" for key in sorted(old.keys() ^ new.keys())]
        return missing + [
            f for key in old.keys() & new.keys() for f in faults(old[key], new[key], f"{where}/{key}")
        ]
    same = old == new if isinstance(new, str) else TOLERANCE.accepts(new, old)
    return [] if same or where.startswith("/versions") else [f"{where}: recorded {old}, recomputed {new}"]


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
