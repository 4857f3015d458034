"""An exercise with the numbers of a seed: what is shown first, and the key computed from what is shown."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

import numpy as np

from app.basis import Basis
from app.evaluation import evaluate
from app.expressions import Formula
from app.grids import default_of, drawn, shuffled, size_of
from app.keys import Plain, checked, plain
from app.models import (
    CategoriseQuestion,
    ChoiceQuestion,
    Exercise,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    Multipart,
    NumericQuestion,
    Option,
    OrderingQuestion,
    Question,
    VectorQuestion,
)
from app.prose import Template
from app.values import EvaluationError, Value, kept

LAST_SEED = 2**31 - 1
TRIES = 500
_EASY_SEEDS = 99_999  # a new seed is short enough to be read out


class NoVariant(Exception):  # noqa: N818 - nothing failed: there is none
    """There are no numbers for this seed; says why."""


@dataclass(frozen=True)
class Variant:
    """An exercise and its numbers: the parameters as shown, and what `let` computes from them."""

    exercise: Exercise
    seed: int
    names: Mapping[str, Value]

    def key(self, question: Question, names: Mapping[str, Value] | None = None) -> Value:
        """The right answer: a float for a number, an array of float64 for a vector.

        `names` replaces the variant's own names, for example by a student's earlier parts; with its own, the
        key is computed once. Raises EvaluationError, also when the key is no finite number; TypeError for a
        question without one.
        """
        if not isinstance(question, NumericQuestion | VectorQuestion | ExpressionQuestion):
            raise TypeError(f"a {type(question).__name__} has no formula for its key")
        if names is not None and names is not self.names and names is not vars(self).get("_right_parts"):
            return checked(question, evaluate(question.answer.node, names))
        if id(question) not in self._keys:
            known = self.names_for(question.answer.names)
            key = checked(question, evaluate(question.answer.node, known))
            self._keys[id(question)] = question, cast(Value, kept(key))  # of the same kind as before
        return self._keys[id(question)][1]

    def part_names(self, own: Mapping[str, Value] | None = None) -> Mapping[str, Value]:
        """The names, and `parts.ID` for the parts with a formula, in order; `own` replaces them by part id.

        With `own`, a part whose key cannot be computed from it is left out.
        """
        return self._right_parts if own is None else {**self.names, **dict(self._parts(own))}

    def holds(self, option: Option, names: Mapping[str, Value] | None = None) -> bool:
        """Whether an option is right; `names` as in `key`. Raises EvaluationError."""
        if isinstance(option.correct, bool):
            return option.correct
        known = self.names_for(option.correct.names) if names is None else names
        return _truth(evaluate(option.correct.node, known))

    def names_for(self, used: frozenset[str]) -> Mapping[str, Value]:
        """The names that formulas using `used` need: with the parts, when they use one."""
        return self.part_names() if any(name.startswith("parts.") for name in used) else self.names

    def say(self, template: Template | None, **extra: Value) -> str:
        """The template with the variant's numbers, as markdown. It may use `answer`, `parts.ID`, `extra`."""
        return "" if template is None else template.render(self.names_in(template, **extra))

    def names_in(self, template: Template, **extra: Value) -> Mapping[str, Value]:
        """The names that a template may use, computed as far as it uses them."""
        names = {**self.names_for(template.names), **extra}
        if "answer" in template.names and "answer" not in names:
            names["answer"] = self._answer
        return names

    def plain(self, name: str) -> Plain:
        """A shown number as plain data, for JSON."""
        return plain(self.names[name])

    @cached_property
    def _keys(self) -> dict[int, tuple[Question, Value]]:
        """The keys that were asked for, by the id of the question, which stays here so that it keeps it."""
        return {}

    @cached_property
    def _answer(self) -> Value:
        """What `answer` means in prose: the key; of a multipart exercise, that of its last part."""
        question = self.exercise.parts[-1] if isinstance(self.exercise, Multipart) else self.exercise
        try:
            return self.key(question)
        except TypeError as error:
            raise EvaluationError(f"there is no `answer`: {error}") from None

    @cached_property
    def _right_parts(self) -> Mapping[str, Value]:
        return {**self.names, **dict(self._parts(None))}

    def _parts(self, own: Mapping[str, Value] | None) -> Iterator[tuple[str, Value]]:
        names = dict(self.names)
        for part in self.exercise.parts if isinstance(self.exercise, Multipart) else ():
            if not isinstance(part, NumericQuestion | VectorQuestion):
                continue
            try:
                value = own[part.id] if own and part.id in own else self.key(part, names)
            except EvaluationError:
                if own is None:
                    raise
                continue
            names[f"parts.{part.id}"] = value
            yield f"parts.{part.id}", value


# ---- drawing ---


def variant_of(exercise: Exercise, seed: int) -> Variant:
    """The exercise with the numbers of a seed; seed 0 has the book's own.

    Raises NoVariant when the seed is out of range, or no draw met `require`; EvaluationError when a formula
    of `let` or `require` fails.
    """
    if not 0 <= seed <= LAST_SEED:
        raise NoVariant(f"A seed is a whole number from 0 to {LAST_SEED}.")
    return _variant(Basis.of(exercise), seed)


@lru_cache(maxsize=4096)
def _variant(basis: Basis, seed: int) -> Variant:
    exercise = basis.exercise
    steps = _steps(exercise)
    for attempt in range(TRIES):
        names = _drawn(exercise, seed, attempt)
        if all(_is_met(step, names) for step in steps):
            return Variant(exercise, seed, names)
    raise NoVariant(f"No numbers for seed {seed} meet what {exercise.id!r} requires.")


