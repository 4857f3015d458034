"""Everything computed or typeset in an exercise, with its path in the file and the names it may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from app.composer import PathTuple
from app.expressions import Formula
from app.functions import is_model
from app.models import (
    Code,
    CodeQuestion,
    Exercise,
    ExpressionQuestion,
    Multipart,
    NumericQuestion,
    VectorQuestion,
)
from app.programs import arguments_of, names_of_signatures
from app.prose import Template

Text = Formula | Template


def texts_of(value: object, where: PathTuple = ()) -> Iterator[tuple[PathTuple, Text]]:
    """Every formula and template within a model, with its path as written in YAML."""
    match value:
        case Formula() | Template():
            yield where, value
        case BaseModel():
            for name, field in type(value).model_fields.items():
                yield from texts_of(getattr(value, name), (*where, field.alias or name))
        case tuple() | list():
            for number, item in enumerate(value):
                yield from texts_of(item, (*where, number))
        case dict():
            for key, item in value.items():
                yield from texts_of(item, (*where, key))


@dataclass(frozen=True)
class Scope:
    """The names a formula or template may use, and whether it may draw random numbers."""

    names: frozenset[str]
    draws: bool = False
    later: frozenset[str] = frozenset()  # names that are computed only after it
    callables: frozenset[str] = frozenset()  # names that stand for functions


def scope_of(exercise: Exercise, where: PathTuple, text: Text) -> Scope:
    """What a formula or template at a path of the exercise may use."""
    names = frozenset(exercise.params)
    match where:
        case ("let", name):
            place = list(exercise.let).index(str(name))
            before, later = list(exercise.let)[:place], list(exercise.let)[place:]
            return Scope(names | set(before), later=frozenset(later) - names)
        case ("parts", int(number), *rest) if isinstance(exercise, Multipart):
            return _part_scope(exercise, number, rest, text, names | set(exercise.let))
        case ("cases", str(kind), int(number), "draw", str(name)) if isinstance(exercise, Code):
            case = (exercise.cases.visible if kind == "visible" else exercise.cases.hidden)[number]
            drawn = list(case.draw)[: list(case.draw).index(name)]
            return Scope(names | set(exercise.let) | set(case.given) | set(drawn), draws=True)
        case ("reference", *rest) if isinstance(exercise, Code):
            function = str(rest[0]) if rest else _main(exercise)
            return _judging(exercise, function, names | set(exercise.let))
        case ("properties", int(number), "holds") if isinstance(exercise, Code):
            function = exercise.properties[number].call or _main(exercise)
            return _judging(exercise, function, names | set(exercise.let) | {"result"})
        case _:
            parts = _parts(exercise, None)
            return Scope(names | set(exercise.let) | parts | _own(exercise, list(where), text))


def _part_scope(
    exercise: Multipart, number: int, rest: list[str | int], text: Text, names: frozenset[str]
) -> Scope:
    part = exercise.parts[number]
    parts = _parts(exercise, None if isinstance(text, Template) and rest != ["ask"] else number)
    return Scope(names | parts | (_own(part, rest, text) if rest != ["ask"] else frozenset()))


def _parts(exercise: Exercise, before: int | None) -> frozenset[str]:
    """The `parts.ID` of parts with a number, up to one."""
    if not isinstance(exercise, Multipart):
        return frozenset()
    numbered = (
        part for part in exercise.parts[:before] if isinstance(part, NumericQuestion | VectorQuestion)
    )
    return frozenset(f"parts.{part.id}" for part in numbered)


def _own(question: object, where: list[str | int], text: Text) -> frozenset[str]:
    """`answer`, except in the key itself, and the variables of an expression in its formulas.

    That of several parts is the last one's.
    """
    if isinstance(question, ExpressionQuestion):
        return frozenset(question.variables) if isinstance(text, Formula) else frozenset()
    asked = question.parts[-1] if isinstance(question, Multipart) else question
    keyed = isinstance(asked, NumericQuestion | VectorQuestion)
    in_key = isinstance(text, Formula) and where[:1] != ["mistakes"]
    return frozenset({"answer"}) if keyed and not in_key else frozenset()


def _main(question: CodeQuestion) -> str:
    """The function that is meant where none is named."""
    return next(iter(names_of_signatures(question)), "")


def _judging(question: CodeQuestion, function: str, names: frozenset[str]) -> Scope:
    """What a formula about a function of the student's may use: its arguments too, some of them functions."""
    arguments = frozenset(arguments_of(question, function))
    cases = (*question.cases.visible, *question.cases.hidden)
    models = {name for case in cases for name, formula in case.draw.items() if is_model(formula)}
    return Scope(names | arguments, callables=arguments & models)
