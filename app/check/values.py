"""Proofs of a number or an array: the key, the edges of its tolerance, known mistakes, guesses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from app import numerals
from app.check.proving import Failure, Grader, Proofs, Told, failure
from app.composer import PathTuple
from app.evaluation import evaluate
from app.expressions import Formula
from app.grading.tolerances import asked_digits, comparing, equal, tolerance_of
from app.model_answers import value_answer
from app.models import Exercise, Mistake, NumericQuestion, Tolerance, VectorQuestion
from app.values import EvaluationError, Value
from app.variants import Variant

Array = npt.NDArray[np.float64]
Valued = NumericQuestion | VectorQuestion
VANISHING = 1e-9  # an entry so much smaller than the others is a zero with rounding in it


def prove_value(question: Valued, grader: Grader) -> Proofs:
    """The key is accepted, and what is not the key is not. Raises EvaluationError for a key without value."""
    names = grader.variant.part_names()
    key = np.asarray(grader.variant.key(question, names), dtype=float)
    yield from _key(question, key, grader)
    yield from _edges(question, key, grader)
    yield from _guesses(question, key, grader)
    for number, mistake in enumerate(question.mistakes):
        yield from _mistake(question, number, mistake, key, names, grader)


# ---- the key ---


def _key(question: Valued, key: Array, grader: Grader) -> Proofs:
    """The key is right, exactly and rounded to the digits asked for."""
    digits = asked_digits(question, grader.variant)
    for answer, what in ((value_answer(key), ""), (value_answer(key, digits), f", to {digits} digits,")):
        told = grader.tell(answer)
        yield (
            None
            if told.verdict == "correct"
            else failure(
                (*grader.where, "answer"),
                "key",
                f"the key {number(answer.value, 8)}{what} is told {told.words}",
                "Widen the tolerance, or ask for more digits." if what else "",
            )
        )


def _edges(question: Valued, key: Array, grader: Grader) -> Proofs:
    """Nine tenths of the tolerance are accepted, eleven are not; a key near 0 has a tolerance at all."""
    tolerance = tolerance_of(question)
    if tolerance.abs is None and _vanishes(key):
        yield failure(
            (*grader.where, "answer"),
            "near-zero",
            f"the key {number(key, 3)} is as good as 0, where a relative tolerance allows nothing",
            "Give an absolute tolerance, such as {abs: 0.001}, or drop these draws with `require`.",
        )
        return
    bound = comparing(tolerance).bound(key)
    for share, wanted in ((0.9, True), (-0.9, True), (1.1, False), (-1.1, False)):
        answer = key + share * bound
        if not (np.abs(answer - key) > 1e-12 * np.abs(key)).any():
            continue  # nothing but the key itself is accepted
        if equal(answer, key, tolerance) is wanted:
            yield None
        else:
            verb = "refused" if wanted else "accepted"
            message = f"{number(answer, 8)} is {share} times the tolerance from the key and is {verb}"
            yield failure((*grader.where, "answer"), "tolerance", message)


def _vanishes(key: Array) -> bool:
    """Whether an entry is 0 but for rounding. A 0 in a table of whole numbers is meant."""
    if (key == np.round(key)).all():
        return False
    size = np.abs(key)
    return bool(((size > 0) & (size <= VANISHING * max(1.0, float(size.max())))).any())


# ---- guesses ---


def _guesses(question: Valued, key: Array, grader: Grader) -> Proofs:
    """0, 1 and the numbers in the prompt are no answers; to a part, a number of the prompt may be."""
    tolerance = tolerance_of(question)
    params = [] if grader.part else _readable(grader.variant.exercise)
    cure = "Choose numbers that keep it apart from the key, or drop these draws with `require`."
    for what, value in _guessed(key.shape, grader.variant.names, params):
        message = f"{what} is accepted as the answer without any work"
        is_right = equal(value, key, tolerance)
        yield failure((*grader.where, "answer"), "guess", message, cure) if is_right else None


def _readable(exercise: Exercise) -> list[str]:
    """The parameters, without those that the prompt only makes other numbers of, as in {{ 1000*a }}."""
    inserted = [one.formula for one in exercise.prompt.expressions]
    plain = {formula.text.partition("[")[0].strip() for formula in inserted}
    used = set[str]().union(*(formula.names for formula in inserted))
    for name, formula in reversed(exercise.let.items()):
        used |= formula.names if name in used else set()
    return [name for name in exercise.params if name in plain or name not in used]


def _guessed(
    shape: tuple[int, ...], names: Mapping[str, Value], shown: list[str]
) -> Iterator[tuple[str, npt.ArrayLike]]:
    yield "0", np.zeros(shape)
    yield "1", np.ones(shape)
    for name in shown:
        value = names[name]
        match value:
            case bool():
                pass
            case int() | float() if shape == ():
                yield f"the input {name} itself", value
            case np.ndarray() if value.shape == shape:
                yield f"the input {name} itself", value
            case _:
                pass


# ---- mistakes ---


def _mistake(
    question: Valued, number: int, mistake: Mistake, key: Array, names: Mapping[str, Value], grader: Grader
) -> Proofs:
    """A known mistake is told its own message. One that has no value with these numbers cannot be made."""
    where = (*grader.where, "mistakes", number, "if")
    try:
        value = np.asarray(evaluate(mistake.if_.node, {"answer": key[()], **names}), dtype=float)
        value = np.array(np.broadcast_to(value, key.shape))
    except EvaluationError:
        return
    except (TypeError, ValueError):
        message = f"the mistake {mistake.tag!r} has another shape than the key, {key.shape}"
        yield failure(where, "mistake-shape", message, "Compute a value of the key's shape.")
        return
    if not np.isfinite(value).all():
        return
    told = grader.tell(value_answer(value))
    if (told.verdict, told.tag) == ("mistake", mistake.tag):
        yield None
    elif told.verdict in ("correct", "close"):
        yield _collides(question, mistake, value, key, where, grader)
    else:
        yield _hidden(question, mistake, value, told, where)


def _collides(
    question: Valued, mistake: Mistake, value: Array, key: Array, where: PathTuple, grader: Grader
) -> Failure:
    """A mistake so near the key that it is accepted, and what separates the two."""
    room = apart(value, key)
    shown = f"{number(value)}, which is accepted: the key is {number(key)}"
    message = f"the mistake {mistake.tag!r} gives {shown}"
    cure = f"{separated(question, mistake.if_, room, grader.variant)}."
    return failure(where, "mistake-accepted", message, cure, room)


def apart(value: Array, key: Array) -> float:
    """The relative tolerance from which on the value is accepted for the key."""
    size = np.abs(key)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(size > 0, np.abs(value - key) / size, np.where(value == key, 0.0, np.inf))
    return float(ratio.max(initial=0.0))


def separated(question: Valued, wrong: Formula | None, room: float, variant: Variant) -> str:
    """The smallest change that keeps a wrong answer, by its formula if it has one, and the key apart."""
    params = variant.exercise.params.values()
    drop = "Drop these draws with `require`" if params else "Choose other numbers"
    if variant.seed == 0 and any(getattr(one, "default", None) is not None for one in params):
        drop = "Choose another default, and drop these draws with `require`"
    if params and wrong and isinstance(question, NumericQuestion) and _are_plain(wrong, question):
        key = question.answer.text
        drop += f": abs(({wrong.text}) - ({key})) > {_twice(tolerance_of(question), key)}"
    narrow = _below(room)
    if narrow is None or room == math.inf:
        return drop
    narrow = min(narrow, tolerance_of(question).rel or narrow)
    narrower = f"Narrow the tolerance to {{rel: {numerals.plain(narrow)}}}, which separates them"
    return f"{narrower}, or {drop[:1].lower()}{drop[1:]}"


def _twice(tolerance: Tolerance, key: str) -> str:
    """An expression for twice the tolerance, or somewhat more."""
    share = tolerance.rel or (10.0 ** (1 - tolerance.digits) if tolerance.digits else 0)
    terms = [f"{numerals.plain(2 * share, 2)} * abs({key})"] if share or not tolerance.abs else []
    return " + ".join([*terms, *([numerals.plain(2 * tolerance.abs, 2)] if tolerance.abs else [])])


def _are_plain(wrong: Formula, question: NumericQuestion) -> bool:
    """Whether a condition may name what a wrong answer and the key are computed from."""
    names = wrong.names | question.answer.names
    return not any(name == "answer" or name.startswith("parts.") for name in names)


def _below(room: float) -> float | None:
    """A round tolerance that leaves some room; None where it would be too narrow to be of use."""
    if not 2e-4 <= room < 1:
        return None
    unit = 10.0 ** math.floor(math.log10(0.8 * room))
    return math.floor(0.8 * room / unit) * unit


def _hidden(question: Valued, mistake: Mistake, value: Array, told: Told, where: PathTuple) -> Failure:
    """A mistake that is told something else."""
    earlier = next((one.tag for one in question.mistakes if one.tag == told.tag), None)
    cure = "Keep the two apart with `require`, or take one of them out." if earlier else ""
    words = f"is told as {told.words}, which stands before it" if earlier else f"is told {told.words}"
    message = f"the mistake {mistake.tag!r} gives {number(value)} and {words}"
    return failure(where, "mistake-hidden", message, cure)


def number(value: Value, digits: int = 6) -> str:
    """A number or an array in a message."""
    text = numerals.plain(np.asarray(value, dtype=float).tolist(), digits)
    return text if len(text) <= 60 else text[:59] + "…"
