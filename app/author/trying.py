"""An answer tried by its author: what a student would be told, and which rule says so. Nothing is stored."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.answers import (
    Answer,
    ArrayAnswer,
    ChosenAnswer,
    CodeAnswer,
    FormulaAnswer,
    Invalid,
    LineAnswer,
    MatchedAnswer,
    NumberAnswer,
    OrderAnswer,
    PartsAnswer,
    Raw,
    TextAnswer,
    read_answer,
)
from app.author.chosen import (
    formula_ladder,
    line_ladder,
    options_ladder,
    order_ladder,
    pairs_ladder,
    text_ladder,
)
from app.author.coded import code_ladder
from app.author.keyed import Keyed
from app.author.rungs import Ladder, Rung
from app.author.valued import valued_ladder
from app.grading import Graded, PartGraded, grade, grade_code
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.runner import Runner
from app.values import Value
from app.variants import Variant


@dataclass(frozen=True)
class Attempted:
    """What a student would be told, and the ladder of each question."""

    told: Graded | Invalid
    ladders: tuple[Ladder, ...]

    @property
    def graded(self) -> Graded | None:
        """The verdict, if the answer could be read."""
        return self.told if isinstance(self.told, Graded) else None

    @property
    def invalid(self) -> Invalid | None:
        """Why the answer could not be read."""
        return self.told if isinstance(self.told, Invalid) else None


async def attempted(variant: Variant, raw: Raw, runner: Runner, learner: UUID) -> Attempted:
    """The verdict on an answer and how it came about.

    Raises EvaluationError for a key without value, RunnerUnavailable, and `app.runner.Busy`.
    """
    answer = read_answer(variant, raw)
    if isinstance(answer, Invalid):
        unread = Rung("Unreadable", answer.message, state="fired")
        return Attempted(answer, (Ladder("", (unread,)),))
    if isinstance(answer, CodeAnswer):
        return await _program(variant, answer, runner, learner)
    graded = grade(variant, answer)
    return Attempted(graded, tuple(_ladders(variant, answer, graded)))


async def _program(variant: Variant, answer: CodeAnswer, runner: Runner, learner: UUID) -> Attempted:
    seed = secrets.randbits(63)
    async with runner.turn(learner) as turn:
        graded = await grade_code(variant, answer, turn, seed=seed)
    if not isinstance(variant.exercise, CodeQuestion):
        raise TypeError(f"{variant.exercise.id} asks for no program")
    return Attempted(graded, (code_ladder(variant.exercise, variant, graded, seed),))


def _ladders(variant: Variant, answer: Answer, graded: Graded) -> Iterator[Ladder]:
    exercise = variant.exercise
    if not (isinstance(exercise, MultipartQuestion) and isinstance(answer, PartsAnswer)):
        yield _ladder(Asked(exercise), variant, answer, graded)
        return
    own: dict[str, Value] = {}
    for number, (part, told) in enumerate(zip(exercise.parts, graded.parts, strict=True)):
        given = answer.parts.get(part.id)
        asked = Asked(part, part.id, number, dict(own))
        if given is None:
            yield Ladder(f"({part.id})", (Rung("Blank", "nothing was typed", state="fired"),))
        else:
            yield _ladder(asked, variant, given, told)
        if isinstance(given, NumberAnswer | ArrayAnswer):
            own[part.id] = given.value


@dataclass(frozen=True)
class Asked:
    """A question, where it stands in its exercise, and the student's answers to the parts before it."""

    question: Question
    name: str = ""
    number: int = 0
    own: Mapping[str, Value] | None = None

    @property
    def title(self) -> str:
        """What the ladder is called."""
        return f"({self.name})" if self.name else ""

    @property
    def keyed(self) -> Keyed:
        """The question as one with a number for its key. Raises TypeError for another."""
        if not isinstance(self.question, NumericQuestion | VectorQuestion):
            raise TypeError(f"a {type(self.question).__name__} has no number for its key")
        return Keyed(self.name, ("parts", self.number) if self.name else (), self.question)


def _ladder(asked: Asked, variant: Variant, answer: Answer, told: Graded | PartGraded) -> Ladder:
    """The ladder of one question. Raises TypeError for an answer of another kind than it asks for."""
    verdict, tag = told.verdict, told.tag
    match asked.question, answer:
        case ((NumericQuestion() | VectorQuestion()), (NumberAnswer() | ArrayAnswer())):
            return valued_ladder(asked.keyed, variant, answer, verdict, tag, asked.own)
        case ExpressionQuestion() as question, FormulaAnswer():
            return formula_ladder(question, variant, answer, verdict, tag, asked.title)
        case (ChoiceQuestion() | MultiChoiceQuestion()) as question, ChosenAnswer():
            return options_ladder(question, variant, answer, verdict, asked.title)
        case (MatchQuestion() | CategoriseQuestion()) as question, MatchedAnswer():
            return pairs_ladder(question, variant, answer, verdict)
        case OrderingQuestion() as question, OrderAnswer():
            return order_ladder(question, variant, answer, verdict, tag)
        case BugLineQuestion() as question, LineAnswer():
            return line_ladder(question, answer, verdict)
        case SelfCheckQuestion() as question, TextAnswer():
            return text_ladder(question, answer, verdict)
    raise TypeError(f"a {type(answer).__name__} is no answer to a {type(asked.question).__name__}")
