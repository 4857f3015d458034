"""Whether an exercise, as it is now, asks what an older version of it asked, so that old answers answer it.

Compared is what a student saw: the numbers, and what could be answered. Wording may change, and so may what
is behind it: keys, tolerances, mistakes, which options are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from app.evaluation import evaluate
from app.keys import plain
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    Exercise,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    SelfCheckQuestion,
)
from app.prose import Template
from app.variants import Variant, text_id

_SUBSCRIPT = re.compile(r"_(?:\{[^{}]*\}|\w)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")


def difference(old: Variant, new: Variant, *, reworded: bool = False) -> str | None:
    """In what the two ask different questions, in words; None when an answer to the old answers the new.

    With `reworded` numbers may differ that stand in the text itself, computed by nothing.
    Raises EvaluationError when something shown by either cannot be computed.
    """
    if old.exercise.type != new.exercise.type:
        return f"it was of the type {old.exercise.type}"
    if form(old.exercise) != form(new.exercise):
        return f"it asked for {FORMS.get(old.exercise.type, 'something else')}"
    before, now = texts(old.exercise), texts(new.exercise)
    common = [(before[label], now[label]) for label in before if label in now]
    if any(shown_values(one, old) != shown_values(other, new) for one, other in common):
        return "it showed other numbers"
    if not reworded and any(written_numbers(one) != written_numbers(other) for one, other in common):
        return "other numbers stood in its text"
    if wanted(new) - offered(old.exercise):
        return "what is right today was not offered"
    return None


FORMS: Mapping[str, str] = {
    "numeric": "another unit",
    "multipart": "other parts",
    "expression": "a formula in other variables",
    "bug-line": "the line of another program",
    "code": "other functions",
    "self-check": "other points to be found",
}


def form(question: Question) -> object:
    """What an answer must look like, as far as it does not follow from the type, as something to compare."""
    match question:
        case MultipartQuestion():
            return [(part.id, part.type, form(part)) for part in question.parts]
        case NumericQuestion():
            return question.unit
        case ExpressionQuestion():
            return set(question.variables)
        case BugLineQuestion():
            return question.code.splitlines()
        case CodeQuestion():
            return question.signatures
        case SelfCheckQuestion():
            return [point.text for point in question.rubric]
    return None


# ---- what was shown ---


def texts(exercise: Exercise) -> Mapping[tuple[str, str], Template]:
    """What a student reads before answering: the prompt, and what is asked and offered, by its name."""
    found: dict[tuple[str, str], Template] = {("", "prompt"): exercise.prompt}
    for where, question in questions(exercise):
        found |= {(where, f"option {id_}"): text for id_, text in offers(question, exercise).items()}
    if isinstance(exercise, MultipartQuestion):
        found |= {(part.id, "ask"): part.ask for part in exercise.parts}
    return found


def questions(exercise: Exercise) -> Iterator[tuple[str, Question]]:
    """The questions that have an answer of their own, by the id of the part."""
    if isinstance(exercise, MultipartQuestion):
        yield from ((part.id, part) for part in exercise.parts)
    else:
        yield "", exercise


def shown_values(template: Template, variant: Variant) -> Counter[str]:
    """The numbers computed for a text, before they are rounded, however it orders and names them."""
    names = variant.names_in(template)
    return Counter(str(plain(evaluate(one.formula.node, names))) for one in template.expressions)


def written_numbers(template: Template) -> Counter[str]:
    """The numbers written in a text itself; those in subscripts are names."""
    pieces = (_SUBSCRIPT.sub("", piece) for piece in template.pieces if isinstance(piece, str))
    return Counter(number for piece in pieces for number in _NUMBER.findall(piece))


# ---- what could be chosen ---


def offers(question: Question, exercise: Exercise) -> Mapping[str, Template]:
    """What can be chosen, placed or matched, by the id that an answer names."""
    match question:
        case ChoiceQuestion() | MultiChoiceQuestion():
            return {option.id or text_id(exercise, option.text): option.text for option in question.options}
        case MatchQuestion() | CategoriseQuestion():
            pairs = question.pairs
            items = [*(one.left for one in pairs), *(one.right for one in pairs), *question.extra]
        case OrderingQuestion():
            items = [*question.items.values(), *(one.text for one in question.distractors)]
        case _:
            items = []
    return {text_id(exercise, text): text for text in items}


def offered(exercise: Exercise) -> set[tuple[str, str]]:
    """The ids of all that can be chosen, with their part's."""
    return {(where, id_) for where, question in questions(exercise) for id_ in offers(question, exercise)}


def wanted(variant: Variant) -> set[tuple[str, str]]:
    """The ids that a right answer names, with their part's. Raises EvaluationError."""
    return {
        (where, id_)
        for where, question in questions(variant.exercise)
        for id_ in named_by_key(question, variant)
    }


def named_by_key(question: Question, variant: Variant) -> Iterator[str]:
    """The ids that the right answer to one question names. Raises EvaluationError."""
    exercise = variant.exercise
    match question:
        case ChoiceQuestion() | MultiChoiceQuestion():
            names = variant.part_names()
            right = (option for option in question.options if variant.holds(option, names))
            yield from (option.id or text_id(exercise, option.text) for option in right)
        case MatchQuestion() | CategoriseQuestion():
            for pair in question.pairs:
                yield from (text_id(exercise, pair.left), text_id(exercise, pair.right))
        case OrderingQuestion():
            yield from (text_id(exercise, text) for text in question.items.values())
