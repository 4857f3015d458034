"""`workbook mutants`: the slips that the check makes in an exercise, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import Checkers, counted, files_in, out, read_courses, stop


def mutants(
    paths: Annotated[list[Path], typer.Argument(help="Exercises, chapters or books.")],
    checkers: Checkers = None,
) -> None:
    """List the slips that the check makes in keys and solutions, and what told each from the right one.

    Those that survive come first; after several exercises stands how many slips met which fate.
    """
    from app.chapter_files import is_exercise
    from app.check.listing import counted_fates, listed
    from app.commands.explain import read
    from app.grading import RunnerUnavailable
    from app.values import EvaluationError

    settings = read_courses(checkers)
    files = [file for file in files_in(paths) if is_exercise(file) and file.name != "book.yaml"]
    if not files:
        raise stop("There is no exercise.")
    every = []
    for file in files:
        exercise = read(file)
        try:
            lines = listed(exercise, unprotected=settings.unprotected_code)
        except (EvaluationError, RunnerUnavailable) as problem:
            raise stop(f"{file}: {problem}", 1) from None
        say(f"{exercise.id}: {counted_fates(lines) or 'no slip can be made'}")
        for line in lines:
            say("  " + "  ".join(filter(None, line)))
        every += lines
    if len(files) > 1:
        say(f"{counted(len(files), 'exercise')}: {counted_fates(every)}")


def say(line: str) -> None:
    """One line, however wide the terminal is."""
    out.print(line, markup=False, highlight=False, soft_wrap=True)
