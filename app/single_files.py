"""One exercise file read by itself, whether a chapter names it or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.documents import read_document
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent
from app.formulas import Renderer
from app.models import BookFile, Exercise, Tolerance
from app.places import seen
from app.validation import validated

ALONE = BookFile(  # what an exercise in no book inherits
    title="", summary="", tolerance=Tolerance(rel=0.005), code_tolerance=Tolerance(rel=1e-9, abs=1e-12)
)


def read_single(file: Path, renderer: Renderer | None) -> Exercise:
    """The exercise in a file, with the tolerance of the book it lies in, if it does. Raises as below."""
    return read_single_file(file, renderer).exercise


def read_single_file(file: Path, renderer: Renderer | None) -> ExerciseFile:
    """The exercise in a file and where its parts stand.

    Raises BadContent with its faults, by the path as it is seen from the working directory, and OSError.
    """
    try:
        return read_exercise(file, seen(file), surrounding_book(file), renderer)
    except BadContent as slips:
        raise BadContent(replace(one, path=seen(file)) for one in slips.faults) from None


def surrounding_book(file: Path) -> BookFile:
    """The book.yaml nearest above a file; a plain one where there is none, or a faulty one."""
    for folder in file.resolve().parents:
        if (folder / "book.yaml").is_file():
            try:
                return validated(BookFile, read_document((folder / "book.yaml").read_bytes(), "book.yaml"))
            except BadContent:
                return ALONE
    return ALONE
