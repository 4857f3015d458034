"""`workbook export`: exercises for another system, and for paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import (
    Checkers,
    Exercises,
    counted,
    err,
    out,
    read_settings,
    said,
    show_faults,
    stop,
    stop_at,
)

if TYPE_CHECKING:
    from app.exchange.exporting import Chosen
    from app.formulas import Renderer

export = typer.Typer(no_args_is_help=True, add_completion=False)

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EXERCISE|CHAPTER]…", help="Ids of exercises, names of chapters; else all."),
]


@export.callback()
def group() -> None:
    """Exercises for Moodle, and for paper."""


@export.command()
def moodle(
    names: Names = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="How many variants of each exercise.")] = 1,
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("workbook.xml"),
    exercises: Exercises = None,
    checkers: Checkers = None,
) -> None:
    """Write exercises as Moodle XML, each variant a question with its numbers filled in.

    Says what has no counterpart in Moodle. Leaves with 0; with 1 when nothing could be exported or the book
    has faults, with 2 when a name or an option is wrong.
    """
    from app.exchange.exporting import exported

    done = exported(selected(names or [], exercises, checkers, None), seeds)
    for name, reason in done.left_out:
        out.print(f"{name}: not exported: {reason}", markup=False, highlight=False, soft_wrap=True)
    if not done.questions:
        raise said("Nothing of this has a counterpart in Moodle.", 1)
    try:
        output.write_text(done.xml, encoding="utf-8", newline="")
    except OSError as error:
        raise stop(f"{output}: {error.strerror}.") from None
    raise said(f"{counted(done.questions, 'question')} in {output}.", 0)


def selected(
    names: list[str], exercises: list[str] | None, checkers: list[str] | None, renderer: Renderer | None
) -> list[Chosen]:
    """The exercises that are named, of the books in use; stops at an unknown name and at faults."""
    from app.exchange.exporting import NotInBook, chosen
    from app.library import read_books

    given = {"exercises": exercises, "checkers": checkers}
    settings = read_settings({name: value for name, value in given.items() if value is not None})
    stop_at(settings.misplaced())
    reading = read_books(settings.exercises, settings.checkers, renderer)
    if reading.faults:
        show_faults(reading.faults, err)
        raise stop("The book has faults; mend them first.", 1)
    try:
        return chosen(reading.books, names)
    except NotInBook as problem:
        raise stop(str(problem)) from None
