"""Trials: a program is run on the cases that everybody sees, and no attempt is stored."""

from __future__ import annotations

from fastapi import HTTPException

from app.answers import CodeAnswer, Invalid, Raw, read_answer
from app.grading import Tried, try_code
from app.models import Code
from app.requests import Visit
from app.variants import Variant

NO_PROGRAM = "There is nothing to run here: only an exercise that asks for a program has cases to run."


async def trial_of(visit: Visit, variant: Variant, raw: Raw) -> Tried | Invalid:
    """How the visible cases go, or why the answer could not be read.

    Raises a 422 where no program is asked for, RunnerUnavailable, and `app.runner.Busy` (TooMany is one).
    """
    if not isinstance(variant.exercise, Code):
        raise HTTPException(422, NO_PROGRAM)
    answer = read_answer(variant, raw)
    if not isinstance(answer, CodeAnswer):
        assert isinstance(answer, Invalid)  # a program is all that can be read here
        return answer
    async with visit.services.runner.turn(visit.learner) as turn:
        return await try_code(variant, answer, turn)
