"""`workbook mutants`: the slips that the check makes in an exercise, and what became of each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import Checkers, out, read_courses, stop


def mutants(
    files: Annotated[list[Path], typer.Argument(help="Files of exercises.")],
    checkers: Checkers = None,
) -> None:
    """List the slips that the check makes in keys and solutions, and what told each from the right one.

    Those that survive come first.
    """
    from app.check.listing import counted_fates, listed
    from app.commands.explain import read
    from app.grading import RunnerUnavailable
    from app.values import EvaluationError

    settings = read_courses(checkers)
    for file in files:
        exercise = read(file)
        try:
            lines = listed(exercise, unprotected=settings.unprotected_code)
        except (EvaluationError, RunnerUnavailable) as problem:
            raise stop(f"{file}: {problem}", 1) from None
        out.print(f"{exercise.id}: {counted_fates(lines) or 'no slip can be made'}", highlight=False)
        for line in lines:
            text = "  ".join(filter(None, line))
            out.print(f"  {text}", markup=False, highlight=False, soft_wrap=True)
