"""What is picked, as Moodle asks for it: options, lines of a program, pairs, an order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.exchange.counterparts import NoCounterpart
from app.exchange.moodle_said import Said
from app.exchange.moodle_writing import answer, html_text, plain_text
from app.models import BugLine, ChoiceQuestion, MultiChoiceQuestion, Ordering
from app.solutions import one_order

MOST_RIGHT = 10  # options among which Moodle can share the marks
CHOICES = "<shuffleanswers>true</shuffleanswers><answernumbering>none</answernumbering>"


def shares(said: Said, question: ChoiceQuestion | MultiChoiceQuestion) -> list[tuple[float, str, str]]:
    """The options: percent, text, what is said. A wrong one among several takes all."""
    right = [one for one in question.options if said.variant.holds(one)]
    if len(right) > MOST_RIGHT:
        raise NoCounterpart(
            f"{len(right)} of its options are right, and Moodle shares marks among {MOST_RIGHT}"
        )
    wrong = 0.0 if isinstance(question, ChoiceQuestion) else -100.0
    share = {id(one): 100 / len(right) for one in right}
    return [(share.get(id(one), wrong), said.line(one.text), said.line(one.say)) for one in question.options]


def options(said: Said, question: ChoiceQuestion | MultiChoiceQuestion) -> str:
    """The inside of a question with options."""
    single = "true" if isinstance(question, ChoiceQuestion) else "false"
    answers = (answer(*one) for one in shares(said, question))
    return "\n".join((f"<single>{single}</single>{CHOICES}", *answers))


def lines(said: Said, question: BugLine) -> str:
    """The lines of a program as options."""
    answers = []
    for place, line in enumerate(question.code.splitlines(), 1):
        if line.strip():
            text = said.words.line(f"Line {place}: `` {line.strip()} ``")
            say = said.line(question.reasons.get(place))
            answers.append(answer(100.0 if place == question.line else 0.0, text, say))
    return "\n".join((f"<single>true</single>{CHOICES.replace('>true<', '>false<')}", *answers))


def matching(pairs: Sequence[tuple[str, str]], extra: Sequence[str]) -> str:
    """Left sides in HTML, right sides in words."""
    both = (*pairs, *(("", right) for right in extra))
    subs = (html_text("subquestion", left, plain_text("answer", right)) for left, right in both)
    return "\n".join(("<shuffleanswers>true</shuffleanswers>", *subs))


def ordered(said: Said, question: Ordering) -> str:
    """Each item with its place in the only right order."""
    order = one_order(question)
    if any(pair not in question.before for pair in pairwise(order)):
        raise NoCounterpart("several orders of its items are right")
    places = [(said.line(question.items[name]), f"{place}.") for place, name in enumerate(order, 1)]
    out = [(said.line(one.text), "left out") for one in question.distractors]
    return matching([*places, *out], [])
