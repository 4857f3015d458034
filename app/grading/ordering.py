"""An order against the pairs that must stand in order: every order that respects them all is right."""

from __future__ import annotations

from app.answers import OrderAnswer
from app.grading.verdicts import Graded, OrderEvidence, correct, mistake, wrong
from app.models import OrderingQuestion
from app.variants import Variant, item_names, text_id


def grade_order(question: OrderingQuestion, variant: Variant, answer: OrderAnswer) -> Graded:
    """The verdict on an order: an item that belongs nowhere, one left out, or the first broken pair."""
    if graded := _placed_distractor(question, variant, answer):
        return graded
    ids = {name: id_ for id_, name in item_names(question, variant.exercise).items()}
    if missing := next((id_ for id_ in ids.values() if id_ not in answer.items), None):
        text = "You left out something that is needed. Which step can't do without the one before it?"
        return wrong(text, OrderEvidence(missing=missing))
    place = {name: answer.items.index(id_) for name, id_ in ids.items()}
    broken = [(first, then) for first, then in question.before if place[first] > place[then]]
    if not broken:
        return correct(evidence=OrderEvidence())
    first, then = min(broken, key=lambda pair: place[pair[1]])
    evidence = OrderEvidence(first=ids[then], second=ids[first])
    return _broken(question, variant, first, then, evidence)


def _placed_distractor(question: OrderingQuestion, variant: Variant, answer: OrderAnswer) -> Graded | None:
    distractors = {text_id(variant.exercise, one.text): one for one in question.distractors}
    placed = next((id_ for id_ in answer.items if id_ in distractors), None)
    if placed is None:
        return None
    return mistake("auto-distractor", variant.say(distractors[placed].say), OrderEvidence(distractor=placed))


def _broken(
    question: OrderingQuestion, variant: Variant, first: str, then: str, evidence: OrderEvidence
) -> Graded:
    """The verdict when `then` stands before `first`; the evidence names them in the student's order."""
    reason = question.reasons.get(f"{first} before {then}")
    if reason is not None:
        return mistake("auto-order", variant.say(reason), evidence)
    early, late = variant.say(question.items[then]), variant.say(question.items[first])
    return wrong(f"“{early}” can't come before “{late}”: what does it need?", evidence)
