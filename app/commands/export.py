"""`workbook export`: exercises for another system, and for paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.console import (
    Checkers,
    Exercises,
    counted,
    out,
    read_settings,
    read_shelf,
    said,
    stop,
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


@export.command()
def worksheet(
    names: Annotated[
        list[str], typer.Argument(metavar="EXERCISE|CHAPTER…", help="Chapters, or exercises of one book.")
    ],
    output: Annotated[Path, typer.Option(help="The folder to write to; it is made.")],
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="The numbers, or those of sheet 1.")] = 0,
    seeds: Annotated[
        int, typer.Option(min=1, max=500, help="How many sheets, each with the next numbers.")
    ] = 1,
    exercises: Exercises = None,
    checkers: Checkers = None,
) -> None:
    """Write worksheets to print, and the key to all of them, as pages that need no server and no network.

    They are `worksheet.html`, or `worksheet-01.html` and so on, and `keys.html`. A browser prints them
    or saves them as PDF.
    """
    from app.assets import Assets
    from app.formulas import Renderer
    from app.markdown import Markdown
    from app.places import folder
    from app.rendering import environment
    from app.values import EvaluationError
    from app.variants import NoVariant
    from app.worksheets import Press, Topic, keys_of, sheet_of

    assets = Assets(folder("static"))
    renderer = Renderer(assets.katex_source())
    chosen = selected(names, exercises, checkers, renderer)
    if not chosen:
        raise stop("There is nothing to print.", 1)
    title = f"{chosen[0].chapter.number} {chosen[0].chapter.title}" if len(chosen) == 1 else "Worksheet"
    topic = Topic(chosen[0].book.title, title, [one for part in chosen for one in part.exercises])
    markdown, press = Markdown(renderer), Press(assets, environment())
    width = len(str(seeds))
    try:
        sheets = [sheet_of(topic, seed + number, markdown) for number in range(seeds)]
        if seeds > 1:
            sheets = [sheet.numbered(number) for number, sheet in enumerate(sheets, 1)]
        output.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            name = f"worksheet-{sheet.number:0{width}}.html" if sheet.number else "worksheet.html"
            (output / name).write_text(press.sheet(sheet), encoding="utf-8")
        keys = [keys_of(sheet, markdown) for sheet in sheets]
        (output / "keys.html").write_text(press.keys(keys), encoding="utf-8")
    except (NoVariant, EvaluationError) as problem:
        raise stop(str(problem), 1) from None
    except OSError as error:
        raise stop(f"{error.filename or output}: {error.strerror}.") from None
    raise said(f"{counted(seeds, 'sheet')} and the key, keys.html, in {output}.", 0)


def selected(
    names: list[str], exercises: list[str] | None, checkers: list[str] | None, renderer: Renderer | None
) -> list[Chosen]:
    """The exercises that are named, of the books in use; stops at an unknown name and at faults."""
    from app.exchange.exporting import NotInBook, chosen

    settings = read_settings({"exercises": exercises, "checkers": checkers})
    try:
        return chosen(read_shelf(settings, renderer), names)
    except NotInBook as problem:
        raise stop(str(problem)) from None
