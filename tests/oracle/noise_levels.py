"""What diffusers' samplers in σ do: their noise levels, whole loops of four solvers, churn, preconditioning.

Every run is recorded with diffusers' own options; `tests/test_oracle_noise_levels.py` says how they translate
into ours. The network of all loops says 0.3 x + timestep/2000 of the input it is given.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import torch
from diffusers.schedulers import (
    scheduling_dpmsolver_multistep,
    scheduling_edm_euler,
    scheduling_euler_ancestral_discrete,
    scheduling_euler_discrete,
    scheduling_heun_discrete,
)

from tests.oracle.float64 import CASES, float64, scheduler

X, OUTPUT = [[0.8, -0.3, 1.0]], [[0.5, -0.7, 1.25]]
Z = [[-0.4, 0.9, -2.25]]

KINDS: dict[str, tuple[ModuleType, str]] = {
    "euler": (scheduling_euler_discrete, "EulerDiscreteScheduler"),
    "heun": (scheduling_heun_discrete, "HeunDiscreteScheduler"),
    "ancestral": (scheduling_euler_ancestral_discrete, "EulerAncestralDiscreteScheduler"),
    "2m": (scheduling_dpmsolver_multistep, "DPMSolverMultistepScheduler"),
}
KARRAS = {"use_karras_sigmas": True}
V = {"prediction_type": "v_prediction"}
RUNS: list[tuple[str, str, int, dict[str, Any]]] = [
    *(
        (kind, "stable diffusion", 7, {"timestep_spacing": spacing})
        for kind in KINDS
        for spacing in ("leading", "trailing", "linspace")
    ),
    *((kind, "stable diffusion", 10, KARRAS) for kind in ("euler", "heun", "2m")),
    *((kind, "ddpm", 6, V | {"timestep_spacing": "trailing"}) for kind in KINDS),
    ("euler", "stable diffusion", 10, {"use_exponential_sigmas": True}),
    ("euler", "stable diffusion", 5, KARRAS | {"sigma_min": 0.002, "sigma_max": 80.0}),
    ("euler", "cosine", 8, V | KARRAS),
    ("2m", "stable diffusion", 25, KARRAS | V),
]
CHURN = {"s_churn": 3.0, "s_noise": 1.003}


def ready(kind: str, schedule: str, N: int, options: dict[str, Any]) -> Any:
    """The scheduler of a run, its timesteps set."""
    module, name = KINDS[kind]
    one = scheduler(getattr(module, name), CASES[schedule], **options)
    one.set_timesteps(N)
    one.set_begin_index(0)  # as the pipelines do: two levels beyond the schedule share a timestep
    return one


def run(kind: str, schedule: str, N: int, options: dict[str, Any]) -> dict[str, Any]:
    """A run with its levels and where it leads from σ_0 X, or from X where x preserves the variance."""
    one = ready(kind, schedule, N, options)
    x = torch.tensor(X) * (1 if kind == "2m" else one.sigmas[0])
    for t in one.timesteps:
        seen = one.scale_model_input(x, t)
        x = one.step(0.3 * seen + t / 2000, t, x).prev_sample
    assert x.dtype == one.sigmas.dtype == torch.float64
    return {
        "kind": kind,
        "schedule": schedule,
        "N": N,
        "options": options,
        "timesteps": one.timesteps.tolist(),
        "sigmas": one.sigmas.tolist(),
        "start": float(one.init_noise_sigma),
        "x": x.tolist(),
    }


def churned() -> dict[str, Any]:
    """The first of ten Euler steps with churn, from X and OUTPUT."""
    one = ready("euler", "stable diffusion", 10, KARRAS)
    t, x = one.timesteps[0], torch.tensor(X)
    one.scale_model_input(x, t)
    return {
        **CHURN,
        "N": 10,
        "sigmas": one.sigmas[:2].tolist(),
        "x": one.step(torch.tensor(OUTPUT), t, x, **CHURN).prev_sample.tolist(),
    }


def edm() -> dict[str, Any]:
    """The levels of EDM, what the network is given and told, and its first step."""
    one = scheduling_edm_euler.EDMEulerScheduler()
    one.set_timesteps(18)
    x, t = torch.tensor(X), one.timesteps[0]
    seen = one.scale_model_input(x, t)
    return {
        "sigmas": one.sigmas.tolist(),
        "timesteps": one.timesteps.tolist(),
        "seen": seen.tolist(),
        "denoised": one.precondition_outputs(x, torch.tensor(OUTPUT), one.sigmas[9]).tolist(),
        "x": one.step(torch.tensor(OUTPUT), t, x).prev_sample.tolist(),
    }


def recorded() -> dict[str, Any]:
    """Everything of this module, each draw of noise being Z."""
    modules = [scheduling_euler_discrete, scheduling_euler_ancestral_discrete]
    drawn = [module.randn_tensor for module in modules]
    with float64():
        try:
            for module in modules:
                module.randn_tensor = lambda *_args, **_options: torch.tensor(Z)
            return {
                "inputs": {"x": X, "output": OUTPUT, "z": Z},
                "runs": [run(*one) for one in RUNS],
                "churn": churned(),
                "edm": edm(),
            }
        finally:
            for module, one in zip(modules, drawn, strict=True):
                module.randn_tensor = one
