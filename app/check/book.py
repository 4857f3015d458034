"""Proves the book, or parts of it, for many numbers, and reports every fault at its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.chapter_files import FOLDER, is_exercise
from app.check.changed import OWN_CODE, changed_files, touched
from app.check.jobs import proving, renderer_for, useful_jobs
from app.check.programs import prove_programs
from app.check.proving import Failure
from app.check.report import Checked, Report
from app.check.rules import STRICT_ONLY
from app.check.seeds import Proved
from app.check.strict import unpublishable
from app.documents import read_document
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent, Fault
from app.formulas import Renderer
from app.library import read_library
from app.models import BookFile, BugLine, Code
from app.single_files import read_single_file
from app.slips import fault_at
from app.validation import validated

NOT_EXERCISES = ("book.yaml", "chapter.yaml", "lesson.md", "flashcards.yaml")


class NoBook(Exception):  # noqa: N818 - the path names none
    """There is nothing to check at a path; says why."""


@dataclass(frozen=True)
class Checker:
    """How to check; `begin` is told the number of steps and gives what to call after each."""

    katex: Path | None
    seeds: int
    jobs: int = 1
    strict: bool = False
    unprotected: bool = False
    checkers: tuple[Path, ...] = ()  # folders of courses' own checkers, loaded in this process already
    begin: Callable[[int], Callable[[], None]] = lambda _: lambda: None

    @property
    def renderer(self) -> Renderer:
        """What typesets the formulas."""
        return renderer_for(self.katex)


# ---- what to check ---


def check_paths(paths: Sequence[Path], checker: Checker) -> Report:
    """The report on books, chapters or single files. Raises NoBook where there is nothing to check.

    The file of an exercise is proved where it lies, in a chapter or not.
    """
    full = [path.resolve() for path in paths]
    roots = dict.fromkeys(_books_of(full))
    report = Report.joined(
        (
            *(
                check_book(root, lambda file: any(is_at(file, path) for path in full), checker)
                for root in roots
            ),
            *(check_alone(path, checker) for path in dict.fromkeys(full) if is_alone(path)),
        )
    )
    if report == Report() and not any(path.name in NOT_EXERCISES for path in full):
        told = ", ".join(map(seen, full))
        raise NoBook(f"{told}: nothing to check. Exercises are YAML files in the folder of a chapter.")
    return report


def check_changed(
    paths: Sequence[Path], revision: str | None, checker: Checker, say: Callable[[str], None]
) -> Report:
    """The report on what of these paths is not as in a git revision; `say` is told what that is.

    Raises NoBook, and NotCompared where git cannot tell.
    """
    full = [path.resolve() for path in paths]
    reports = []
    for root in dict.fromkeys(map(book_of, full)):
        changed, name = changed_files(root, revision)
        found, reason = touched(root, changed, (*OWN_CODE, *checker.checkers))
        wanted = [path for path in found if any(is_at(path, one) or is_at(one, path) for one in full)]
        if reason:
            say(f"{reason} since {name}: all is checked.")
        elif not wanted:
            say(f"Nothing in {', '.join(map(seen, full))} has changed since {name}.")
            continue

        def is_wanted(file: Path, wanted: list[Path] = wanted) -> bool:
            return any(is_at(file, path) for path in wanted) and any(is_at(file, path) for path in full)

        reports.append(check_book(root, is_wanted, checker))
    return Report.joined(reports)


def book_of(path: Path) -> Path:
    """The folder of the book that holds the path: the nearest one with a book.yaml."""
    try:
        if not path.exists():
            raise NoBook(f"{seen(path)}: there is no such file or folder.")
        if not path.is_file() and not path.is_dir():
            raise NoBook(f"{seen(path)} is neither a file nor a folder.")
        for folder in (path, *path.parents):
            if os.path.lexists(folder / "book.yaml"):
                return folder
    except OSError as problem:
        raise NoBook(f"{seen(path)} cannot be read: {problem.strerror}.") from None
    raise NoBook(f"{seen(path)} is in no book: there is no book.yaml in its folder, nor in one above it.")


def _books_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The book of each path; an exercise may have none."""
    for path in paths:
        try:
            yield book_of(path)
        except NoBook:
            if not is_alone(path):
                raise


def is_alone(path: Path) -> bool:
    """Whether a path is the file of an exercise in no chapter of a book."""
    in_chapter = FOLDER.fullmatch(path.parent.name) and os.path.lexists(path.parent.parent / "book.yaml")
    is_file = os.path.isfile(path)  # noqa: PTH113  # is_file() raises where a folder cannot be entered
    return path.suffix == ".yaml" and is_exercise(path) and is_file and not in_chapter


def check_alone(path: Path, checker: Checker) -> Report:
    """The report on an exercise in no chapter."""
    try:
        return check_files([read_single_file(path, checker.renderer)], checker)
    except BadContent as slips:
        return Report((), slips.faults)
    except OSError as problem:
        raise NoBook(f"{seen(path)} cannot be read: {problem.strerror}.") from None


def is_at(file: Path, path: Path) -> bool:
    """Whether a file is the path, or lies below it."""
    return file == path or path in file.parents


def seen(path: Path) -> str:
    """The path from the working directory, as an editor opens it."""
    return os.path.relpath(path)


def check_book(root: Path, is_wanted: Callable[[Path], bool], checker: Checker) -> Report:
    """The report on those files of a book that are wanted."""
    try:
        files, unread = read_files(root, checker.renderer, lambda name: is_wanted(root / name))
    except OSError as problem:
        raise NoBook(f"{seen(root)} cannot be read: {problem.strerror}.") from None
    proved = check_files(files, checker)
    faults = (*(fault for fault in unread if is_wanted(root / fault.path)), *proved.faults)
    return Report(
        tuple(replace(one, path=seen(root / one.path)) for one in proved.exercises),
        tuple(replace(one, path=seen(root / one.path)) for one in faults),
    )


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
        if is_exercise(path) and name not in faulty and is_named(name):
            with suppress(BadContent, OSError):  # told already, under a name that can be printed
                yield read_exercise(path, name, book, renderer)


# ---- proving ---


def check_files(files: Sequence[ExerciseFile], checker: Checker) -> Report:
    """The report on exercises that can be read."""
    exercises = [file.exercise for file in files]
    programs = [one for one in exercises if isinstance(one, Code | BugLine)]
    advance = checker.begin(len(exercises) + len(programs))
    jobs = useful_jobs(checker.jobs, exercises, checker.seeds)
    with proving(exercises, checker.seeds, jobs, checker.katex, checker.checkers, advance) as found:
        run = prove_programs(programs, unprotected=checker.unprotected, advance=advance)
        proved = found()
    by_id = {exercise.id: proofs for exercise, proofs in run}
    return Report.joined(
        judged(file, values, by_id.get(file.exercise.id, []), strict=checker.strict)
        for file, values in zip(files, proved, strict=True)
    )


def judged(file: ExerciseFile, values: Proved, programs: Sequence[Failure | None], *, strict: bool) -> Report:
    """The report on one exercise, from the proofs of its values and those of its programs."""
    failed = [proof.slip for proof in programs if proof is not None]
    first = {(slip.where, slip.offset): slip for slip in reversed(failed)}
    slips = [*values.slips, *first.values(), *(unpublishable(file.exercise) if strict else ())]
    held = values.held + len(programs) - len(failed)
    return Report(
        (Checked(file.document.path, file.exercise.id, held, values.seconds),),
        tuple(fault_at(file.document, slip) for slip in slips if strict or slip.rule not in STRICT_ONLY),
    )
