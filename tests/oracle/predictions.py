"""What diffusers makes of each kind of prediction: the clean picture, the target v, the SNR of its losses.

Its names are `epsilon`, `sample` and `v_prediction`. In `EulerDiscreteScheduler` the picture is one of the
variance-exploding language, x_0 + σ ε, while its v is still that of the variance-preserving sample.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers.schedulers import scheduling_ddim, scheduling_ddpm, scheduling_euler_discrete
from diffusers.training_utils import compute_snr

from tests.oracle.float64 import CASES, float64, scheduler

X = [[0.8, -0.3, 1.0], [-1.0, 0.25, 0.5]]
ANSWER = [[0.5, -0.7, 1.25], [2.0, -1.5, 0.3]]
KINDS = ("epsilon", "sample", "v_prediction")
NAMES = ("ddpm", "stable diffusion", "short")


def recorded() -> list[dict[str, Any]]:
    """One entry for each schedule and one of its steps, in our count from 1."""
    with float64():
        return [at(CASES[name] | {"name": name}, t) for name in NAMES for t in steps(CASES[name]["T"])]


def steps(T: int) -> tuple[int, ...]:
    """The first step, one in the middle and the last."""
    return 1, T // 2, T


def at(case: dict[str, Any], t: int) -> dict[str, Any]:
    """Everything for one step."""
    x, answer, index = torch.tensor(X), torch.tensor(ANSWER), torch.tensor([t - 1, t - 1])
    ddpm = scheduler(scheduling_ddpm.DDPMScheduler, case)
    return {
        "schedule": case["name"],
        "t": t,
        "x": X,
        "answer": ANSWER,
        "v": ddpm.get_velocity(x, answer, index).tolist(),
        "snr": compute_snr(ddpm, index)[0].item(),
        "x_0": {kind: clean(case, t, kind).tolist() for kind in KINDS},
        "ve_x_0": {kind: exploding(case, t, kind).tolist() for kind in KINDS[::2]},
    }


def clean(case: dict[str, Any], t: int, kind: str) -> torch.Tensor:
    """The clean picture that DDIM reads from an answer of this kind."""
    ddim = scheduler(scheduling_ddim.DDIMScheduler, case, prediction_type=kind, clip_sample=False)
    ddim.set_timesteps(case["T"])
    return ddim.step(torch.tensor(ANSWER), t - 1, torch.tensor(X)).pred_original_sample


def exploding(case: dict[str, Any], t: int, kind: str) -> torch.Tensor:
    """The clean picture that Euler's method reads from an answer of this kind at the level σ of the step."""
    euler = scheduler(scheduling_euler_discrete.EulerDiscreteScheduler, case, prediction_type=kind)
    euler.set_timesteps(case["T"])
    at_step = euler.timesteps[case["T"] - t]
    euler.scale_model_input(torch.tensor(X), at_step)  # it insists
    return euler.step(torch.tensor(ANSWER), at_step, torch.tensor(X)).pred_original_sample
