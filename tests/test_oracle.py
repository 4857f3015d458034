"""The checkers against values recorded from diffusers' schedulers, to 1e-12.

`tests/oracle/generate.py` says how they were computed and which conventions differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkers import forward, predictions, reverse, schedules
from checkers.compare import equal
from checkers.domains import Array

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "oracle" / "diffusers.json").read_text())
CASES: dict[str, dict[str, Any]] = RECORD["schedules"]
SAMPLING: dict[str, Any] = RECORD["sampling"]
X, OUTPUT, Z = (np.array(SAMPLING["inputs"][name]) for name in ("x", "output", "z"))


def beta_of(case: dict[str, Any]) -> Array:
    match case["schedule"]:
        case "linear":
            return schedules.linear(case["b1"], case["bT"], case["T"])
        case "scaled_linear":
            return schedules.scaled_linear(case["b1"], case["bT"], case["T"])
        case "squaredcos_cap_v2":
            return schedules.cosine(case["T"])
    raise ValueError(case["schedule"])


def agrees(table: Array, case: dict[str, Any], name: str) -> bool:
    """Whether the recorded entries and both sums over t = 1..T are those of our table."""
    ours = [*table[case["steps"]], table[1:].sum(), table[1:] @ np.arange(1, len(table))]
    theirs = [*case[name]["at"], case[name]["sum"], case[name]["weighted"]]
    return equal(ours, theirs, rel=1e-12, abs=1e-15)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return CASES[request.param]


def test_the_record_says_which_versions_it_came_from_and_misses_no_schedule() -> None:
    assert RECORD["versions"].keys() == {"diffusers", "torch"}
    assert {case["schedule"] for case in CASES.values()} == {"linear", "scaled_linear", "squaredcos_cap_v2"}


def test_betas_are_those_of_diffusers(case: dict[str, Any]) -> None:
    assert agrees(beta_of(case), case, "beta")


def test_alpha_bar_is_that_of_diffusers(case: dict[str, Any]) -> None:
    assert agrees(schedules.alpha_bar(beta_of(case)), case, "alpha_bar")


def test_the_repaired_terminal_snr_is_that_of_diffusers(case: dict[str, Any]) -> None:
    a = schedules.alpha_bar(beta_of(case))
    assert agrees(schedules.zero_terminal_snr(a), case, "zero_terminal_alpha_bar")
    assert agrees(schedules.zero_terminal_beta(a), case, "zero_terminal_beta")


def test_the_exploding_noise_level_is_that_of_diffusers(case: dict[str, Any]) -> None:
    assert agrees(forward.sigma(schedules.alpha_bar(beta_of(case))), case, "sigma")


def test_noisy_batches_are_those_of_diffusers(case: dict[str, Any]) -> None:
    noisy = case["noisy"]
    levels = schedules.alpha_bar(beta_of(case))[noisy["steps"]]
    x_t = forward.q_sample(noisy["x_0"], levels, noisy["eps"])
    assert equal(x_t, noisy["x_t"], rel=1e-12, abs=1e-15)


def test_the_unclipped_cosine_differs_from_diffusers_at_the_last_step_only() -> None:
    case = CASES["cosine"]
    exact = schedules.cosine_alpha_bar(case["steps"], case["T"])
    assert equal(exact[:-1], case["alpha_bar"]["at"][:-1], rel=1e-10)
    assert exact[-1] < 1e-30 < 1e-10 < case["alpha_bar"]["at"][-1]


def test_the_float32_tables_of_diffusers_agree_to_about_6_digits_only(case: dict[str, Any]) -> None:
    ours = schedules.alpha_bar(beta_of(case))[case["steps"]]
    assert equal(case["float32_alpha_bar"], ours, rel=1e-4, abs=1e-6)
    assert not equal(case["float32_alpha_bar"], ours, rel=1e-12)


# ---- sampling: our step t is diffusers' timestep t - 1, and level 0 is its timestep -1 ---


def alpha_bar_of(run: dict[str, Any]) -> Array:
    a = schedules.alpha_bar(beta_of(CASES[run["schedule"]]))
    return schedules.zero_terminal_snr(a) if run["options"].get("rescale_betas_zero_snr") else a


def visited(run: dict[str, Any]) -> list[int]:
    """The timesteps of a run, counted from 0."""
    options = run["options"]
    T, kind = CASES[run["schedule"]]["T"], options.get("timestep_spacing", "leading")
    return [int(t) for t in reverse.timesteps(T, run["N"], kind, options.get("steps_offset", 0))]


def ddim_ends(run: dict[str, Any], timestep: int) -> tuple[float, float]:
    """ᾱ before and after a DDIM step: it goes down by T // N whatever timestep comes next in its list."""
    a = alpha_bar_of(run)
    before = int(reverse.stride_below(timestep, len(a) - 1, run["N"]))
    last = a[0] if run["options"].get("set_alpha_to_one", True) else a[1]
    return a[timestep + 1], a[before + 1] if before >= 0 else last


