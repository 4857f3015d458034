"""Predictions and their weights against values recorded from diffusers, to 1e-12.

`tests/oracle/predictions.py` says how they were computed and which names and languages differ.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checkers import forward, objectives, predictions, schedules
from checkers.compare import equal

RECORD: dict[str, Any] = json.loads((Path(__file__).parent / "oracle" / "diffusers.json").read_text())
RUNS: list[dict[str, Any]] = RECORD["predictions"]
TABLES = {
    "ddpm": schedules.alpha_bar(schedules.linear(1e-4, 0.02, 1000)),
    "stable diffusion": schedules.alpha_bar(schedules.scaled_linear(0.00085, 0.012, 1000)),
    "short": schedules.alpha_bar(schedules.linear(0.05, 0.4, 10)),
}
EVERY = pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run['schedule']} {run['t']}")


def level(run: dict[str, Any]) -> float:
    return float(TABLES[run["schedule"]][run["t"]])


def agrees(ours: object, theirs: object) -> bool:
    return equal(np.asarray(ours), np.asarray(theirs), rel=1e-12, abs=1e-12)


def test_all_schedules_are_recorded_at_both_ends_and_in_the_middle() -> None:
    assert {(run["schedule"], run["t"]) for run in RUNS} == {
        (name, t) for name, table in TABLES.items() for t in (1, (len(table) - 1) // 2, len(table) - 1)
    }


@EVERY
def test_the_target_v_is_that_of_diffusers(run: dict[str, Any]) -> None:
    assert agrees(predictions.v_target(run["x"], run["answer"], level(run)), run["v"])


@EVERY
def test_the_clean_picture_is_that_of_diffusers(run: dict[str, Any]) -> None:
    x, answer, a = run["x"], run["answer"], level(run)
    assert agrees(predictions.x_0_from_eps(x, answer, a), run["x_0"]["epsilon"])
    assert agrees(predictions.x_0_from_v(x, answer, a), run["x_0"]["v_prediction"])
    assert run["x_0"]["sample"] == answer


@EVERY
def test_the_clean_picture_at_a_level_sigma_is_that_of_diffusers(run: dict[str, Any]) -> None:
    sigma = forward.sigma(level(run))
    x, answer = run["x"], run["answer"]
    assert agrees(predictions.ve_x_0_from_eps(x, answer, sigma), run["ve_x_0"]["epsilon"])
    assert agrees(predictions.ve_x_0_from_v(x, answer, sigma), run["ve_x_0"]["v_prediction"])


@EVERY
def test_the_snr_of_its_weighted_losses_is_ours_in_single_precision(run: dict[str, Any]) -> None:
    snr = schedules.snr(level(run))
    assert equal(run["snr"], snr, rel=1e-6)
    # its training scripts weigh a loss on ε with min(SNR, γ)/SNR and one on v with min(SNR, γ)/(SNR + 1)
    clipped = min(run["snr"], 5)
    assert equal(objectives.min_snr_weight(snr, 5, "eps"), clipped / run["snr"], rel=1e-6)
    assert equal(objectives.min_snr_weight(snr, 5, "v"), clipped / (run["snr"] + 1), rel=1e-6)
