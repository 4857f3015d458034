"""`workbook explain`: an exercise as a student sees it, seed by seed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from app.commands.console import Checkers, err, out, read_courses, show_faults, stop
from app.explained import Section, Table, known_to_author, seed_table, seen_by_student
from app.faults import BadContent
from app.formulas import Renderer
from app.models import Exercise
from app.values import EvaluationError
from app.variants import LAST_SEED, NoVariant, Variant, variant_of

PIPED = 1000  # columns where there is no terminal to fit


def explain(
    file: Annotated[Path, typer.Argument(help="The file of an exercise, in a chapter or not.")],
    seed: Annotated[int, typer.Option(min=0, max=LAST_SEED, help="Which numbers to show.")] = 0,
    seeds: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="A table of so many seeds instead, from --seed on.")
    ] = None,
    key: Annotated[
        bool, typer.Option("--key", help="Key, accepted answers, mistakes and solution too.")
    ] = False,
    checkers: Checkers = None,
) -> None:
    """Show an exercise as a student sees it.

    The question with the numbers of a seed, the options in the order of that seed, parts and hints; with
    --key what only its author knows. With --seeds a table of parameters, key and mistakes.
    """
    read_courses(checkers)
    exercise = read(file)
    page = Console(width=None if out.is_terminal else PIPED, highlight=False)
    try:
        if seeds is not None:
            page.print(drawn(seed_table([variant_of(exercise, one) for one in range(seed, seed + seeds)])))
            return
        show(variant_of(exercise, seed), page, key)
    except NoVariant as problem:
        raise stop(f"{file}: {problem}", 1) from None
    except EvaluationError as problem:
        raise stop(f"{file}: with these numbers something has no value: {problem.message}.", 1) from None


def read(file: Path) -> Exercise:
    """The exercise in a file; stops with its faults."""
    from app.assets import Assets
    from app.places import folder
    from app.single_files import read_single

    if file.is_dir():
        raise stop(f"{file} is a folder: name the file of an exercise.")
    try:
        return read_single(file, Renderer(Assets(folder("static")).katex_source()))
    except BadContent as slips:
        show_faults(slips.faults, err)
        raise typer.Exit(1) from None
    except OSError as problem:
        raise stop(f"{file} cannot be read: {problem.strerror}.") from None


def show(variant: Variant, page: Console, with_key: bool) -> None:
    """Prints what a student sees, and with the key what its author knows."""
    exercise = variant.exercise
    about = (exercise.id, exercise.type, f"difficulty {exercise.difficulty}", ", ".join(exercise.tags))
    page.print(Text(exercise.title, style="bold"))
    page.print(Text(" · ".join((*about, f"seed {variant.seed}"))))
    for section in seen_by_student(variant):
        show_section(section, page)
    for section in known_to_author(variant) if with_key else ():
        show_section(section, page)


def show_section(section: Section, page: Console) -> None:
    page.print()
    page.print(Text(section.title, style="bold cyan"))
    for one in section.body:
        page.print(drawn(one) if isinstance(one, Table) else Text(one))


def drawn(table: Table) -> RichTable:
    """The table for a terminal."""
    made = RichTable(
        box=box.SIMPLE_HEAD if table.head else None, show_header=bool(table.head), pad_edge=False
    )
    for name in table.head or ("", ""):
        made.add_column(Text(name), overflow="fold")
    for row in table.rows:
        made.add_row(*map(Text, row))
    return made
