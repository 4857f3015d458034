"""Proves the book, or parts of it, for many numbers, and reports every fault at its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.check.exercises import prove, unused
from app.check.programs import prove_programs
from app.check.proving import Failure
from app.composer import PathTuple
from app.documents import read_document
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent, Fault
from app.formulas import Renderer
from app.library import read_library
from app.models import BookFile, Exercise
from app.slips import Slip, fault_at
from app.validation import validated
from app.variants import has_variants

RARE = 0.25  # a guess that is right at no more than this share of the seeds is a student's good luck


@dataclass(frozen=True)
class Report:
    """What was proved, and what does not hold; paths are as seen from the working directory."""

    exercises: int
    proofs: int
    faults: tuple[Fault, ...]


class NoBook(Exception):  # noqa: N818 - the path names none
    """There is nothing to check at a path; says why."""


@dataclass(frozen=True)
class Checker:
    """How to check; `begin` is told the number of steps and gives what to call after each."""

    renderer: Renderer
    seeds: int
    unprotected: bool = False
    begin: Callable[[int], Callable[[], None]] = lambda _: lambda: None


def check_paths(paths: Sequence[Path], checker: Checker) -> Report:
    """The report on books, chapters or single files. Raises NoBook for a path that is in no book."""
    full = [path.resolve() for path in paths]
    reports = [check_book(root, full, checker) for root in dict.fromkeys(map(book_of, full))]
    return Report(
        sum(report.exercises for report in reports),
        sum(report.proofs for report in reports),
        tuple(sorted({fault for report in reports for fault in report.faults})),
    )


def book_of(path: Path) -> Path:
    """The folder of the book that holds the path: the nearest one with a book.yaml."""
    if not path.exists():
        raise NoBook(f"{seen(path)}: there is no such file or folder.")
    for folder in (path, *path.parents):
        if (folder / "book.yaml").is_file():
            return folder
    raise NoBook(f"{seen(path)} is in no book: there is no book.yaml in its folder, nor in one above it.")


def seen(path: Path) -> str:
    """The path from the working directory, as an editor opens it."""
    return os.path.relpath(path)


def check_book(root: Path, paths: Sequence[Path], checker: Checker) -> Report:
    """The report on one book, or on those parts of it that are named."""

    def is_named(name: str) -> bool:
        file = root / name
        return any(file == path or path in file.parents for path in paths)

    files, unread = read_files(root, checker.renderer, is_named)
    proved = check_files(files, checker)
    faults = (*(fault for fault in unread if is_named(fault.path)), *proved.faults)
    return replace(proved, faults=tuple(replace(one, path=seen(root / one.path)) for one in faults))


# ---- reading ---


def read_files(
    root: Path, renderer: Renderer, is_named: Callable[[str], bool]
) -> tuple[list[ExerciseFile], tuple[Fault, ...]]:
    """The named exercises that can be read, in reading order, and the faults of the whole book."""
    try:
        book = read_library(root, renderer)
    except BadContent as slips:
        return list(_sound_files(root, renderer, is_named, slips.faults)), slips.faults
    files = (
        ExerciseFile(exercise, book.documents[exercise.id])
        for chapter in book.chapters
        for exercise in chapter.exercises
    )
    return [file for file in files if is_named(file.document.path)], ()


def _sound_files(
    root: Path, renderer: Renderer, is_named: Callable[[str], bool], faults: Iterable[Fault]
) -> Iterator[ExerciseFile]:
    """The exercises without a fault in a book that has some; none if the book gives nothing to inherit."""
    faulty = {fault.path for fault in faults}
    if "book.yaml" in faulty:
        return
    book = validated(BookFile, read_document((root / "book.yaml").read_bytes(), "book.yaml"))
    for path in sorted(root.glob("[0-9][0-9]-*/*.yaml")):
        name = path.relative_to(root).as_posix()
        if path.name not in ("chapter.yaml", "flashcards.yaml") and name not in faulty and is_named(name):
            yield read_exercise(path, name, book, renderer)


# ---- proving ---


def check_files(files: Sequence[ExerciseFile], checker: Checker) -> Report:
    """The report on exercises that can be read."""
    advance = checker.begin(2 * len(files))
    documents = {file.exercise.id: file.document for file in files}
    faults: list[Fault] = []
    count = 0
    for file in files:
        found, held = check_exercise(file.exercise, checker)
        faults += (fault_at(file.document, slip) for slip in found)
        count += held
        advance()
    exercises = [file.exercise for file in files]
    programs = prove_programs(exercises, unprotected=checker.unprotected, advance=advance)
    for exercise, proofs in programs:
        failed = [proof for proof in proofs if proof is not None]
        count += len(proofs) - len(failed)
        first = {proof.slip.where: proof.slip for proof in reversed(failed)}
        faults += (fault_at(documents[exercise.id], slip) for slip in first.values())
    return Report(len(files), count, tuple(faults))


def check_exercise(exercise: Exercise, checker: Checker) -> tuple[list[Slip], int]:
    """The slips of one exercise, each once and with how often it shows, and how many proofs held."""
    seeds = range(checker.seeds if has_variants(exercise) else 1)
    shown: dict[tuple[PathTuple, str], Shown] = {}
    held = 0
    for seed in seeds:
        for proof in prove(exercise, seed, checker.renderer):
            if proof is None:
                held += 1
            else:
                key = proof.slip.where, proof.slip.rule
                shown.setdefault(key, Shown([], [])).add(seed, proof)
    slips = [one.slip(len(seeds)) for one in shown.values() if not one.is_luck(len(seeds))]
    return [*unused(exercise), *slips], held


@dataclass(frozen=True)
class Shown:
    """A proof that fails, with every seed at which it does."""

    seeds: list[int]
    failures: list[Failure]

    def add(self, seed: int, failure: Failure) -> None:
        """Notes another seed; a proof may fail more than once at a seed."""
        self.failures.append(failure)
        if seed not in self.seeds[-1:]:
            self.seeds.append(seed)

    def is_luck(self, of: int) -> bool:
        """Whether it is a guess that is seldom right."""
        return self.failures[0].slip.rule == "guess" and len(self.seeds) <= RARE * of

    def slip(self, of: int) -> Slip:
        """What fails first, how often, and the cure that serves at every seed."""
        first, narrowest = self.failures[0].slip, min(self.failures, key=lambda one: one.room)
        return replace(first, message=f"{first.message}{self.often(of)}", cure=narrowest.slip.cure)

    def often(self, of: int) -> str:
        """` (at 14 of 50 seeds, first 3)`; nothing for an exercise with one set of numbers."""
        if of == 1:
            return ""
        if len(self.seeds) == of:
            return f" (at all {of} seeds)"
        return f" (at {len(self.seeds)} of {of} seeds, first {self.seeds[0]})"
