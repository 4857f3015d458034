"""Noise levels, solvers in σ, churn and preconditioning against diffusers' schedulers, to 1e-12.

Where their conventions differ from ours a test says so:

- timesteps count from 0, and between two of them σ is linear where the spacing asks for a broken one, but a
  level of a Karras or exponential grid is turned into a timestep by the *logarithm* of σ;
- the ends of those grids are the schedule's own levels unless `sigma_min` and `sigma_max` are given;
- `HeunDiscreteScheduler` lists every level but the first and last twice, once for each evaluation;
- `DPMSolverMultistepScheduler` keeps x variance preserving, visits other timesteps, and rounds them;
- the start is σ_max z, or √(σ_max² + 1) z for spacing "leading";
- churn happens after the network was asked, so its answer belongs to the sample without the fresh noise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkers import forward, karras, predictions, reverse, schedules, solvers
from checkers.compare import equal
from checkers.domains import Array

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "oracle" / "diffusers.json").read_text())
LEVELS = RECORD["noise_levels"]
X, OUTPUT, Z = (np.array(LEVELS["inputs"][name]) for name in ("x", "output", "z"))
Run = dict[str, Any]


def name_of(run: Run) -> str:
    return " ".join(
        [run["kind"], run["schedule"], str(run["N"]), *(str(value) for value in run["options"].values())]
    )


def of_kind(*kinds: str) -> Callable[[Run], bool]:
    return lambda run: run["kind"] in kinds


def table_of(run: Run) -> Array:
    case = RECORD["schedules"][run["schedule"]]
    match case["schedule"]:
        case "linear":
            beta = schedules.linear(case["b1"], case["bT"], case["T"])
        case "scaled_linear":
            beta = schedules.scaled_linear(case["b1"], case["bT"], case["T"])
        case _:
            beta = schedules.cosine(case["T"])
    return schedules.alpha_bar(beta)


def levels_of(run: Run) -> Array:
    """The N + 1 levels in our count: each once."""
    listed = np.array(run["sigmas"])
    return np.append(listed[0], listed[1::2]) if run["kind"] == "heun" else listed


def timesteps_of(run: Run) -> Array:
    listed = np.array(run["timesteps"])
    return np.append(listed[0], listed[1::2]) if run["kind"] == "heun" else listed


def spacing_of(run: Run) -> str:
    return str(run["options"].get("timestep_spacing", "linspace"))


def is_grid(run: Run) -> bool:
    return "use_karras_sigmas" in run["options"] or "use_exponential_sigmas" in run["options"]


def is_spaced(run: Run) -> bool:
    return not is_grid(run)


def runs(*conditions: Callable[[Run], bool]) -> pytest.MarkDecorator:
    """The runs for which all conditions hold."""
    chosen = [run for run in LEVELS["runs"] if all(holds(run) for holds in conditions)]
    return pytest.mark.parametrize("run", chosen, ids=name_of)


def denoiser(run: Run) -> solvers.Denoiser:
    """The network of the record, which is told the timestep that diffusers has for the level."""
    known = dict(zip(levels_of(run)[:-1].tolist(), timesteps_of(run).tolist(), strict=True))

    def denoise(x: Array, sigma: float) -> Array:
        output = 0.3 * forward.vp_from_ve(x, sigma) + known[sigma] / 2000
        if run["options"].get("prediction_type") == "v_prediction":
            return predictions.ve_x_0_from_v(x, output, sigma)
        return predictions.ve_x_0_from_eps(x, output, sigma)

    return denoise


@runs()
def test_the_levels_are_those_of_the_grid_or_of_the_timesteps(run: Run) -> None:
    table = forward.sigma(table_of(run))
    low = run["options"].get("sigma_min", table[1])
    high = run["options"].get("sigma_max", table[-1])
    if "use_karras_sigmas" in run["options"]:
        ours = karras.sigmas_to_zero(run["N"], low, high)
    elif "use_exponential_sigmas" in run["options"]:
        ours = karras.append_zero(karras.geometric_sigmas(run["N"], low, high))
    else:
        ours = karras.append_zero(np.interp(timesteps_of(run) + 1, np.arange(len(table)), table))
    assert equal(levels_of(run), ours, rel=1e-12)


@runs(of_kind("euler", "heun", "ancestral"), is_spaced, lambda run: spacing_of(run) != "leading")
def test_the_levels_of_equally_spaced_broken_steps_are_ours(run: Run) -> None:
    if spacing_of(run) == "linspace":
        ours = karras.schedule_sigmas(table_of(run), run["N"])
    else:
        ours = forward.sigma(table_of(run))[reverse.steps(1000, run["N"], "trailing")]
    assert equal(levels_of(run)[:-1], ours, rel=1e-12)


@runs(of_kind("2m"), is_spaced, lambda run: spacing_of(run) != "trailing")
def test_dpm_solver_leaves_out_the_last_of_one_timestep_more(run: Run) -> None:
    ours = reverse.timesteps(1000, run["N"] + 1, spacing_of(run))[:-1]
    assert timesteps_of(run).tolist() == ours.tolist()


@runs(is_grid)
def test_a_level_of_a_grid_belongs_to_a_broken_timestep(run: Run) -> None:
    ours = karras.step_of_sigma(levels_of(run)[:-1], table_of(run)) - 1
    if run["kind"] == "2m":
        ours = np.trunc(np.round(ours))
    assert equal(timesteps_of(run), ours, rel=1e-9, abs=1e-9)


@runs(is_grid, of_kind("euler", "heun"), lambda run: "prediction_type" not in run["options"])
def test_a_network_for_steps_can_be_asked_at_the_levels_of_a_grid(run: Run) -> None:
    ours = karras.denoiser_from_eps(lambda x, t: 0.3 * x + (t - 1) / 2000, table_of(run))
    for sigma in levels_of(run)[:-1].tolist():
        assert equal(ours(X, sigma), denoiser(run)(X, sigma), rel=1e-9, abs=1e-9)


@runs()
def test_the_start_is_pure_noise_or_a_noised_picture_of_variance_1(run: Run) -> None:
    top = levels_of(run)[0]
    ours = {"leading": np.sqrt(top**2 + 1)}.get(spacing_of(run), top)
    assert equal(run["start"], 1 if run["kind"] == "2m" else ours, rel=1e-15)


@runs(of_kind("euler"))
def test_euler_leads_where_diffusers_does(run: Run) -> None:
    levels = levels_of(run)
    assert equal(solvers.euler_sigma(denoiser(run), levels[0] * X, levels), run["x"], rel=1e-12)


@runs(of_kind("heun"))
def test_heun_leads_where_diffusers_does_with_as_many_evaluations(run: Run) -> None:
    levels = levels_of(run)
    assert equal(solvers.heun_sigma(denoiser(run), levels[0] * X, levels), run["x"], rel=1e-12)
    assert len(run["timesteps"]) == solvers.evaluations("heun", run["N"])


@runs(of_kind("ancestral"))
def test_ancestral_sampling_leads_where_diffusers_does(run: Run) -> None:
    levels = levels_of(run)
    noises = np.stack([Z] * (len(levels) - 1))
    assert equal(solvers.euler_ancestral(denoiser(run), levels[0] * X, levels, noises), run["x"], rel=1e-12)


@runs(of_kind("2m"))
def test_the_multistep_solver_leads_where_diffusers_does(run: Run) -> None:
    levels = levels_of(run)
    start = forward.ve_from_vp(X, forward.alpha_bar_from_sigma(levels[0]))
    assert equal(solvers.dpmpp_2m(denoiser(run), start, levels), run["x"], rel=1e-12)


def test_churn_of_diffusers_asks_the_network_before_the_noise_is_raised() -> None:
    one = LEVELS["churn"]
    sigma, sigma_next = one["sigmas"]
    gamma = karras.churn_gamma(one["s_churn"], one["N"])
    raised = karras.churned_sigma(sigma, gamma)
    x = karras.churn(X, sigma, gamma, Z, one["s_noise"])
    denoised = predictions.ve_x_0_from_eps(x, OUTPUT, raised)
    assert equal(solvers.euler_sigma_step(x, denoised, raised, sigma_next), one["x"], rel=1e-12)


def test_the_grid_and_the_preconditioning_of_edm_are_those_of_diffusers() -> None:
    edm = LEVELS["edm"]
    sigmas = karras.sigmas_to_zero(18)
    assert equal(edm["sigmas"], sigmas, rel=1e-12)
    assert equal(edm["timesteps"], karras.c_noise(sigmas[:-1]), rel=1e-12)
    assert equal(edm["seen"], karras.c_in(80.0) * X, rel=1e-12)
    assert equal(edm["denoised"], karras.denoised(OUTPUT, X, sigmas[9]), rel=1e-12)
    first = solvers.euler_sigma_step(X, karras.denoised(OUTPUT, X, sigmas[0]), sigmas[0], sigmas[1])
    assert equal(edm["x"], first, rel=1e-12)
