"""`workbook check`: the book, proved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from app.commands.console import Checkers, counted, err, out, read_courses, said, show_faults, stop


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A book, chapters or single files; without any, the book in use."),
    ] = None,
    checkers: Checkers = None,
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many variants of each exercise.")] = 25,
) -> None:
    """Prove the book: every file parses, every key is accepted, every known mistake gets its own message.

    Faults go to standard output, one line each: file:line:column, what is wrong, the cure. Leaves with 0 when
    all holds, 1 when something does not, 2 when there is nothing to check.
    """
    from app.assets import Assets
    from app.check import Checker, NoBook, check_paths
    from app.formulas import Renderer
    from app.places import folder

    settings = read_courses(checkers)
    renderer = Renderer(Assets(folder("static")).katex_source())
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:

        def begin(steps: int) -> Callable[[], None]:
            task = bar.add_task("Proving", total=steps)
            return lambda: bar.advance(task)

        try:
            report = check_paths(
                paths or settings.exercises, Checker(renderer, seeds, settings.unprotected_code, begin)
            )
        except NoBook as problem:
            raise stop(str(problem)) from None
    show_faults(report.faults, out)
    exercises = counted(report.exercises, "exercise")
    if report.faults:
        raise said(f"{counted(len(report.faults), 'fault')} in {exercises}.", 1)
    raise said(f"{exercises}, {counted(report.proofs, 'proof')} over {counted(seeds, 'seed')}: all hold.", 0)
