"""Proves the book: what a right answer and every known mistake would be told, for many numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track

from app.assets import Assets
from app.check_code import prove_programs
from app.documents import PathTuple
from app.faults import BadContent, Fault
from app.formulas import FormulaError, Renderer
from app.library import read_library
from app.markdown import Markdown
from app.models import Exercise
from app.places import folder
from app.proofs import Slip, prove
from app.variants import NoVariant, variant_of
from app.workbook import Workbook


@dataclass(frozen=True)
class Report:
    """What was proved, and what does not hold."""

    exercises: int
    proofs: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Found:
    """A slip and the seeds at which it shows."""

    slip: Slip
    seeds: tuple[int, ...]

    def words(self, of: int) -> str:
        """The slip, and how often it shows."""
        often = f"at {len(self.seeds)} of {of} seeds, first {self.seeds[0]}" if of > 1 else f"at seed {self.seeds[0]}"
        return f"{self.slip.message} ({often})"


def check_paths(paths: Sequence[Path], seeds: int, console: Console) -> Report:
    """The report on the books, chapters or exercises named."""
    renderer = Renderer(Assets(folder("static")).katex_source())
    reports = [check_book(book, paths, seeds, renderer, console) for book in dict.fromkeys(map(book_of, paths))]
    return Report(
        sum(report.exercises for report in reports),
        sum(report.proofs for report in reports),
        tuple(fault for report in reports for fault in report.faults),
    )


def book_of(path: Path) -> Path:
    """The folder of the book that holds the path: the nearest one with a book.yaml."""
    return next((place for place in (path, *path.parents) if (place / "book.yaml").is_file()), path)


def check_book(root: Path, paths: Sequence[Path], seeds: int, renderer: Renderer, console: Console) -> Report:
    """The report on one book, or on the parts of it that are named."""
    try:
        book = read_library(root, renderer)
    except BadContent as slips:
        return Report(0, 0, tuple(fault for fault in slips.faults if is_named(root, fault.path, paths)))
    chosen = [
        one
        for chapter in book.chapters
        for one in chapter.exercises
        if is_named(root, book.locate(one.id, ()).path, paths)
    ]
    faults: list[Fault] = []
    proofs = 0
    for exercise in track(chosen, "Proving", console=console, transient=True, disable=not console.is_terminal):
        found, count = check_exercise(exercise, range(seeds), Markdown(renderer))
        proofs += count
        faults += (fault_of(one, exercise, book, seeds) for one in found)
    programs = prove_programs(chosen, console)
    faults += (fault_of(Found(slip, (0,)), exercise, book, 1) for exercise, slip in programs.slips)
    return Report(len(chosen), proofs + programs.count, tuple(faults))


def is_named(root: Path, path: str, paths: Sequence[Path]) -> bool:
    """Whether a file of the book lies at or under one of the paths."""
    full = (root / path).resolve()
    return any(full == named or named in full.parents for named in paths)


def check_exercise(exercise: Exercise, seeds: Iterable[int], markdown: Markdown) -> tuple[list[Found], int]:
    """The slips of one exercise, each once with all its seeds, and how many proofs were made."""
    shown: dict[tuple[PathTuple, str], tuple[Slip, list[int]]] = {}
    count = 0
    for seed in seeds:
        for slip in slips_at(exercise, seed, markdown):
            if slip is None:
                count += 1
            else:
                shown.setdefault((slip.where, slip.rule), (slip, []))[1].append(seed)
    return [Found(slip, tuple(at)) for slip, at in shown.values()], count


def slips_at(exercise: Exercise, seed: int, markdown: Markdown) -> Iterator[Slip | None]:
    """None for each proof that holds at the seed, a slip for each that does not."""
    try:
        variant = variant_of(exercise, seed)
    except NoVariant as problem:
        yield Slip(("require",), "no-variant", str(problem), "widen the ranges or weaken `require`")
        return
    try:
        yield from prove(variant, markdown if seed < 3 else None)
    except FormulaError as problem:
        yield Slip(("prompt",), "formula", f"a formula cannot be typeset: {problem}", "mend the TeX")


def fault_of(found: Found, exercise: Exercise, book: Workbook, seeds: int) -> Fault:
    """The slip at its place in the file."""
    place = book.locate(exercise.id, found.slip.where)
    return Fault(place.path, place.line, place.column, found.slip.rule, found.words(seeds), found.slip.cure)