def numbers_of(exercise: Exercise, seed: int, attempt: int) -> dict[str, Value]:
    """The parameters of one draw, whether they meet `require` or not, and `let`. Raises EvaluationError."""
    names = _drawn(exercise, seed, attempt)
    for name, formula in exercise.let.items():
        names[name] = evaluate(formula.node, names)
    return names


def _drawn(exercise: Exercise, seed: int, attempt: int) -> dict[str, Value]:
    names: dict[str, Value] = {}
    for name, parameter in exercise.params.items():
        default = default_of(parameter) if seed == 0 else None
        names[name] = drawn(parameter, exercise.id, seed, attempt, name) if default is None else default
    return names


@dataclass(frozen=True)
class _Step:
    """A formula of `let`, none at first, and the conditions of `require` that can be tried then."""

    name: str
    formula: Formula | None
    conditions: tuple[Formula, ...]


def _steps(exercise: Exercise) -> list[_Step]:
    """`let` in order, with each condition as early as it may be: it guards the formulas behind it."""
    known, waiting, steps = set(exercise.params), list(exercise.require), list[_Step]()
    for name, formula in (("", None), *exercise.let.items()):
        known.add(name)
        ready = [one for one in waiting if exercise.let.keys() & one.names <= known]
        waiting = [one for one in waiting if one not in ready]
        steps.append(_Step(name, formula, tuple(ready)))
    return steps


def _is_met(step: _Step, names: dict[str, Value]) -> bool:
    """Computes the formula into the names; whether all conditions hold then. Raises EvaluationError."""
    if step.formula is not None:
        names[step.name] = evaluate(step.formula.node, names)
    return all(_truth(evaluate(one.node, names)) for one in step.conditions)


def _truth(value: Value) -> bool:
    """Whether a condition holds; for an array, everywhere."""
    return bool(np.all(np.asarray(value)))


def has_variants(exercise: Exercise) -> bool:
    """Whether other seeds can show other numbers."""
    return any(size_of(parameter) > 1 for parameter in exercise.params.values())


def new_seed(exercise: Exercise, old: int) -> int:
    """A seed with other numbers than the old one's, as far as there are any."""
    before = _shown(exercise, old)
    seed = old
    for _ in range(50):
        seed = 1 + secrets.randbelow(_EASY_SEEDS)
        if seed != old and _shown(exercise, seed) not in (None, before):
            break
    return seed


def _shown(exercise: Exercise, seed: int) -> list[Plain] | None:
    try:
        variant = variant_of(exercise, seed)
    except NoVariant:
        return None
    return [variant.plain(name) for name in exercise.params]


# ---- what is shown in an order that tells nothing ---


@dataclass(frozen=True)
class Shown:
    """An option or item as the student sees it: its id in forms, and its text as markdown."""

    id: str
    text: str


def text_id(exercise: Exercise, text: Template) -> str:
    """The id of an item that its author gave none: it tells nothing, and stays when others are added."""
    return hashlib.sha256(f"{exercise.id}\x1f{text.text}".encode()).hexdigest()[:5]


def shown_options(question: ChoiceQuestion | MultiChoiceQuestion, variant: Variant) -> tuple[Shown, ...]:
    """The options in the order of the seed."""
    exercise = variant.exercise
    options = {option.id or text_id(exercise, option.text): option.text for option in question.options}
    return _shuffled_texts(options, variant, "options")


def shown_pairs(
    question: MatchQuestion | CategoriseQuestion, variant: Variant
) -> tuple[tuple[Shown, ...], tuple[Shown, ...]]:
    """The left items and the right items, each in the order of the seed; equal texts are one item."""
    rights = (*(pair.right for pair in question.pairs), *question.extra)
    return (
        _shuffled_texts(_by_id(variant.exercise, (pair.left for pair in question.pairs)), variant, "left"),
        _shuffled_texts(_by_id(variant.exercise, rights), variant, "right"),
    )


def shown_items(question: OrderingQuestion, variant: Variant) -> tuple[Shown, ...]:
    """The items and distractors in the order of the seed, which is never a right one.

    Both have ids that tell nothing; `item_names` gives the author's name of an item.
    """
    names = item_names(question, variant.exercise)
    texts = _by_id(variant.exercise, (*question.items.values(), *(one.text for one in question.distractors)))
    for attempt in range(TRIES):
        shown = _shuffled_texts(texts, variant, "items", attempt)
        if not is_ordered(question, [names[item.id] for item in shown if item.id in names]):
            break
    return shown


def item_names(question: OrderingQuestion, exercise: Exercise) -> Mapping[str, str]:
    """The author's names of the items, by the ids that students see."""
    return {text_id(exercise, text): name for name, text in question.items.items()}


def is_ordered(question: OrderingQuestion, names: list[str]) -> bool:
    """Whether every item stands after all that must come before it; others may stand anywhere."""
    place = {name: number for number, name in enumerate(names)}
    return all(place[first] < place[then] for first, then in question.before if {first, then} <= place.keys())


def _by_id(exercise: Exercise, texts: Iterable[Template]) -> dict[str, Template]:
    return {text_id(exercise, text): text for text in texts}


def _shuffled_texts(texts: Mapping[str, Template], variant: Variant, *words: object) -> tuple[Shown, ...]:
    order = shuffled(sorted(texts), variant.exercise.id, variant.seed, *words)
    return tuple(Shown(id_, variant.say(texts[id_])) for id_ in order)
