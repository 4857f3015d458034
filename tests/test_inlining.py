"""A checker's call is written out as the formula that its source is, and gives the same value."""

from __future__ import annotations

import pytest

from app.evaluation import evaluate
from app.expressions import parse
from app.inlining import spelled_out
from app.written import written

NAMES = {"x": 0.7, "e": -0.4, "a": 0.3, "b": 0.1, "t": 20, "T": 100}


@pytest.mark.parametrize(
    ("call", "formula"),
    [
        ("forward.q_sample(x, a, e)", "sqrt(a)*x + sqrt(1 - a)*e"),
        ("reverse.ddpm_mean(x, e, b, a)", "(x - b/sqrt(1 - a)*e)/sqrt(1 - b)"),
        ("schedules.half_log_snr(a)", "(log(a) - log1p(-a))/2"),
        ("sdes.vp_mean(x, b)", "x*exp(-b/2)"),
        ("2*forward.variance(alpha_bar_t=a)", "2*(1 - a)"),
    ],
)
def test_a_checker_is_written_out(call: str, formula: str) -> None:
    long = spelled_out(parse(call))
    assert written(long) == formula
    assert evaluate(long, NAMES) == pytest.approx(evaluate(parse(call), NAMES), rel=1e-12)


@pytest.mark.parametrize("call", ["schedules.linear(0.1, 0.2, T)", "sqrt(x)", "mixtures.nothing(x)"])
def test_what_is_no_formula_stays_a_call(call: str) -> None:
    assert spelled_out(parse(call)) == parse(call)
