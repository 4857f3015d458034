"""Calls on which a program with a slip is tried: those of the cases, and others that nobody wrote."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from app.check.altered_cases import altered_cases
from app.evaluation import EvaluationError
from app.grading.calls import Asked, Judge, Judged
from app.grading.cases import Prepared, expected, prepared
from app.grading.running import Runs, run
from app.models import Cases, Code
from app.mutated_programs import Example
from app.runner import Job, Raised, Report, Returned
from app.runner.exchange import frame_of
from app.variants import Variant, variant_of

TOGETHER = 20  # calls of one run
LARGEST = 2000  # a whole number as an input: it may be a number of steps
LEAST, SLOWER = 0.2, 5  # seconds that a mutant may take, and times those of the solution
REFUSED = "Exception"  # stands for whatever the solution raises


@dataclass(frozen=True)
class Bench:
    """The solution's exercise at one draw of its inputs."""

    exercise: Code
    variant: Variant
    seed: int
    asked: tuple[Asked, ...]

    async def judged(self, source: str, runner: Runs) -> tuple[Report, list[Judged]]:
        """What comes of the calls. Raises RunnerUnavailable."""
        calls = [one.call for one in self.asked]
        report = await run(source, calls, self.exercise, runner, self.seed)
        try:
            return report, Judge(self.exercise, self.variant, source, report).judged(self.asked)
        except Exception:  # a value that cannot even be compared is no pass
            return report, []


def passes(judged: Judged) -> bool:
    return judged.mark.outcome == "pass"


def bench_of(exercise: Code, seed: int) -> Bench:
    variant = variant_of(exercise, seed)
    calls = prepared(exercise, variant, seed)
    asked = tuple(Asked(_quiet(call), expected(exercise, variant, call)) for call in calls)
    return Bench(exercise, variant, seed, asked)


def example_of(bench: Bench) -> Example:
    """The plain inputs of the first call of each function, and the first array that each input is."""
    values: dict[str, dict[str, bool | float | str]] = {}
    shapes: dict[str, tuple[int, ...]] = {}
    alike: dict[str, str] = {}
    for one in bench.asked:
        name, inputs = one.call.signature.name, one.call.inputs
        plain = {key: own for key, own in inputs.items() if isinstance(own, int | float | str)}
        values.setdefault(name, plain)
        result = np.shape(one.key.value) if one.key and isinstance(one.key.value, np.ndarray) else None
        for key, own in inputs.items():
            if isinstance(own, np.ndarray) and own.ndim:
                shapes.setdefault(key, own.shape)
                if own.shape == result:
                    alike.setdefault(name, key)
    return Example(values, shapes, tuple(dict.fromkeys(alike.values())))


def _quiet(call: Prepared) -> Prepared:
    """The call as a hidden one: nothing is written out that nobody reads."""
    return replace(call, visible=False)


def limited(exercise: Code, report: Report) -> Code:
    """The exercise with the time that a mutant may take: endless loops are to end soon."""
    spent = sum(one.microseconds for one in report.results if isinstance(one, Returned)) / 1e6
    return exercise.model_copy(update={"seconds": min(exercise.seconds, LEAST + SLOWER * spent)})


async def other_benches(exercise: Code, runner: Runs) -> list[Bench]:
    """Inputs that nobody wrote, as far as the solution is right on them, or refuses them in so many words."""
    variant, raised = variant_of(exercise, 0), _raised(exercise.solution)
    asked = tuple(_other_calls(exercise, variant))
    groups = [asked[place : place + TOGETHER] for place in range(0, len(asked), TOGETHER)]
    benches = [Bench(exercise, variant, 0, group) for group in groups]
    told = await asyncio.gather(*(one.judged(exercise.solution, runner) for one in benches))
    kept = [
        Bench(exercise, variant, 0, tuple(_kept(bench.asked, report, judged, raised)))
        for bench, (report, judged) in zip(benches, told, strict=True)
    ]
    return [one for one in kept if one.asked]


def _kept(
    asked: Sequence[Asked], report: Report, judged: Sequence[Judged], raised: Set[str]
) -> Iterator[Asked]:
    """The calls that the solution answers as the reference does, and those that it refuses itself."""
    for one, how, result in zip(asked, judged, report.results, strict=False):
        if isinstance(result, Raised):
            if result.kind in raised:
                case = one.call.case.model_copy(update={"raises": result.kind})
                yield Asked(replace(one.call, case=case), None)
        elif passes(how) and not one.call.case.raises:
            yield one


def _raised(source: str) -> Set[str]:
    """The exceptions that a program raises itself."""
    raised = (node.exc for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Raise) and node.exc)
    return {ast.unparse(one.func if isinstance(one, ast.Call) else one) for one in raised}


def _other_calls(exercise: Code, variant: Variant) -> Iterator[Asked]:
    """Calls with altered inputs; one that the reference refuses is marked: it shall raise something."""
    seen: set[bytes] = set()
    for number, case in enumerate(altered_cases(exercise, variant)):
        alone = exercise.model_copy(update={"cases": Cases(visible=(case,))})
        try:
            call = _quiet(prepared(alone, variant, number)[0])
        except (EvaluationError, TypeError, ValueError):
            continue
        frame = frame_of(Job("", (call.call,)))
        is_small = all(not isinstance(one, int) or abs(one) <= LARGEST for one in call.inputs.values())
        if frame in seen or not is_small:
            continue
        seen.add(frame)
        try:
            key = expected(exercise, variant, call)
        except (EvaluationError, TypeError, ValueError):  # the mathematics has no meaning there
            yield Asked(replace(call, case=case.model_copy(update={"raises": REFUSED})), None)
            continue
        if key is None or _is_finite(key.value):
            yield Asked(call, key)


def _is_finite(value: object) -> bool:
    try:
        return bool(np.isfinite(np.asarray(value, dtype=float)).all())
    except (TypeError, ValueError):
        return isinstance(value, str | tuple | list | dict)
