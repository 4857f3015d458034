"""The checkers against values recorded from diffusers' schedulers, to 1e-12.

`tests/oracle/generate.py` says how they were computed and which conventions differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkers import forward, schedules
from checkers.compare import equal
from checkers.domains import Array

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "oracle" / "diffusers.json").read_text())
CASES: dict[str, dict[str, Any]] = RECORD["schedules"]


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
