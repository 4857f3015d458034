"""An exercise with the numbers of a seed as a question of Moodle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.evaluation import evaluate
from app.exchange.cloze import gap
from app.exchange.counterparts import NoCounterpart
from app.exchange.moodle_texts import Words
from app.exchange.moodle_writing import Written, answer, html_text, number, numeric_answer, plain_text
from app.grading.tolerances import asked_digits, comparing, tolerance_of
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
    Ordering,
    Part,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.prose import Template
from app.solutions import one_order, solution_of
from app.values import EvaluationError, Value
from app.variants import Variant, has_variants

Array = npt.NDArray[np.float64]
MOST_ENTRIES = 36
MOST_RIGHT = 10  # options among which Moodle can share the marks
CHOICES = "<shuffleanswers>true</shuffleanswers><answernumbering>none</answernumbering>"
NO_UNITS = "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty><unitsleft>0</unitsleft>"


def question_of(variant: Variant, words: Words) -> Written:
    """The question. Raises NoCounterpart, with the reason; EvaluationError for a formula without value."""
    return _Writer(variant, words).question()


@dataclass(frozen=True)
class _Writer:
    variant: Variant
    words: Words

    def question(self) -> Written:
        exercise = self.variant.exercise
        kind, more, inside = self.asked()
        numbered = f" (numbers {self.variant.seed})" if has_variants(exercise) else ""
        return Written(
            kind,
            f"{exercise.title}{numbered}",
            f"{exercise.id}-{self.variant.seed}",
            f"{self.block(exercise.prompt)}{more}",
            "" if isinstance(exercise, SelfCheck) else self.feedback(),
            inside,
            tuple(map(self.block, exercise.hints)),
            exercise.tags,
        )

    def feedback(self) -> str:
        """The solution, and the insight after it."""
        explanation = self.block(self.variant.exercise.explanation)
        return self.words.block(solution_of(self.variant)) + explanation

    def block(self, text: Template | None) -> str:
        return self.words.block(self.variant.say(text))

    def line(self, text: Template | None, **own: Value) -> str:
        """A text in a line; `own` holds the `answer` of a part."""
        return self.words.line(self.variant.say(text, **own))

    def asked(self) -> tuple[str, str, str]:
        """The kind, what joins the prompt, and what only this kind has."""
        exercise = self.variant.exercise
        match exercise:
            case Numeric():
                return "numerical", self.wanted(exercise), self.numerical(exercise)
            case Vector():
                return "cloze", f"{self.wanted(exercise)}{self.entries(exercise)}", ""
            case Multipart():
                return "cloze", "".join(map(self.part, exercise.parts)), ""
            case Choice() | MultiChoice():
                return "multichoice", "", self.options(exercise)
            case Match() | Categorise():
                pairs = [(self.line(one.left), self.plain(one.right)) for one in exercise.pairs]
                return "matching", "", self.matching(pairs, list(map(self.plain, exercise.extra)))
            case Ordering():
                return "matching", "", self.ordered(exercise)
            case BugLine():
                return "multichoice", self.words.block(f"```\n{exercise.code}\n```"), self.lines(exercise)
            case SelfCheck():
                return "essay", "", self.essay(exercise)
            case Expression():
                raise NoCounterpart("Moodle itself compares no formulas")
            case Code():
                raise NoCounterpart("Moodle itself runs no programs")

    def plain(self, text: Template) -> str:
        return self.words.plain(self.variant.say(text))

    # ---- numbers ---

    def wanted(self, question: NumericQuestion | VectorQuestion) -> str:
        """In how many digits and which unit the answer is wanted."""
        digits = asked_digits(question, self.variant)
        unit = question.unit if isinstance(question, NumericQuestion) else None
        said = [f"to {digits} significant digits"] if digits else []
        said += [f"in {self.words.plain(unit)}"] if unit else []
        return self.words.block(f"(Answer {', '.join(said)}.)") if said else ""

    def numerical(self, question: NumericQuestion) -> str:
        answers = self.numbers(question, self.variant.key(question))
        unit = question.unit
        written = [numeric_answer(share, value, reach, say) for share, value, reach, say in answers]
        name = f"<multiplier>1</multiplier><unit_name>{escape(unit or '')}</unit_name>"
        units = f"<units><unit>{name}</unit></units>" if unit else ""
        return "\n".join((*written, f"{NO_UNITS}<showunits>{0 if unit else 3}</showunits>{units}"))

    def numbers(
        self, question: NumericQuestion | VectorQuestion, key: Value, place: int | None = None
    ) -> list[tuple[float, float, float, str]]:
        """The key and the known wrong answers: percent, number, tolerance, what is said."""
        tolerance = comparing(tolerance_of(question))
        whole = np.asarray(key, dtype=float)
        right = float(whole if place is None else whole.flat[place])
        answers = [(100.0, right, float(tolerance.bound(right)), "")]
        for mistake in question.mistakes:
            wrong = self.wrong(mistake, whole, place)
            if wrong is not None and not tolerance.accepts(wrong, right):
                answers.append(
                    (0.0, wrong, float(tolerance.bound(wrong)), self.line(mistake.say, answer=key))
                )
        return answers

    def wrong(self, mistake: Mistake, key: Array, place: int | None) -> float | None:
        """The number that a mistake leads to; None where it leads to none."""
        names = {"answer": key[()], **self.variant.part_names()}
        try:
            value = np.broadcast_to(np.asarray(evaluate(mistake.if_.node, names), dtype=float), key.shape)
        except (EvaluationError, TypeError, ValueError):
            return None
        found = float(value if place is None else value.flat[place])
        return found if np.isfinite(found) else None

    # ---- gaps ---

    def entries(self, question: VectorQuestion) -> str:
        """A gap for each entry of an array, row by row."""
        key = np.asarray(self.variant.key(question), dtype=float)
        if key.size > MOST_ENTRIES:
            raise NoCounterpart(f"its answer has {key.size} numbers")
        return self.gaps(question, key)

    def gaps(self, question: VectorQuestion, key: Array) -> str:
        gaps = [self.number_gap(question, key, place) for place in range(key.size)]
        width = key.shape[-1] if key.ndim > 1 else key.size
        rows = (gaps[start : start + width] for start in range(0, len(gaps), width))
        return "".join(f"<p>{' , '.join(row)}</p>" for row in rows)

    def number_gap(
        self,
        question: NumericQuestion | VectorQuestion,
        key: Value,
        place: int | None = None,
        weight: int = 1,
    ) -> str:
        found = self.numbers(question, key, place)
        return gap(
            "NUMERICAL",
            [(share, f"{number(value)}:{number(reach)}", say) for share, value, reach, say in found],
            weight,
        )

    def part(self, part: Part) -> str:
        """A part: what is asked, and its gap."""
        weight = max(1, round(part.points))
        ask = f"({part.id}) {self.line(part.ask)}"
        match part:
            case NumericQuestion():
                key = self.variant.part_names()[f"parts.{part.id}"]
                unit = f" {self.words.plain(part.unit)}" if part.unit else ""
                return f"<p>{ask} {self.number_gap(part, key, None, weight)}{unit}</p>"
            case VectorQuestion():
                key = np.asarray(self.variant.part_names()[f"parts.{part.id}"], dtype=float)
                if key.size > MOST_ENTRIES:
                    raise NoCounterpart(f"the answer to its part {part.id} has {key.size} numbers")
                return f"<p>{ask}</p>{self.gaps(part, key)}"
            case ChoiceQuestion() | MultiChoiceQuestion():
                kind = "MULTICHOICE_V" if isinstance(part, ChoiceQuestion) else "MULTIRESPONSE"
                return f"<p>{ask} {gap(kind, self.shares(part), weight)}</p>"
            case ExpressionQuestion():
                raise NoCounterpart(
                    f"its part {part.id} asks for a formula, which Moodle itself does not compare"
                )

    # ---- what is chosen ---

    def shares(self, question: ChoiceQuestion | MultiChoiceQuestion) -> list[tuple[float, str, str]]:
        """The options: percent, text, what is said. A wrong one among several takes all."""
        right = [one for one in question.options if self.variant.holds(one)]
        if len(right) > MOST_RIGHT:
            raise NoCounterpart(
                f"{len(right)} of its options are right, and Moodle shares marks among {MOST_RIGHT}"
            )
        wrong = 0.0 if isinstance(question, ChoiceQuestion) else -100.0
        share = {id(one): 100 / len(right) for one in right}
        return [
            (share.get(id(one), wrong), self.line(one.text), self.line(one.say)) for one in question.options
        ]

    def options(self, question: ChoiceQuestion | MultiChoiceQuestion) -> str:
        single = "true" if isinstance(question, ChoiceQuestion) else "false"
        answers = (answer(*one) for one in self.shares(question))
        return "\n".join((f"<single>{single}</single>{CHOICES}", *answers))

    def lines(self, question: BugLine) -> str:
        """The lines of a program as options."""
        answers = []
        for place, line in enumerate(question.code.splitlines(), 1):
            if line.strip():
                text = self.words.line(f"Line {place}: `` {line.strip()} ``")
                say = self.line(question.reasons.get(place))
                answers.append(answer(100.0 if place == question.line else 0.0, text, say))
        return "\n".join((f"<single>true</single>{CHOICES.replace('>true<', '>false<')}", *answers))

    def matching(self, pairs: Sequence[tuple[str, str]], extra: Sequence[str]) -> str:
        """Left sides in HTML, right sides in words."""
        both = (*pairs, *(("", right) for right in extra))
        subs = (html_text("subquestion", left, plain_text("answer", right)) for left, right in both)
        return "\n".join(("<shuffleanswers>true</shuffleanswers>", *subs))

    def ordered(self, question: Ordering) -> str:
        """Each item with its place in the only right order."""
        order = one_order(question)
        if any(pair not in question.before for pair in pairwise(order)):
            raise NoCounterpart("several orders of its items are right")
        places = [(self.line(question.items[name]), f"{place}.") for place, name in enumerate(order, 1)]
        out = [(self.line(one.text), "left out") for one in question.distractors]
        return self.matching([*places, *out], [])

    def essay(self, question: SelfCheck) -> str:
        points = "".join(f"<li>{self.line(one)}</li>" for one in question.rubric)
        return "\n".join((
            "<responseformat>editor</responseformat><responserequired>1</responserequired>",
            "<responsefieldlines>10</responsefieldlines><attachments>0</attachments>",
            "<attachmentsrequired>0</attachmentsrequired>",
            html_text("graderinfo", f"{self.block(question.model)}<ul>{points}</ul>"),
            html_text("responsetemplate", ""),
        ))  # fmt: skip
