"""Stored answers graded again with an exercise as it is now."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from pydantic import TypeAdapter, ValidationError

from app.answers import CodeAnswer, Invalid, Raw, read_answer
from app.grading import Graded, PartGraded, RunnerUnavailable, grade, grade_code
from app.models import Code, Exercise
from app.regrade.outcomes import Cause, Change, Found, Left, Rules
from app.regrade.questions import difference
from app.runner import Runner
from app.store import Attempt
from app.submissions import counted, graded_of
from app.values import EvaluationError
from app.variants import NoVariant, Variant, variant_of

EXERCISE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
AT_ONCE = (os.cpu_count() or 1) + 2  # programs in the runner; more would only wait in its queue

Step = Callable[[], None]


async def graded_again(
    exercise: Exercise,
    attempts: Sequence[Attempt],
    contents: Mapping[str, object],
    rules: Rules,
    runner: Runner,
    step: Step = lambda: None,
) -> Found:
    """What becomes of the attempts at an exercise; nothing is stored.

    `contents` is what the exercise said at each version; `step` is called after each attempt.
    """
    grader = Grader(exercise, contents, rules, runner)
    several = asyncio.Semaphore(AT_ONCE)

    async def one(attempt: Attempt) -> Change | Left | None:
        async with several:
            outcome = await grader.outcome(attempt)
        step()
        return outcome

    outcomes = await asyncio.gather(*map(one, rules.chosen(exercise, attempts)))
    left = tuple(one for one in outcomes if isinstance(one, Left))
    changes = tuple(one for one in outcomes if isinstance(one, Change))
    graded = len(outcomes) - sum(one.cause != "kept" for one in left)
    return Found(exercise, tuple(attempts), graded, changes, left)


class Grader:
    """Grades old answers to one exercise."""

    def __init__(
        self, exercise: Exercise, contents: Mapping[str, object], rules: Rules, runner: Runner
    ) -> None:
        self._exercise = exercise
        self._rules = rules
        self._runner = runner
        self._old = {version: exercise_in(content) for version, content in contents.items()}
        self._variants: dict[tuple[str, int], Variant | tuple[Cause, str]] = {}
        self._told: dict[tuple[int, str], Graded | Invalid] = {}

    async def outcome(self, attempt: Attempt) -> Change | Left | None:
        """What becomes of an attempt, None when its verdict is the same."""
        variant = self._variant(attempt)
        if isinstance(variant, tuple):
            return Left(attempt, *variant)
        try:
            graded = await self._graded(variant, attempt)
        except EvaluationError as slip:
            return Left(attempt, "failed", f"it has no verdict now: {slip.message}")
        except RunnerUnavailable as trouble:
            return Left(attempt, "failed", f"no program can be run now: {trouble}")
        if isinstance(graded, Invalid):
            return Left(attempt, "unread", f"its answer cannot be read now: {graded.message}")
        change = Change(attempt, counted(graded, helped=attempt.helped))
        if is_same(graded_of(attempt), change.graded):
            return None
        if change.lowered and self._rules.never_lower:
            return Left(attempt, "kept", "it would count less")
        return change

    async def _graded(self, variant: Variant, attempt: Attempt) -> Graded | Invalid:
        """Raises EvaluationError and RunnerUnavailable."""
        raw = cast(Raw, attempt.answer)  # the same JSON, in the store's words
        if isinstance(self._exercise, Code):
            answer = read_answer(variant, raw)
            if not isinstance(answer, CodeAnswer):
                assert isinstance(answer, Invalid)  # a program is all that can be read here
                return answer
            return await grade_code(variant, answer, self._runner, seed=seed_for(attempt, self._exercise))
        said = (attempt.seed, json.dumps(attempt.answer))  # many say the same
        if said not in self._told:
            answer = read_answer(variant, raw)
            self._told[said] = answer if isinstance(answer, Invalid) else grade(variant, answer)
        return self._told[said]

    def _variant(self, attempt: Attempt) -> Variant | tuple[Cause, str]:
        """The exercise with the attempt's numbers, or why its answer cannot be graded with them."""
        place = (attempt.said, attempt.seed)
        if place not in self._variants:
            self._variants[place] = self._compared(*place)
        return self._variants[place]

    def _compared(self, said: str, seed: int) -> Variant | tuple[Cause, str]:
        try:
            new = variant_of(self._exercise, seed)
        except NoVariant as problem:
            return "question", str(problem)
        except EvaluationError as slip:
            return "failed", f"it has no numbers now: {slip.message}"
        if said == self._exercise.version:
            return new
        old = self._old.get(said)
        if old is None:
            return "lost", "what the exercise said then is missing or cannot be read"
        try:
            differs = difference(variant_of(old, seed), new, reworded=self._rules.reworded)
        except (NoVariant, EvaluationError) as problem:
            return "lost", f"what the exercise showed then cannot be computed: {problem}"
        return ("question", differs) if differs else new


def exercise_in(content: object) -> Exercise | None:
    """The exercise that the store kept, None when this program cannot read it."""
    try:
        return EXERCISE.validate_python(content)
    except ValidationError:
        return None


def is_same(old: Graded, new: Graded) -> bool:
    """Whether a verdict is the same but for its words; of an older program's words the parts are unknown."""
    if (old.verdict, old.credit, old.tag) != (new.verdict, new.credit, new.tag):
        return False
    return not old.parts or _essence(old.parts) == _essence(new.parts)


def _essence(parts: Sequence[PartGraded]) -> object:
    return [(part.id, part.verdict, part.credit, part.tag) for part in parts]


def seed_for(attempt: Attempt, exercise: Exercise) -> int:
    """The seed of a program's inputs: other ones than when it was handed in, the same in every regrade.

    So a trial tells what applying will do, and doing it twice changes nothing.
    """
    digest = hashlib.sha256(attempt.key.bytes + exercise.version.encode()).digest()
    return int.from_bytes(digest[:7], "big")
