"""Flow matching against values recorded from diffusers' FlowMatchEulerDiscreteScheduler, to 1e-12.

`tests/oracle/flow_matching.py` says how they were computed. The conventions:

- time is the same: its sigma is our t, from 0 (data) to 1 (noise), and the model's output is x_1 - x_0;
- its timestep, with which a model is called, is 1000 t (a float), or as many as it has training times;
- its step has no sign to choose either, x + (next - now) v;
- left alone it does not take the equal grid: N times from 1 to the last training time, and then 0;
- that last training time is already shifted when the shift is fixed, so it is shifted twice, and not when the
  shift is dynamic; handed the equal times, as FLUX does, it takes our grid;
- a dynamic shift is given by μ = log s ("exponential") or by s itself ("linear").
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkers import flows
from checkers.compare import equal
from checkers.domains import Array

RECORD: dict[str, Any] = json.loads(
    (Path(__file__).parent / "oracle" / "diffusers.json").read_text(encoding="utf-8")
)["flow_matching"]
RUNS: list[dict[str, Any]] = RECORD["runs"]
X_0, X_1, VELOCITY = (RECORD["inputs"][name] for name in ("x_0", "x_1", "velocity"))


def network(x: Array, t: float) -> Array:
    """The recorded runs' velocity."""
    return np.asarray(VELOCITY["a"] * x + VELOCITY["b"] * t + VELOCITY["c"])


def shift_of(run: dict[str, Any]) -> float:
    """Our factor s of a run."""
    options = run["options"]
    if not options.get("use_dynamic_shifting"):
        return float(options.get("shift", 1.0))
    linear = options.get("time_shift_type") == "linear"
    return float(run["mu"] if linear else flows.shift_from_mu(run["mu"]))


def times_of(run: dict[str, Any]) -> Array:
    """Our grid of a run."""
    if run.get("equal"):
        return flows.times(run["N"], shift_of(run))
    options = run["options"]
    T, dynamic = options.get("num_train_timesteps", 1000), bool(options.get("use_dynamic_shifting"))
    return flows.diffusers_times(run["N"], shift_of(run), T, dynamic)


@pytest.fixture(params=RUNS, ids=lambda run: f"{run['N']} {run.get('mu', '')} {run['options']}")
def run(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


def test_every_way_to_shift_is_recorded() -> None:
    assert {bool(run["options"].get("use_dynamic_shifting")) for run in RUNS} == {True, False}
    assert any(run.get("equal") for run in RUNS)
    assert any(run["options"].get("time_shift_type") == "linear" for run in RUNS)


def test_times_are_those_of_diffusers(run: dict[str, Any]) -> None:
    assert equal(times_of(run), run["sigmas"], rel=1e-12, abs=1e-15)


def test_its_timesteps_are_our_times_in_training_steps(run: dict[str, Any]) -> None:
    T = run["options"].get("num_train_timesteps", 1000)
    assert equal(times_of(run)[:-1] * T, run["timesteps"], rel=1e-12)


def test_its_default_grid_is_not_the_equal_one_and_ends_with_a_shorter_step() -> None:
    default = next(run for run in RUNS if run["N"] == 28 and run["options"] == {"shift": 1.0})
    steps = -np.diff(default["sigmas"])
    assert not equal(flows.times(28), default["sigmas"], abs=1e-3)
    assert steps[-1] == pytest.approx(0.001)
    assert steps[0] == pytest.approx(0.037)


def test_samples_are_those_of_diffusers(run: dict[str, Any]) -> None:
    assert equal(flows.sample_on(network, X_1, times_of(run)), run["sampled"], rel=1e-12, abs=1e-15)


def test_noisy_samples_are_those_of_diffusers(run: dict[str, Any]) -> None:
    T = run["options"].get("num_train_timesteps", 1000)
    t = np.asarray(run["noisy"]["timesteps"]) / T
    assert equal(flows.interpolate(X_0, X_1, t), run["noisy"]["x_t"], rel=1e-12, abs=1e-15)


def test_its_stochastic_sampling_mixes_fresh_noise_into_the_clean_guess() -> None:
    renoised = RECORD["renoised"]
    x, grid = np.asarray(X_1), times_of(renoised)
    for t, s in pairwise(grid):
        x = flows.renoised_step(x, network(x, float(t)), t, s, renoised["noise"])
    assert equal(x, renoised["sampled"], rel=1e-12, abs=1e-15)


def test_its_training_times_are_a_thousand_equal_ones_shifted() -> None:
    for training in RECORD["training"]:
        assert training["count"] == 1000
        assert equal(flows.shift([1.0, 0.5, 0.001], training["shift"]), training["at"], rel=1e-12)


def test_the_line_for_mu_has_the_ends_of_its_configuration() -> None:
    dynamic = RECORD["dynamic"]
    ends = [dynamic["base_image_seq_len"], dynamic["max_image_seq_len"]]
    assert equal(flows.mu_from_tokens(ends), [dynamic["base_shift"], dynamic["max_shift"]], rel=1e-14)
