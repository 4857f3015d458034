"""A JSON value, or the text of a form, as an answer to its question."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from app.answers.arrays import array_given, array_read, finite
from app.answers.echoes import echo_of
from app.answers.formulas import formula_read
from app.answers.kinds import (
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
)
from app.answers.numeric import number_read
from app.answers.picks import chosen_read, line_read, matched_read, order_read
from app.answers.typed_text import Unread, normalised, quoted, refuse_unreadable, without_label
from app.evaluation import equivalent
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
    Part,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.variants import Variant

LONGEST_TEXT = 20_000
SHORTEST_TEXT = 20


def read_answer(variant: Variant, raw: Raw) -> Answer | Invalid:
    """The answer that a JSON value or a form's text stands for; whatever is sent, nothing is raised."""
    exercise = variant.exercise
    if isinstance(exercise, MultipartQuestion):
        return _parts(exercise, raw, variant)
    return _read(exercise, raw, variant)


def echo(variant: Variant, raw: Raw, part: str | None = None) -> str:
    """How an answer that is being typed is read, as a line of markdown; "" where there is nothing to tell."""
    question: Question = variant.exercise
    if isinstance(question, MultipartQuestion):
        found = next((one for one in question.parts if one.id == part), None)
        if found is None:
            return ""
        question = found
    if not isinstance(question, NumericQuestion | VectorQuestion | ExpressionQuestion) or _is_blank(raw):
        return ""
    answer = _read(question, raw, variant)
    return answer.message if isinstance(answer, Invalid) else echo_of(answer)


def _read(question: Question, raw: Raw, variant: Variant) -> Answer | Invalid:
    try:
        return _read_as(question, raw, variant)
    except Unread as slip:
        return Invalid(str(slip))


def _read_as(question: Question, raw: Raw, variant: Variant) -> Answer:
    """Raises Unread."""
    match question:
        case NumericQuestion():
            return _number(question, raw)
        case VectorQuestion():
            return _array(question, raw, variant)
        case ExpressionQuestion():
            return _formula(question, raw, variant)
        case ChoiceQuestion() | MultiChoiceQuestion():
            return ChosenAnswer(chosen_read(question, raw, variant))
        case MatchQuestion() | CategoriseQuestion():
            return MatchedAnswer(matched_read(question, raw, variant))
        case OrderingQuestion():
            return OrderAnswer(*order_read(question, raw, variant))
        case BugLineQuestion():
            return LineAnswer(line_read(question, raw))
        case CodeQuestion():
            return CodeAnswer(_code(raw))
        case SelfCheckQuestion():
            return _text(question, raw)
        case MultipartQuestion():
            raise Unread("A part has no parts of its own.")
        case _:
            assert_never(question)


def _is_blank(raw: Raw) -> bool:
    match raw:
        case None | [] | {}:
            return True
        case str():
            return not raw.strip()
    return False


def _number(question: NumericQuestion, raw: Raw) -> NumberAnswer:
    match raw:
        case bool() | list() | dict():
            raise Unread("This question asks for one number.")
        case None:
            raise Unread("Type a number, for example `0.36` or `9/25`.")
        case int() | float():
            return NumberAnswer(finite(raw), str(raw)[:40], None)
        case str():
            read = number_read(normalised(_short(raw)), question.unit)
            return NumberAnswer(read.value, raw.strip(), read.digits, read.also)


def _short(raw: str) -> str:
    """The text unless it is absurdly long, before anything slower looks at it."""
    if len(raw) > LONGEST_TEXT:
        raise Unread(f"That is {len(raw)} characters long; at most {LONGEST_TEXT} are read.")
    return raw


def _array(question: VectorQuestion, raw: Raw, variant: Variant) -> ArrayAnswer:
    shape = np.shape(np.asarray(variant.key(question)))
    match raw:
        case str():
            read = array_read(normalised(_short(raw)), shape)
            text = raw.strip()
        case list():
            read, text = array_given(raw, shape), ""
        case int() | float() if not isinstance(raw, bool):
            read, text = array_given([raw], shape), ""
        case _:
            raise Unread("Type the numbers with commas between them, for example `0.86, -0.4`.")
    typed = [digits for digits, value in zip(read.each, read.value.flat, strict=True) if digits and value]
    return ArrayAnswer(read.value, text, min(typed, default=None), read.each)


def _formula(question: ExpressionQuestion, raw: Raw, variant: Variant) -> FormulaAnswer:
    names = ", ".join(f"`{name}`" for name in question.variables)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Unread(f"Type a formula in {names}.")
    text = _short(str(raw)).strip()
    refuse_unreadable(text)
    node = formula_read(without_label(text.strip("$")), tuple(question.variables))
    key = question.answer
    if equivalent(node, key.node, question.variables, names=variant.names_for(key.names)) is None:
        raise Unread(
            f"I can't compare that: it has no value for too many choices of {names}. Write it another way."
        )
    return FormulaAnswer(text, node)


def _code(raw: Raw) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise Unread("Write the function before you have it checked.")
    if len(raw) > LONGEST_TEXT:
        raise Unread(f"The program is {len(raw)} characters long; at most {LONGEST_TEXT} are run.")
    refuse_unreadable(raw)
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _text(question: SelfCheckQuestion, raw: Raw) -> TextAnswer:
    fields = raw if isinstance(raw, dict) else {"text": raw}
    if unknown := next((name for name in fields if name not in ("text", "ticked")), None):
        raise Unread(f"There is no field {quoted(unknown)}; send `text` and `ticked`.")
    text, ticked = fields.get("text"), fields.get("ticked") or []
    if not isinstance(text, str) or len(text.strip()) < SHORTEST_TEXT:
        raise Unread("Write your own answer in a sentence or two before you compare it.")
    refuse_unreadable(_short(text))
    return TextAnswer(text, _ticks(question, ticked))


def _ticks(question: SelfCheckQuestion, ticked: Raw) -> tuple[int, ...]:
    """The points ticked, counted from 0; numbers or their texts."""
    count = len(question.rubric)
    points = {str(place): place for place in range(count)}
    if not isinstance(ticked, list) or any(isinstance(one, bool) or str(one) not in points for one in ticked):
        raise Unread(f"The points to tick are numbered from 0 to {count - 1}.")
    return tuple(sorted({points[str(one)] for one in ticked}))


def _parts(question: MultipartQuestion, raw: Raw, variant: Variant) -> PartsAnswer | Invalid:
    ids = [part.id for part in question.parts]
    if not isinstance(raw, dict):
        if len(ids) == 1:
            raw = {ids[0]: raw}
        else:
            return Invalid(f"Answer the parts by name: {', '.join(ids)}.")
    if unknown := next((name for name in raw if name not in ids), None):
        return Invalid(f"There is no part {quoted(str(unknown))}; the parts are {', '.join(ids)}.")
    answers: dict[str, Answer | None] = {}
    for part in question.parts:
        answer = _part(part, raw.get(part.id), variant)
        if isinstance(answer, Invalid):
            return answer
        answers[part.id] = answer
    if all(answer is None for answer in answers.values()):
        return Invalid("Answer at least one part.")
    return PartsAnswer(answers)


def _part(part: Part, raw: Raw, variant: Variant) -> Answer | Invalid | None:
    if _is_blank(raw):
        return None
    answer = _read(part, raw, variant)
    return Invalid(f"Part ({part.id}): {answer.message}", part.id) if isinstance(answer, Invalid) else answer
