"""An exercise with the numbers of a seed as a question of Moodle."""

from __future__ import annotations

import numpy as np

from app.exchange.cloze import gap
from app.exchange.counterparts import NoCounterpart
from app.exchange.moodle_choices import lines, matching, options, ordered, shares
from app.exchange.moodle_numbers import MOST_ENTRIES, asked_form, entries, gaps, number_gap, numerical
from app.exchange.moodle_said import Said
from app.exchange.moodle_texts import Words
from app.exchange.moodle_writing import Written, html_text
from app.models import (
    BugLine,
    Categorise,
    Choice,
    ChoiceQuestion,
    Code,
    Expression,
    ExpressionQuestion,
    Match,
    MultiChoice,
    MultiChoiceQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    Ordering,
    Part,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.solutions import solution_of
from app.variants import Variant, has_variants


def question_of(variant: Variant, words: Words) -> Written:
    """The question. Raises NoCounterpart, with the reason; EvaluationError for a formula without value."""
    said = Said(variant, words)
    exercise = variant.exercise
    kind, more, inside = asked(said)
    numbered = f" (numbers {variant.seed})" if has_variants(exercise) else ""
    return Written(
        kind,
        f"{exercise.title}{numbered}",
        f"{exercise.id}-{variant.seed}",
        f"{said.block(exercise.prompt)}{more}",
        "" if isinstance(exercise, SelfCheck) else feedback(said),
        inside,
        tuple(map(said.block, exercise.hints)),
        exercise.tags,
    )


def feedback(said: Said) -> str:
    """The solution, and the insight after it."""
    return said.words.block(solution_of(said.variant)) + said.block(said.variant.exercise.explanation)


def asked(said: Said) -> tuple[str, str, str]:
    """The kind, what joins the prompt, and what only this kind has."""
    exercise = said.variant.exercise
    match exercise:
        case Numeric():
            return "numerical", asked_form(said, exercise), numerical(said, exercise)
        case Vector():
            return "cloze", f"{asked_form(said, exercise)}{entries(said, exercise)}", ""
        case Multipart():
            return "cloze", "".join(part_of(said, one) for one in exercise.parts), ""
        case Choice() | MultiChoice():
            return "multichoice", "", options(said, exercise)
        case Match() | Categorise():
            pairs = [(said.line(one.left), said.plain(one.right)) for one in exercise.pairs]
            return "matching", "", matching(pairs, list(map(said.plain, exercise.extra)))
        case Ordering():
            return "matching", "", ordered(said, exercise)
        case BugLine():
            return "multichoice", said.words.block(f"```\n{exercise.code}\n```"), lines(said, exercise)
        case SelfCheck():
            return "essay", "", essay(said, exercise)
        case Expression():
            raise NoCounterpart("Moodle itself compares no formulas")
        case Code():
            raise NoCounterpart("Moodle itself runs no programs")


def part_of(said: Said, part: Part) -> str:
    """A part: what is asked, and its gap."""
    weight = max(1, round(part.points))
    ask = f"({part.id}) {said.line(part.ask)}"
    match part:
        case NumericQuestion():
            key = said.variant.part_names()[f"parts.{part.id}"]
            unit = f" {said.words.plain(part.unit)}" if part.unit else ""
            return f"<p>{ask} {number_gap(said, part, key, None, weight)}{unit}</p>"
        case VectorQuestion():
            key = np.asarray(said.variant.part_names()[f"parts.{part.id}"], dtype=float)
            if key.size > MOST_ENTRIES:
                raise NoCounterpart(f"the answer to its part {part.id} has {key.size} numbers")
            return f"<p>{ask}</p>{gaps(said, part, key)}"
        case ChoiceQuestion() | MultiChoiceQuestion():
            kind = "MULTICHOICE_V" if isinstance(part, ChoiceQuestion) else "MULTIRESPONSE"
            return f"<p>{ask} {gap(kind, shares(said, part), weight)}</p>"
        case ExpressionQuestion():
            raise NoCounterpart(
                f"its part {part.id} asks for a formula, which Moodle itself does not compare"
            )


def essay(said: Said, question: SelfCheck) -> str:
    """The inside of a question with a text for an answer."""
    points = "".join(f"<li>{said.line(one)}</li>" for one in question.rubric)
    return "\n".join((
        "<responseformat>editor</responseformat><responserequired>1</responserequired>",
        "<responsefieldlines>10</responsefieldlines><attachments>0</attachments>",
        "<attachmentsrequired>0</attachmentsrequired>",
        html_text("graderinfo", f"{said.block(question.model)}<ul>{points}</ul>"),
        html_text("responsetemplate", ""),
    ))  # fmt: skip
