"""One file as an exercise, checked by itself: shape, names, programs, numbers and formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.consistency import slips_in_meaning
from app.documents import Document, read_document, read_source
from app.faults import BadContent, Fault, did_you_mean, nearest
from app.formulas import Renderer
from app.models import (
    EXERCISE_TYPES,
    BookFile,
    CodeQuestion,
    Exercise,
    Model,
    Multipart,
    NumericQuestion,
    VectorQuestion,
)
from app.plain_scalars import faults_in_writing
from app.programs import slips_in_programs, slips_in_signatures
from app.prose import Template
from app.rehearsal import slips_in_names, slips_in_rehearsal
from app.slips import Slip, fault_at
from app.texts import texts_of
from app.validation import not_a_mapping, salvaged, validated

Q = TypeVar("Q", bound=Model)


@dataclass(frozen=True)
class ExerciseFile:
    """An exercise and where its parts stand."""

    exercise: Exercise
    document: Document


def read_exercise(path: Path, name: str, book: BookFile | None, renderer: Renderer | None) -> ExerciseFile:
    """The exercise in a file, called `name` in faults, with the tolerance it inherits from the book.

    Raises BadContent with all faults of the file.
    """
    document = read_document(read_source(path), name)
    kind = _type_of(document)
    faults: list[Fault] = []
    try:
        written = validated(kind, document)
    except BadContent as slips:
        rest = salvaged(kind, document)
        if rest is None:
            raise
        written, faults = rest, [*slips.faults]
    exercise = inheriting(written, book) if book else written
    faults += (fault_at(document, slip) for slip in _slips(exercise, path.stem, renderer))
    prose = (where for where, text in texts_of(exercise) if isinstance(text, Template))
    faults += faults_in_writing(document, (("title",), *prose))
    if faults:
        raise BadContent(faults)
    return ExerciseFile(exercise, document)


def _type_of(document: Document) -> type[Exercise]:
    """The model for the `type` that is written. Raises BadContent."""
    if not isinstance(document.value, dict):
        raise BadContent([not_a_mapping(document)])
    if "type" not in document.value:
        raise BadContent([_without_type(document, document.value)])
    kind = document.value["type"]
    if isinstance(kind, str) and kind in EXERCISE_TYPES:
        return EXERCISE_TYPES[kind]
    if isinstance(kind, str):
        near = did_you_mean(kind, EXERCISE_TYPES)
        message = f"the type {kind[:40]!r} is not known{'; ' if near else ''}{near}"
    else:
        message = "the type is empty" if kind is None else "'type' must be one of the types, a single word"
    raise BadContent([document.fault(document.position(("type",)), "schema", message, _all_types())])


def _without_type(document: Document, value: Mapping[str | int, object]) -> Fault:
    """The key is missing, or another one was meant to be it."""
    kinds = [key for key, given in value.items() if isinstance(given, str) and given in EXERCISE_TYPES]
    for key in kinds:
        if nearest(str(key), ["type"]):
            message = f"the key {key!r} is not known here; did you mean 'type'?"
            return document.fault(document.position((key,), key=True), "unknown-key", message)
    if "cards" in value:
        cure = "Its file is called flashcards.yaml."
        return document.fault(document.position(()), "schema", "these are flashcards, no exercise", cure)
    return document.fault(document.position(()), "schema", "the key 'type' is missing", _all_types())


def _all_types() -> str:
    return f"The types are {', '.join(EXERCISE_TYPES)}."


def _slips(exercise: Exercise, stem: str, renderer: Renderer | None) -> Iterator[Slip]:
    """All slips; the numbers are computed only when the names are right."""
    if exercise.id != stem:
        cure = f"Rename the file to {exercise.id}.yaml, or the exercise."
        yield Slip(("id",), f"the id {exercise.id!r} is not the file's name {stem!r}", cure, rule="id")
    if signatures := list(slips_in_signatures(exercise)):
        yield from signatures
        return
    static = [*slips_in_meaning(exercise), *slips_in_names(exercise), *slips_in_programs(exercise)]
    yield from static or slips_in_rehearsal(exercise, renderer)


def inheriting(exercise: Exercise, book: BookFile) -> Exercise:
    """The exercise with the book's tolerance wherever it gives none itself."""
    if isinstance(exercise, Multipart):
        parts = tuple(_with_tolerance(part, book) for part in exercise.parts)
        return exercise.model_copy(update={"parts": parts})
    return _with_tolerance(exercise, book)


def _with_tolerance(question: Q, book: BookFile) -> Q:
    if not _lacks_tolerance(question):
        return question
    own = book.code_tolerance if isinstance(question, CodeQuestion) else book.tolerance
    return question.model_copy(update={"tolerance": own})


def _lacks_tolerance(question: Model) -> bool:
    match question:
        case NumericQuestion() | VectorQuestion() | CodeQuestion():
            return question.tolerance is None
        case _:
            return False
