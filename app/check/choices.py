"""Proofs of what is chosen, sorted or pointed at: the right answer is right, a wrong one is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.answers import Answer, ChosenAnswer, LineAnswer, MatchedAnswer, OrderAnswer
from app.check.proving import Failure, Grader, Proofs, failure
from app.composer import PathTuple
from app.model_answers import right_options, right_order, right_pairs
from app.models import (
    BugLine,
    CategoriseQuestion,
    ChoiceQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    Ordering,
)
from app.variants import (
    Variant,
    is_ordered,
    item_names,
    shown_items,
    shown_options,
    shown_pairs,
    text_id,
)


def must_be_right(grader: Grader, answer: Answer, where: PathTuple) -> Failure | None:
    """The right answer is told so."""
    told = grader.tell(answer)
    if told.verdict == "correct":
        return None
    return failure((*grader.where, *where), "key", f"the right answer is told {told.words}")


def must_be_wrong(grader: Grader, answer: Answer, where: PathTuple, what: str) -> Failure | None:
    """A wrong answer is not accepted, not even as nearly right."""
    told = grader.tell(answer)
    if told.verdict in ("wrong", "mistake"):
        return None
    return failure((*grader.where, *where), "wrong-accepted", f"{what} is told {told.words}")


def prove_options(question: ChoiceQuestion | MultiChoiceQuestion, grader: Grader) -> Proofs:
    """Exactly the right options are right, each wrong one alone is wrong, no two read the same.

    Raises EvaluationError where a condition has no value.
    """
    right = right_options(question, grader.variant)
    yield enough_hold(question, len(right.ids), (*grader.where, "options"))
    yield must_be_right(grader, right, ("options",))
    for number, option in enumerate(question.options):
        if not grader.variant.holds(option):
            wrong = ChosenAnswer((option.id or text_id(grader.variant.exercise, option.text),))
            yield must_be_wrong(grader, wrong, ("options", number), f"the wrong option {number + 1}")
    shown = (one.text for one in shown_options(question, grader.variant))
    yield distinct(shown, "options", (*grader.where, "options"))


def enough_hold(
    question: ChoiceQuestion | MultiChoiceQuestion, count: int, where: PathTuple
) -> Failure | None:
    """One option holds with these numbers; of several choices, at least one."""
    if count == 1 or (count and isinstance(question, MultiChoiceQuestion)):
        return None
    wanted = "exactly one" if isinstance(question, ChoiceQuestion) else "at least one"
    cure = "Let the conditions leave no case out and none twice, or drop such draws with `require`."
    return failure(where, "key", f"{count} options are right with these numbers, not {wanted}", cure)


def distinct(texts: Iterable[str], what: str, where: PathTuple) -> Failure | None:
    """No two texts read the same with these numbers."""
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            cure = "Keep them apart with `require`, or write them differently."
            return failure(where, "same-text", f"two {what} read {text!r}", cure)
        seen.add(text)
    return None


def prove_pairs(question: MatchQuestion | CategoriseQuestion, variant: Variant) -> Proofs:
    """The authored pairs are right, and each with another right item is not."""
    grader, right = Grader(variant), right_pairs(question, variant)
    yield must_be_right(grader, right, ("pairs",))
    lefts, rights = shown_pairs(question, variant)
    for number, (left, own) in enumerate(right.pairs):
        other = next((one.id for one in rights if one.id != own), None)
        if other is not None:
            changed = (*right.pairs[:number], (left, other), *right.pairs[number + 1 :])
            what = f"pair {number + 1} with a wrong right side"
            yield must_be_wrong(grader, MatchedAnswer(changed), ("pairs", number), what)
    yield distinct((one.text for one in lefts), "left sides", ("pairs",))
    yield distinct((one.text for one in rights), "right sides", ("pairs",))


def prove_order(question: Ordering, variant: Variant) -> Proofs:
    """An order that respects the pairs is right; one that does not, or with a distractor in it, is not."""
    grader, right = Grader(variant), right_order(question, variant)
    yield must_be_right(grader, right, ("items",))
    names = item_names(question, variant.exercise)
    for number in range(len(right.items) - 1):
        items = list(right.items)
        items[number : number + 2] = reversed(items[number : number + 2])
        order = [names[item] for item in items]
        if not is_ordered(question, order):
            what = f"{order[number]!r} before {order[number + 1]!r}"
            yield must_be_wrong(grader, replace(right, items=tuple(items)), ("before",), what)
    for number, out in enumerate(right.left_out):
        rest = tuple(one for one in right.left_out if one != out)
        answer = OrderAnswer((*right.items, out), rest)
        yield must_be_wrong(grader, answer, ("distractors", number), f"distractor {number + 1} in the order")
    yield distinct((one.text for one in shown_items(question, variant)), "items", ("items",))


def prove_lines(question: BugLine, variant: Variant) -> Proofs:
    """The wrong line is the right answer, and no other is."""
    grader = Grader(variant)
    for number in range(1, len(question.code.splitlines()) + 1):
        if number == question.line:
            yield must_be_right(grader, LineAnswer(number), ("line",))
        else:
            yield must_be_wrong(grader, LineAnswer(number), ("line",), f"line {number}")