def ddpm_ends(run: dict[str, Any], timestep: int) -> tuple[float, float]:
    """ᾱ before and after a DDPM step, which leads to the next timestep in the list, from the last to 1."""
    a, following = alpha_bar_of(run), [*visited(run), -1]
    return a[timestep + 1], a[following[following.index(timestep) + 1] + 1]


@pytest.mark.parametrize(
    "case", SAMPLING["timesteps"], ids=lambda case: f"{case['spacing']} {case['N']}/{case['T']}"
)
def test_the_timesteps_visited_are_those_of_diffusers(case: dict[str, Any]) -> None:
    T, N, spacing = case["T"], case["N"], case["spacing"]
    if max(case["timesteps"]) >= T:  # there diffusers asks the network about a timestep it was never shown
        with pytest.raises(ValueError, match="steps_offset"):
            reverse.timesteps(T, N, spacing, case["steps_offset"])
        return
    ours = reverse.timesteps(T, N, spacing, case["steps_offset"])
    assert ours.tolist() == case["timesteps"][:N]


def test_trailing_of_diffusers_has_one_timestep_too_many_where_its_stride_is_rounded() -> None:
    (case,) = (one for one in SAMPLING["timesteps"] if one["N"] == 61 and one["spacing"] == "trailing")
    assert len(case["timesteps"]) == 62
    assert case["timesteps"][-1] == -1
    assert len(reverse.timesteps(1000, 61, "trailing")) == 61


@pytest.mark.parametrize("run", SAMPLING["ddim"], ids=lambda run: f"{run['options']} eta {run['eta']}")
def test_ddim_steps_are_those_of_diffusers(run: dict[str, Any]) -> None:
    step = {
        "epsilon": reverse.ddim_step,
        "sample": reverse.ddim_step_from_x_0,
        "v_prediction": reverse.ddim_step_from_v,
    }[run["options"].get("prediction_type", "epsilon")]
    for recorded in run["steps"]:
        a_t, a_s = ddim_ends(run, recorded["timestep"])
        ours = step(X, OUTPUT, a_t, a_s, run["eta"], Z)
        assert equal(ours, recorded["x"], rel=1e-12, abs=1e-12)


def clean_guess(kind: str, a_t: float) -> Array:
    match kind:
        case "epsilon":
            return predictions.x_0_from_eps(X, OUTPUT, a_t)
        case "v_prediction":
            return predictions.x_0_from_v(X, OUTPUT, a_t)
    return OUTPUT


@pytest.mark.parametrize("run", SAMPLING["ddpm"], ids=lambda run: f"{run['schedule']} {run['options']}")
def test_ddpm_steps_are_those_of_diffusers(run: dict[str, Any]) -> None:
    options = run["options"]
    for recorded in run["steps"]:
        timestep = recorded["timestep"]
        a_t, a_s = ddpm_ends(run, timestep)
        alpha = reverse.merged_alpha(a_t, a_s)
        sigma = float(reverse.ddpm_sigma(alpha, a_s, options["variance_type"].removeprefix("fixed_")))
        if options["variance_type"] == "fixed_small":
            sigma = max(sigma, 1e-10)  # diffusers never lets the variance below 1e-20
        if timestep == 0:  # the only one without noise, though it need not be the last of a list
            sigma = 0.0
        x_0 = clean_guess(options["prediction_type"], a_t)
        ours = reverse.posterior_mean(x_0, X, alpha, a_s) + sigma * Z
        assert equal(ours, recorded["x"], rel=1e-12, abs=1e-12)
        if options["prediction_type"] == "epsilon":
            by_noise = reverse.ddpm_step(X, OUTPUT, 1 - alpha, a_t, sigma, Z)
            assert equal(by_noise, recorded["x"], rel=1e-9, abs=1e-9)


def test_a_large_variance_leaves_grain_where_the_list_of_diffusers_does_not_end_at_0() -> None:
    (run,) = (
        one
        for one in SAMPLING["ddpm"]
        if one["schedule"] == "stable diffusion"
        and (one["options"]["variance_type"], one["options"]["prediction_type"]) == ("fixed_large", "sample")
    )
    last = run["steps"][-1]
    a_t, a_s = ddpm_ends(run, last["timestep"])
    assert last["timestep"] > 0
    assert a_s == 1
    assert equal(last["x"], OUTPUT + np.sqrt(1 - a_t) * Z, rel=1e-12)  # OUTPUT is the finished picture


@pytest.mark.parametrize("run", SAMPLING["loops"], ids=lambda run: f"{run['schedule']} {run['options']}")
def test_whole_loops_and_their_inversion_are_those_of_diffusers(run: dict[str, Any]) -> None:
    a, steps = alpha_bar_of(run), np.array(visited(run)) + 1

    def model(x: Array, t: int) -> Array:
        return 0.3 * x + (t - 1) / 2000

    assert equal(reverse.ddim_sample(model, X, a, steps), run["sampled"], rel=1e-11, abs=1e-11)
    assert equal(reverse.ddim_inversion(model, X, a, steps), run["inverted"], rel=1e-11, abs=1e-11)
