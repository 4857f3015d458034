"""What becomes of stored answers when they are graded again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.answers import Invalid, read_answer
from app.grading import grade, grade_code
from app.identifiers import uuid7
from app.library import read_library
from app.models import Code, Exercise
from app.regrade import Change, Found, Rules, graded_again
from app.runner import Runner
from app.store import Attempt, Regraded
from app.submissions import GRADED, counted
from app.variants import variant_of
from tests.conftest import BOOK
from tests.samples import SAMPLES
from tests.store.examples import ANN, BEN, minute

pytestmark = pytest.mark.anyio
ANY: TypeAdapter[Exercise] = TypeAdapter(Exercise)
HEAD = {"id": "e", "title": "E", "difficulty": 1, "tags": ["t"]}
NUMERIC: dict[str, Any] = {
    **HEAD,
    "type": "numeric",
    "params": {"n": {"int": [2, 50], "default": 9}},
    "prompt": "What is the root of {{ n }}?",
    "answer": "n/2",
    "tolerance": {"rel": 0.01},
}
FIXED = NUMERIC | {"answer": "sqrt(n)"}
PARTS: dict[str, Any] = {
    **HEAD,
    "type": "multipart",
    "prompt": "Two.",
    "parts": [
        {"id": "a", "type": "numeric", "ask": "Half of 4?", "answer": "3", "tolerance": {"abs": 0.1}},
        {
            "id": "b",
            "type": "numeric",
            "ask": "And 1 more?",
            "answer": "parts.a + 1",
            "tolerance": {"abs": 0.1},
        },
    ],
}
CODE: dict[str, Any] = {
    **HEAD,
    "type": "code",
    "prompt": "Double it.",
    "function": "double(x)",
    "starter": "",
    "solution": "def double(x):\n    return 2 * x\n",
    "reference": "3*x",
    "cases": {"visible": [{"x": 1.5}], "hidden": [{"label": "drawn", "draw": {"x": "normal()"}}]},
    "tolerance": {"rel": 1e-9},
}
TEXT: dict[str, Any] = {
    **HEAD,
    "type": "self-check",
    "prompt": "Why?",
    "model": "So.",
    "rubric": ["One.", "Two."],
}
SORTED: dict[str, Any] = {
    **HEAD,
    "type": "ordering",
    "prompt": "Sort.",
    "items": {"one": "first", "two": "second"},
    "before": [["two", "one"]],
}
RUNNING = Runner(spares=1)  # never started: nothing but code asks for it


@pytest.fixture
def anyio_backend() -> str:
    """The runner runs on asyncio."""
    return "asyncio"


@pytest.fixture
async def runner() -> AsyncIterator[Runner]:
    """A runner of programs."""
    runner = Runner(spares=1)
    await runner.start()
    yield runner
    await runner.close()


async def answered(
    exercise: Exercise,
    answer: Any,
    *,
    seed: int = 0,
    helped: bool = False,
    runner: Runner = RUNNING,
    **changed: Any,
) -> Attempt:
    """The attempt that is stored when the exercise is answered."""
    variant = variant_of(exercise, seed)
    read = read_answer(variant, answer)
    assert not isinstance(read, Invalid)
    told = (
        await grade_code(variant, read, runner)  # type: ignore[arg-type]  # a program's answer
        if isinstance(exercise, Code)
        else grade(variant, read)
    )
    told = counted(told, helped=helped)
    attempt = Attempt(
        key=uuid7(),
        learner=ANN,
        exercise=exercise.id,
        version=exercise.version,
        seed=seed,
        answer=answer,
        verdict=told.verdict,
        credit=told.credit,
        tag=told.tag,
        feedback=GRADED.dump_python(told, mode="json"),
        hints=0,
        helped=helped,
        at=minute(0),
    )
    return replace(attempt, **changed)


async def again(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *attempts: Attempt,
    rules: Rules = Rules(),  # frozen
    runner: Runner = RUNNING,
) -> Found:
    """What becomes of attempts at the old exercise with the new one."""
    before, now = ANY.validate_python(old), ANY.validate_python(new)
    contents = {before.version: before.model_dump(mode="json", by_alias=True)}
    return await graded_again(now, attempts, contents, rules, runner)


def turns(found: Found) -> list[tuple[str, float, str, float, str | None]]:
    """Old verdict and credit, new verdict, credit and tag of each change."""
    return [
        (was.verdict, was.credit, one.graded.verdict, one.graded.credit, one.graded.tag)
        for one in found.changes
        for was in [one.attempt.standing]
    ]


async def test_a_mended_key_turns_wrong_into_right_and_right_into_wrong() -> None:
    old = ANY.validate_python(NUMERIC)
    right, wrong = await answered(old, "4.5"), await answered(old, 3, learner=BEN)
    found = await again(NUMERIC, FIXED, right, wrong)
    assert [turn[:4] for turn in turns(found)] == [
        ("correct", 1.0, "wrong", 0.0),
        ("wrong", 0.0, "correct", 1.0),
    ]
    assert [one.attempt for one in found.lowered] == [right]
    assert {one.learner: (one.was, one.now) for one in found.points} == {ANN: (1.0, 0.0), BEN: (0.0, 1.0)}
    assert (found.graded, found.left) == (2, ())


async def test_a_new_mistake_changes_the_tag_alone() -> None:
    eleven = await answered(ANY.validate_python(FIXED), "11")
    named = FIXED | {"mistakes": [{"if": "n + 2", "tag": "two-more", "say": "Two more."}]}
    assert turns(await again(FIXED, named, eleven)) == [("wrong", 0.0, "mistake", 0.0, "two-more")]
    renamed = FIXED | {"mistakes": [{"if": "n + 2", "tag": "added", "say": "Two more."}]}
    told = await answered(ANY.validate_python(named), "11")
    assert turns(await again(named, renamed, told)) == [("mistake", 0.0, "mistake", 0.0, "added")]


async def test_a_wider_tolerance_makes_it_right_and_new_words_change_nothing() -> None:
    old = ANY.validate_python(FIXED)
    attempts = [await answered(old, "3.1"), await answered(old, "3")]
    found = await again(FIXED, FIXED | {"tolerance": {"rel": 0.05}, "hints": ["Square it."]}, *attempts)
    assert [one.attempt for one in found.changes] == attempts[:1]
    assert found.graded == 2


async def test_the_best_result_does_not_fall_when_another_attempt_holds_it() -> None:
    old = ANY.validate_python(NUMERIC)
    found = await again(NUMERIC, FIXED, await answered(old, "4.5"), await answered(old, "3"))
    assert len(found.lowered) == 1
    assert found.points == ()


async def test_nothing_is_lowered_when_that_is_asked() -> None:
    old = ANY.validate_python(NUMERIC)
    right, wrong = await answered(old, "4.5"), await answered(old, "3")
    found = await again(NUMERIC, FIXED, right, wrong, rules=Rules(never_lower=True))
    assert [one.attempt for one in found.changes] == [wrong]
    assert [(one.attempt, one.cause) for one in found.left] == [(right, "kept")]
    assert found.graded == 2


async def test_an_answer_given_with_the_solution_open_still_counts_half() -> None:
    helped = await answered(ANY.validate_python(NUMERIC), "3", helped=True)
    assert turns(await again(NUMERIC, FIXED, helped)) == [("wrong", 0.0, "correct", 0.5, None)]
    held = await answered(ANY.validate_python(FIXED), "3", helped=True)
    assert (await again(FIXED, FIXED | {"tolerance": {"rel": 0.02}}, held)).changes == ()


async def test_an_answer_to_other_numbers_is_left_alone() -> None:
    attempt = await answered(ANY.validate_python(NUMERIC), "3")
    found = await again(NUMERIC, FIXED | {"params": {"n": 16}}, attempt)
    assert [(one.cause, one.why) for one in found.left] == [("question", "it showed other numbers")]
    assert (found.graded, found.changes) == (0, ())


async def test_a_seed_without_numbers_is_left_alone() -> None:
    attempt = await answered(ANY.validate_python(NUMERIC), "3")
    found = await again(NUMERIC, FIXED | {"require": "n > 60"}, attempt)
    assert [one.cause for one in found.left] == ["question"]


@pytest.mark.parametrize("contents", [{}, {"of": "the past"}, None])
async def test_without_what_was_asked_then_nothing_is_graded(contents: object) -> None:
    old, now = ANY.validate_python(NUMERIC), ANY.validate_python(FIXED)
    attempt = await answered(old, "3")
    found = await graded_again(now, [attempt], {old.version: contents} if contents else {}, Rules(), RUNNING)
    assert [one.cause for one in found.left] == ["lost"]


async def test_an_old_formula_that_cannot_be_computed_any_more_is_left_alone() -> None:
    old = NUMERIC | {"let": {"shown": "schedules.forgotten(n)"}, "prompt": "{{ n }} and {{ shown }}"}
    attempt = await answered(ANY.validate_python(NUMERIC), "3")
    version = ANY.validate_python(old).version
    found = await again(old, FIXED, replace(attempt, version=version))
    assert [one.cause for one in found.left] == ["lost"]


async def test_an_exercise_that_fails_now_leaves_the_others_their_verdicts() -> None:
    attempt = await answered(ANY.validate_python(NUMERIC), "3")
    found = await again(NUMERIC, NUMERIC | {"answer": "n/0"}, attempt)
    assert [one.cause for one in found.left] == ["failed"]


async def test_an_item_that_is_gone_makes_the_answer_unreadable() -> None:
    old = ANY.validate_python(SORTED)
    attempt = await answered(old, ["one", "two"])
    assert turns(await again(SORTED, SORTED | {"before": [["one", "two"]]}, attempt))[0][:4] == (
        "wrong",
        0.0,
        "correct",
        1.0,
    )
    strange = replace(attempt, answer=["one", "gone"])
    found = await again(SORTED, SORTED | {"before": [["one", "two"]]}, strange)
    assert [one.cause for one in found.left] == ["unread"]


async def test_a_part_that_changes_counts_though_the_sum_is_the_same() -> None:
    attempt = await answered(ANY.validate_python(PARTS), {"a": "2", "b": "4"})
    first, second = PARTS["parts"]
    found = await again(
        PARTS, PARTS | {"parts": [first | {"answer": "2"}, second | {"answer": "7"}]}, attempt
    )
    assert [one.verdict for one in found.changes[0].graded.parts] == ["correct", "wrong"]
    assert found.changes[0].graded.credit == attempt.credit == 0.5


async def test_a_self_check_stays_as_it_was_ticked() -> None:
    words = {"text": "Variances add, and roots do not.", "ticked": [0]}
    attempt = await answered(ANY.validate_python(TEXT), words)
    found = await again(TEXT, TEXT | {"model": "Because."}, attempt)
    assert (found.graded, found.changes, found.left) == (1, (), ())


async def test_the_verdict_that_holds_is_compared_and_an_applied_regrade_is_no_work() -> None:
    now = ANY.validate_python(FIXED)
    attempt = await answered(ANY.validate_python(NUMERIC), "3")
    (change,) = (await again(NUMERIC, FIXED, attempt)).changes
    feedback = GRADED.dump_python(change.graded, mode="json")
    applied = replace(
        attempt, regraded=Regraded(now.version, "correct", 1.0, None, feedback, minute(1), "a fix", 1)
    )
    assert Rules().chosen(now, [applied]) == ()
    assert Rules().chosen(now, [attempt]) == (attempt,)
    assert (await again(NUMERIC, FIXED, applied, rules=Rules(current=True))).changes == ()
    assert [turn[:4] for turn in turns(await again(NUMERIC, NUMERIC, applied))] == [
        ("correct", 1.0, "wrong", 0.0)
    ]


async def test_programs_are_run_again(runner: Runner) -> None:
    if runner.level == "none":
        pytest.skip("nothing holds programs here")
    old = ANY.validate_python(CODE)
    double, triple = [
        await answered(old, f"def double(x):\n    return {factor} * x\n", runner=runner) for factor in (2, 3)
    ]
    found = await again(CODE, CODE | {"reference": "2*x"}, double, triple, runner=runner)
    assert [(one.attempt, one.graded.verdict) for one in found.changes] == [
        (double, "correct"),
        (triple, "wrong"),
    ]


async def test_where_no_program_can_be_run_it_is_left_alone() -> None:
    old = ANY.validate_python(CODE)
    attempt = Attempt(
        uuid7(), ANN, "e", old.version, 0, CODE["solution"], "wrong", 0.0, None, {}, 0, False, minute(0)
    )
    found = await again(CODE, CODE | {"reference": "2*x"}, attempt)
    assert [one.cause for one in found.left] == ["failed"]


def test_lower_means_that_it_counts_less() -> None:
    graded = GRADED.validate_python({"verdict": "close", "credit": 0.5})
    attempt = Attempt(uuid7(), ANN, "e", "v", 0, 1, "correct", 0.5, None, {}, 0, True, minute(0))
    assert not Change(attempt, graded).lowered
    assert Change(replace(attempt, credit=1.0), graded).lowered


async def test_a_new_title_changes_no_verdict_on_any_type_of_answer(runner: Runner) -> None:
    if runner.level == "none":
        pytest.skip("nothing holds programs here")
    book = read_library(BOOK, None)
    for sample in SAMPLES:
        if sample.verdict == "invalid":
            continue
        old = book.exercise(sample.exercise)
        attempt = await answered(old, sample.answer, runner=runner)
        assert attempt.verdict == sample.verdict, sample
        content = json.loads(json.dumps(old.model_dump(mode="json", by_alias=True)))
        now = ANY.validate_python(content | {"title": "Another title"})
        found = await graded_again(now, [attempt], {old.version: content}, Rules(), runner)
        assert (found.graded, found.changes, found.left) == (1, (), ()), sample
