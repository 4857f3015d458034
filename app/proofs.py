"""What must hold for an exercise at one seed: the key is accepted, each known mistake is told its own message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from app import numerals
from app.answers import (
    Answer,
    ArrayAnswer,
    ChosenAnswer,
    FormulaAnswer,
    LineAnswer,
    MatchedAnswer,
    NumberAnswer,
    OrderAnswer,
    PartsAnswer,
    TextAnswer,
)
from app.documents import PathTuple
from app.evaluation import EvaluationError, Value
from app.expressions import Formula
from app.grading import Graded, asked_digits, grade
from app.markdown import Markdown
from app.models import (
    BugLine,
    Categorise,
    Choice,
    ChoiceQuestion,
    Code,
    Expression,
    ExpressionQuestion,
    Match,
    Mistake,
    MultiChoice,
    MultiChoiceQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    Option,
    Ordering,
    Part,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.solutions import one_order, solution_of
from app.variants import Shown, Variant, shown_items, shown_options, shown_pairs


@dataclass(frozen=True)
class Slip:
    """What does not hold, where in the file, and the cure."""

    where: PathTuple
    rule: str
    message: str
    cure: str = ""


Proofs = Iterator[Slip | None]


def prove(variant: Variant, markdown: Markdown | None) -> Proofs:
    """None for each proof that holds, a slip for each that does not. With `markdown`, all prose is typeset too."""
    try:
        if markdown is not None:
            yield from prove_prose(variant, markdown)
        yield from prove_answers(variant)
    except EvaluationError as problem:
        yield Slip(("answer",), "evaluation", f"a formula has no value: {problem}", "restrict the parameters with `require`")


def prove_prose(variant: Variant, markdown: Markdown) -> Proofs:
    """Everything a student could be shown can be typeset."""
    exercise = variant.exercise
    texts = [exercise.prompt, *exercise.hints, exercise.explanation]
    for text in texts:
        markdown.html(variant.say(text))
    markdown.html(solution_of(variant))
    yield None


def prove_answers(variant: Variant) -> Proofs:
    """The right answer is right and the known wrong ones are known."""
    exercise = variant.exercise
    match exercise:
        case Numeric() | Vector():
            yield from prove_value(exercise, variant, exercise.mistakes, Whole(variant))
        case Multipart():
            for number, part in enumerate(exercise.parts):
                yield from prove_part(part, number, exercise, variant)
        case Expression():
            yield from prove_formula(exercise, Whole(variant))
        case Choice() | MultiChoice():
            yield from prove_options(exercise, variant)
        case Match() | Categorise():
            yield from prove_pairs(exercise, variant)
        case Ordering():
            yield from prove_order(exercise, variant)
        case BugLine():
            yield from prove_lines(exercise, variant)
        case SelfCheck():
            ticks = tuple(range(len(exercise.rubric)))
            yield must_be_right(grade(variant, TextAnswer("all of it, in my own words", ticks)), ("rubric",))
        case Code():
            return  # its programs are run: see check_code
        case _:
            assert_never(exercise)


@dataclass(frozen=True)
class Whole:
    """Grades an answer to the exercise itself."""

    variant: Variant
    where: PathTuple = ()

    def told(self, answer: Answer) -> tuple[str, str | None]:
        """Verdict and tag."""
        graded = grade(self.variant, answer)
        return graded.verdict, graded.tag


@dataclass(frozen=True)
class OfPart:
    """Grades an answer to one part, with right answers before it."""

    variant: Variant
    part: Part
    where: PathTuple
    before: Mapping[str, Answer]

    def told(self, answer: Answer) -> tuple[str, str | None]:
        """Verdict and tag of the part."""
        graded = grade(self.variant, PartsAnswer({**self.before, self.part.id: answer}))
        mine = next(part for part in graded.parts if part.id == self.part.id)
        return mine.verdict, mine.tag


Grader = Whole | OfPart


def value_answer(value: Value, digits: int | None = None) -> NumberAnswer | ArrayAnswer:
    """The value as a student would hand it in; with digits, rounded to them as one types."""
    if np.ndim(value):  # type: ignore[arg-type]  # keys are numeric
        array = np.asarray(value, float)
        shown = np.array([rounded(one, digits) for one in array.flat]).reshape(array.shape) if digits else array
        return ArrayAnswer(shown, "", digits)
    number = float(value)  # type: ignore[arg-type]
    return NumberAnswer(rounded(number, digits) if digits else number, "", digits)


def rounded(number: float, digits: int) -> float:
    """The number to so many significant digits."""
    return float(f"{number:.{digits - 1}e}")


def prove_value(
    question: NumericQuestion | VectorQuestion, variant: Variant, mistakes: tuple[Mistake, ...], grader: Grader
) -> Proofs:
    """A number or an array: key, rounded key, edges of the tolerance, mistakes."""
    names = variant.part_names()
    key = variant.key(question, names)
    at = (*grader.where, "answer")
    if not np.all(np.isfinite(np.asarray(key, float))):
        yield Slip(at, "not-finite", f"the key is {numerals.plain(key, 6)}", "restrict the parameters with `require`")
        return
    yield from prove_key(question, variant, key, at, grader)
    for number, mistake in enumerate(mistakes):
        value = variant.value(mistake.if_, names)
        where = (*grader.where, "mistakes", number)
        if np.shape(value) != np.shape(key) and np.ndim(value):
            yield Slip((*where, "if"), "shape", "the mistake has another shape than the key", "")
            continue
        value = np.broadcast_to(value, np.shape(key)) if np.ndim(key) else value
        if np.all(np.isfinite(np.asarray(value, float))):
            yield must_be_mistake(grader.told(value_answer(value)), mistake, value, key, where)


def prove_key(
    question: NumericQuestion | VectorQuestion, variant: Variant, key: Value, at: PathTuple, grader: Grader
) -> Proofs:
    """The key is accepted, exactly and rounded to the digits asked for."""
    digits = asked_digits(question, variant)
    for answer, what in ((value_answer(key), "the key"), (value_answer(key, digits), f"the key to {digits} digits")):
        verdict, tag = grader.told(answer)
        if verdict == "correct":
            yield None
        else:
            shown = numerals.plain(answer.value, 8)
            yield Slip(at, "key-rejected", f"{what}, {shown}, is told {tag or verdict}", "widen the tolerance")


def must_be_mistake(
    told: tuple[str, str | None], mistake: Mistake, value: Value, key: Value, where: PathTuple
) -> Slip | None:
    """A known mistake is told its own tag."""
    verdict, tag = told
    if verdict == "mistake" and tag == mistake.tag:
        return None
    shown = f"{numerals.plain(value, 6)} (key {numerals.plain(key, 6)})"
    if verdict in ("correct", "close"):
        message = f"the mistake {mistake.tag!r} gives {shown} and is accepted as {verdict}"
        return Slip((*where, "if"), "mistake-accepted", message, f"narrow the tolerance{widest(value, key)} or drop these draws with `require`")
    message = f"the mistake {mistake.tag!r} gives {shown} and is told as {tag or verdict!r}"
    return Slip((*where, "if"), "mistake-hidden", message, "put the more special mistake first, or drop these draws")


def widest(value: Value, key: Value) -> str:
    """The widest relative tolerance that keeps the mistake out."""
    off = np.max(np.abs(np.asarray(value, float) - np.asarray(key, float)))
    scale = np.max(np.abs(np.asarray(key, float)))
    return f" (rel below {off / scale:.2g} separates them)" if scale and off else ""


def prove_formula(question: ExpressionQuestion, grader: Grader) -> Proofs:
    """The key and its other forms are right, the mistakes are known."""

    def answer(formula: Formula) -> FormulaAnswer:
        return FormulaAnswer(formula.text, formula.node)

    for where, formula in ((("answer",), question.answer), *((("also", n), one) for n, one in enumerate(question.also))):
        verdict, tag = grader.told(answer(formula))
        slip = Slip((*grader.where, *where), "key-rejected", f"`{formula.text}` is told {tag or verdict}", "")
        yield None if verdict == "correct" else slip
    for number, mistake in enumerate(question.mistakes):
        verdict, tag = grader.told(answer(mistake.if_))
        where_ = (*grader.where, "mistakes", number, "if")
        message = f"the mistake {mistake.tag!r}, `{mistake.if_.text}`, is told {tag or verdict}"
        yield None if (verdict, tag) == ("mistake", mistake.tag) else Slip(where_, "mistake-hidden", message, "")


def right_answer(part: Part, variant: Variant) -> Answer:
    """The right answer to a part."""
    match part:
        case NumericQuestion() | VectorQuestion():
            return value_answer(variant.part_names()[f"parts.{part.id}"])
        case ExpressionQuestion():
            return FormulaAnswer(part.answer.text, part.answer.node)
        case ChoiceQuestion() | MultiChoiceQuestion():
            return ChosenAnswer(right_ids(part.options, shown_options(part, variant), variant))
        case _:
            assert_never(part)


def prove_part(part: Part, number: int, exercise: Multipart, variant: Variant) -> Proofs:
    """A part, with right answers to those before it."""
    before = {one.id: right_answer(one, variant) for one in exercise.parts[:number]}
    grader = OfPart(variant, part, ("parts", number), before)
    match part:
        case NumericQuestion() | VectorQuestion():
            yield from prove_value(part, variant, part.mistakes, grader)
        case ExpressionQuestion():
            yield from prove_formula(part, grader)
        case ChoiceQuestion() | MultiChoiceQuestion():
            verdict, _ = grader.told(right_answer(part, variant))
            yield None if verdict == "correct" else Slip(grader.where, "key-rejected", "the right options are refused", "")
        case _:
            assert_never(part)


def right_ids(options: tuple[Option, ...], shown: tuple[Shown, ...], variant: Variant) -> tuple[str, ...]:
    """The shown ids of the right options."""
    right = {variant.say(option.text) for option in options if option.correct}
    return tuple(one.id for one in shown if one.text in right)


def prove_options(question: Choice | MultiChoice, variant: Variant) -> Proofs:
    """Exactly the right options are right; each wrong one alone is not."""
    shown = shown_options(question, variant)
    right = right_ids(question.options, shown, variant)
    yield must_be_right(grade(variant, ChosenAnswer(right)), ("options",))
    for one in shown:
        if one.id not in right:
            verdict = grade(variant, ChosenAnswer((one.id,))).verdict
            yield None if verdict in ("wrong", "mistake") else Slip(("options",), "wrong-accepted", f"the wrong option {one.text!r} is told {verdict}", "")


def prove_pairs(question: Match | Categorise, variant: Variant) -> Proofs:
    """The authored pairs are right, and one swapped pair is not."""
    left, right = shown_pairs(question, variant)
    of_left, of_right = ({one.text: one.id for one in side} for side in (left, right))
    pairs = tuple((of_left[variant.say(pair.left)], of_right[variant.say(pair.right)]) for pair in question.pairs)
    yield must_be_right(grade(variant, MatchedAnswer(pairs)), ("pairs",))
    other = next(id_ for id_ in of_right.values() if id_ != pairs[0][1])
    verdict = grade(variant, MatchedAnswer(((pairs[0][0], other), *pairs[1:]))).verdict
    yield None if verdict != "correct" else Slip(("pairs",), "wrong-accepted", "a wrong pair is accepted", "")


def prove_order(question: Ordering, variant: Variant) -> Proofs:
    """One order that respects the pairs is right; its reverse and one with a distractor are not."""
    shown = shown_items(question, variant)
    of_text = {one.text: one.id for one in shown}
    order = tuple(of_text[variant.say(question.items[name])] for name in one_order(question))
    out = tuple(one.id for one in shown if one.id not in order)
    yield must_be_right(grade(variant, OrderAnswer(order, out)), ("items",))
    verdict = grade(variant, OrderAnswer(order[::-1], out)).verdict
    yield None if verdict != "correct" else Slip(("before",), "wrong-accepted", "the reversed order is accepted", "")
    for number, one in enumerate(out):
        rest = tuple(other for other in out if other != one)
        verdict = grade(variant, OrderAnswer((*order, one), rest)).verdict
        yield None if verdict != "correct" else Slip(("distractors", number), "wrong-accepted", "the distractor is accepted", "")


def prove_lines(question: BugLine, variant: Variant) -> Proofs:
    """The wrong line is the right answer, and no other is."""
    for number in range(1, len(question.code.splitlines()) + 1):
        verdict = grade(variant, LineAnswer(number)).verdict
        right = verdict == "correct"
        yield None if right == (number == question.line) else Slip(("line",), "line", f"line {number} is told {verdict}", "")


def must_be_right(graded: Graded, where: PathTuple) -> Slip | None:
    """The right answer is told so."""
    if graded.verdict == "correct" and graded.credit == 1:
        return None
    return Slip(where, "key-rejected", f"the right answer is told {graded.verdict}", "")
