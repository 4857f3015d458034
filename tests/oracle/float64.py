"""diffusers' schedulers in float64.

Their tables are float32 because their code says `torch.float32` and `np.float32`. While `float64()` lasts,
the same code runs with these names meaning float64. A scheduler that is to be compared belongs into MODULES.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from diffusers.schedulers import (
    scheduling_ddim,
    scheduling_ddim_inverse,
    scheduling_ddpm,
    scheduling_dpmsolver_multistep,
    scheduling_edm_euler,
    scheduling_euler_ancestral_discrete,
    scheduling_euler_discrete,
    scheduling_flow_match_euler_discrete,
    scheduling_heun_discrete,
)

MODULES = (
    scheduling_ddim,
    scheduling_ddim_inverse,
    scheduling_ddpm,
    scheduling_dpmsolver_multistep,
    scheduling_edm_euler,
    scheduling_euler_ancestral_discrete,
    scheduling_euler_discrete,
    scheduling_flow_match_euler_discrete,
    scheduling_heun_discrete,
)

CASES: dict[str, dict[str, Any]] = {
    "ddpm": {"schedule": "linear", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "stable diffusion": {"schedule": "scaled_linear", "b1": 0.00085, "bT": 0.012, "T": 1000},
    "quadratic": {"schedule": "scaled_linear", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "cosine": {"schedule": "squaredcos_cap_v2", "b1": 1e-4, "bT": 0.02, "T": 1000},
    "short": {"schedule": "linear", "b1": 0.05, "bT": 0.4, "T": 10},
    "short cosine": {"schedule": "squaredcos_cap_v2", "b1": 1e-4, "bT": 0.02, "T": 10},
}


class Float64:
    """torch or numpy itself, but for the name `float32`."""

    def __init__(self, library: Any) -> None:
        self.library, self.float32 = library, library.float64

    def __getattr__(self, name: str) -> Any:
        return getattr(self.library, name)


@contextmanager
def float64() -> Iterator[None]:
    """While it lasts, diffusers' schedulers build their tables in float64."""
    torch.set_default_dtype(torch.float64)
    try:
        for module in MODULES:
            module.torch, module.np = Float64(torch), Float64(np)
        yield
    finally:
        for module in MODULES:
            module.torch, module.np = torch, np
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
