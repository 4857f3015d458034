"""What diffusers' DDPM and DDIM schedulers do: the timesteps they visit, single steps, whole loops.

Every run is recorded with diffusers' own options; `tests/test_oracle.py` says how they translate into ours.
`clip_sample` is always off: with it, which is the default, the clean guess is cut to [-1, 1] in each step.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers.schedulers import scheduling_ddim, scheduling_ddim_inverse, scheduling_ddpm

from tests.oracle.float64 import CASES, float64, scheduler

SPACINGS = ("leading", "trailing", "linspace")
PREDICTIONS = ("epsilon", "sample", "v_prediction")
COUNTS = ((1000, 1), (1000, 3), (1000, 5), (1000, 7), (1000, 50), (1000, 61), (10, 4), (10, 10), (999, 48))

X, OUTPUT, Z = [[0.8, -0.3, 1.0]], [[0.5, -0.7, 1.25]], [[-0.4, 0.9, -2.25]]

DDIM_RUNS: list[dict[str, Any]] = [
    # as Stable Diffusion is configured: offset 1, and the last step leads to alpha_bar of its timestep 0
    *(
        {
            "schedule": "stable diffusion",
            "N": 50,
            "eta": eta,
            "options": {"prediction_type": kind, "steps_offset": 1, "set_alpha_to_one": False},
        }
        for kind in PREDICTIONS
        for eta in (0.0, 0.5, 1.0)
    ),
    # 7 does not divide 1000
    *(
        {"schedule": "ddpm", "N": 7, "eta": 0.7, "options": {"timestep_spacing": spacing}}
        for spacing in SPACINGS
    ),
    # zero terminal SNR: the first step comes from alpha_bar = 0
    {
        "schedule": "stable diffusion",
        "N": 5,
        "eta": 1.0,
        "options": {
            "prediction_type": "v_prediction",
            "timestep_spacing": "trailing",
            "rescale_betas_zero_snr": True,
        },
    },
]
DDPM_RUNS: list[dict[str, Any]] = [
    {
        "schedule": schedule,
        "N": N,
        "options": {"variance_type": variance, "prediction_type": kind, "timestep_spacing": spacing},
    }
    for schedule, N, spacing in (("ddpm", 1000, "leading"), ("stable diffusion", 7, "trailing"))
    for variance in ("fixed_small", "fixed_large")
    for kind in PREDICTIONS
]
LOOPS = [
    {"schedule": schedule, "N": N, "options": {"timestep_spacing": spacing}}
    for schedule, N in (("stable diffusion", 20), ("short", 5))
    for spacing in ("leading", "trailing")
]


def timesteps() -> list[dict[str, Any]]:
    """Which timesteps each spacing visits; DDPM's and DDIM's are the same."""
    found = []
    for T, N in COUNTS:
        for spacing in SPACINGS:
            lists = []
            for kind in (scheduling_ddim.DDIMScheduler, scheduling_ddpm.DDPMScheduler):
                one = kind(num_train_timesteps=T, timestep_spacing=spacing, steps_offset=1)
                one.set_timesteps(N)
                lists.append(one.timesteps.tolist())
            assert lists[0] == lists[1]
            found.append({"T": T, "N": N, "spacing": spacing, "steps_offset": 1, "timesteps": lists[0]})
    return found


def ready(kind: Any, run: dict[str, Any]) -> Any:
    """The scheduler of a run, its timesteps set."""
    one = scheduler(kind, CASES[run["schedule"]], clip_sample=False, **run["options"])
    one.set_timesteps(run["N"])
    return one


def some(visited: Any) -> list[int]:
    """The first, a middle and the last two of the timesteps."""
    return [int(visited[i]) for i in (0, len(visited) // 2, len(visited) - 2, len(visited) - 1)]


def ddim_steps(run: dict[str, Any]) -> dict[str, Any]:
    """A run with some of its steps, each from the same x, output and noise."""
    one = ready(scheduling_ddim.DDIMScheduler, run)
    x, output, z = (torch.tensor(values) for values in (X, OUTPUT, Z))
    stepped = {
        t: one.step(output, t, x, eta=run["eta"], variance_noise=z if run["eta"] else None).prev_sample
        for t in some(one.timesteps)
    }
    return {**run, "steps": [{"timestep": t, "x": value.tolist()} for t, value in stepped.items()]}


def ddpm_steps(run: dict[str, Any]) -> dict[str, Any]:
    """The same for DDPM, which draws its own noise: here it is handed Z."""
    one = ready(scheduling_ddpm.DDPMScheduler, run)
    x, output = torch.tensor(X), torch.tensor(OUTPUT)
    drawn = scheduling_ddpm.randn_tensor
    scheduling_ddpm.randn_tensor = lambda *_args, **_options: torch.tensor(Z)
    try:
        stepped = {t: one.step(output, t, x).prev_sample for t in some(one.timesteps)}
    finally:
        scheduling_ddpm.randn_tensor = drawn
    return {**run, "steps": [{"timestep": t, "x": value.tolist()} for t, value in stepped.items()]}


def loop(kind: Any, run: dict[str, Any]) -> list[list[float]]:
    """x after all timesteps of a scheduler, the network being 0.3 x + timestep/2000."""
    one = ready(kind, run)
    x = torch.tensor(X)
    for t in one.timesteps:
        x = one.step(0.3 * x + int(t) / 2000, int(t), x).prev_sample
    result: list[list[float]] = x.tolist()
    return result


def recorded() -> dict[str, Any]:
    """Everything of this module."""
    with float64():
        return {
            "inputs": {"x": X, "output": OUTPUT, "z": Z},
            "timesteps": timesteps(),
            "ddim": [ddim_steps(run) for run in DDIM_RUNS],
            "ddpm": [ddpm_steps(run) for run in DDPM_RUNS],
            "loops": [
                {
                    **run,
                    "sampled": loop(scheduling_ddim.DDIMScheduler, run),
                    "inverted": loop(scheduling_ddim_inverse.DDIMInverseScheduler, run),
                }
                for run in LOOPS
            ],
        }
