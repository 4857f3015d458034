"""What diffusers' FlowMatchEulerDiscreteScheduler does: its grids of times, Euler steps and noisy samples.

Every run is recorded with diffusers' own options; `tests/test_oracle_flow_matching.py` says how they
translate into ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from diffusers.schedulers import scheduling_flow_match_euler_discrete as module

from tests.oracle.float64 import float64

T = 1000
X_0, X_1 = [[0.8, -0.3, 1.0], [-1.0, 0.25, 0.5]], [[0.5, -0.7, 1.25], [2.0, -1.5, 0.3]]
VELOCITY = {"a": 0.3, "b": 0.5, "c": -0.2}  # the network is a x + b t + c

RUNS: list[dict[str, Any]] = [
    *({"N": N, "options": {"shift": shift}} for shift in (1.0, 3.0, 0.5) for N in (1, 2, 7, 28)),
    *({"N": N, "mu": mu, "options": {"use_dynamic_shifting": True}} for mu in (0.5, 1.15) for N in (4, 28)),
    # as the pipeline of FLUX does it: the equal times are handed in
    *(
        {"N": N, "mu": mu, "equal": True, "options": {"use_dynamic_shifting": True}}
        for mu in (0.5, 1.15)
        for N in (1, 4, 28)
    ),
    {"N": 4, "mu": 3.0, "options": {"use_dynamic_shifting": True, "time_shift_type": "linear"}},
    {"N": 5, "options": {"shift": 3.0, "num_train_timesteps": 100}},
]


def ready(run: dict[str, Any], **more: Any) -> Any:
    """The scheduler of a run, its times set."""
    one = module.FlowMatchEulerDiscreteScheduler(**run["options"], **more)
    given = {"sigmas": np.linspace(1.0, 1 / run["N"], run["N"])} if run.get("equal") else {}
    one.set_timesteps(run["N"], mu=run.get("mu"), **given)
    return one


def network(x: Any, t: Any) -> Any:
    """The velocity at x and the time t in [0, 1]."""
    return VELOCITY["a"] * x + VELOCITY["b"] * t + VELOCITY["c"]


def sampled(run: dict[str, Any], **more: Any) -> list[list[float]]:
    """x at the end, from X_1; the network is asked with diffusers' timestep over the number of them."""
    one, x = ready(run, **more), torch.tensor(X_1)
    for timestep in one.timesteps:
        t = timestep / one.config.num_train_timesteps
        x = one.step(network(x, t), timestep, x, generator=torch.Generator().manual_seed(1)).prev_sample
    result: list[list[float]] = x.tolist()
    return result


def noisy(run: dict[str, Any]) -> dict[str, Any]:
    """Two data samples, mixed with noise at the first and a middle time."""
    one = ready(run)
    at = one.timesteps[[0, len(one.timesteps) // 2]]
    x_t = one.scale_noise(torch.tensor(X_0), at, torch.tensor(X_1))
    return {"timesteps": at.tolist(), "x_t": x_t.tolist()}


def recorded_run(run: dict[str, Any]) -> dict[str, Any]:
    """A run with its grid, the sample it ends with, and noisy samples."""
    one = ready(run)
    assert one.sigmas.dtype == torch.float64
    return {
        **run,
        "sigmas": one.sigmas.tolist(),
        "timesteps": one.timesteps.tolist(),
        "sampled": sampled(run),
        "noisy": noisy(run),
    }


def renoised() -> dict[str, Any]:
    """A run with fresh noise in every step, here always the same."""
    noise, drawn = [[-0.4, 0.9, -2.25], [1.1, 0.2, -0.6]], module.randn_tensor
    module.randn_tensor = lambda *_args, **_options: torch.tensor(noise)
    try:
        run = {"N": 4, "options": {"shift": 3.0}}
        return {**run, "noise": noise, "sampled": sampled(run, stochastic_sampling=True)}
    finally:
        module.randn_tensor = drawn


def training_times() -> list[dict[str, Any]]:
    """The times a scheduler offers for training, before `set_timesteps`: the last, a middle and the first."""
    found = []
    for shift in (1.0, 3.0):
        times = module.FlowMatchEulerDiscreteScheduler(shift=shift).sigmas.tolist()
        found.append({"shift": shift, "count": len(times), "at": [times[0], times[T // 2], times[-1]]})
    return found


def recorded() -> dict[str, Any]:
    """Everything of this module."""
    with float64():
        config = module.FlowMatchEulerDiscreteScheduler().config
        names = ("base_shift", "max_shift", "base_image_seq_len", "max_image_seq_len")
        return {
            "inputs": {"x_0": X_0, "x_1": X_1, "velocity": VELOCITY},
            "runs": [recorded_run(run) for run in RUNS],
            "renoised": renoised(),
            "training": training_times(),
            "dynamic": {name: config[name] for name in names},
        }
