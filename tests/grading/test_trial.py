from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from app.answers import CodeAnswer
from app.grading import Tried, try_code
from app.runner import Runner
from tests.grading.examples import CODE, NUMBER, variant

Trial = Callable[[str], Tried]
HEAD = "def alphas_bar(betas):\n    "


@pytest.fixture(scope="module")
def tried() -> Iterator[Trial]:
    """Tries a program in the real runner."""
    with asyncio.Runner() as loop:
        runner = Runner(spares=2, unprotected=True)
        loop.run(runner.start())
        yield lambda source: loop.run(try_code(variant(CODE), CodeAnswer(source), runner))
        loop.run(runner.close())


def test_a_trial_runs_the_visible_cases_only(tried: Trial) -> None:
    told = tried(HEAD + "print(len(betas))\n    return np.array([0.9, 0.72])")
    assert (told.heading, told.message) == ("The examples pass.", "")
    assert [(case.visible, case.outcome) for case in told.evidence.cases] == [(True, "pass")]
    assert set(told.evidence.output.split()) == {"2"}


def test_a_trial_tells_what_differs_and_compares_with_no_known_wrong_program(tried: Trial) -> None:
    told = tried(HEAD + "return 1 - np.cumsum(betas)")
    assert told.heading == "The case does not pass."
    assert "expected 0.72" in told.message
    assert told.evidence.cases[0].got == "[0.9, 0.7]"


def test_other_exercises_have_nothing_to_try() -> None:
    with pytest.raises(TypeError):
        asyncio.run(try_code(variant(NUMBER), CodeAnswer("x"), Runner()))
