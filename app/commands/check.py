"""`workbook check`: the book, proved."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.console import Checkers, err, out, read_courses, stop
from app.commands.findings import say, show_report, summary_of

if TYPE_CHECKING:  # the check takes a while to load, which other commands need not wait for
    from app.check import Report


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    GITHUB = "github"
    JUNIT = "junit"
    SARIF = "sarif"


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Books, chapters or single files; without any, the books in use."),
    ] = None,
    checkers: Checkers = None,
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many variants of each exercise.")] = 25,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes at work; else one for each processor.")
    ] = None,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help="Only what has changed since a git revision: the one of PATHS that is no file, "
            "else where the branch left the main one.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Demand what an exercise may lack while it is written, too.")
    ] = False,
    format_: Annotated[
        Format, typer.Option("--format", help="How the report is written.", case_sensitive=False)
    ] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option(help="Write the report to a file, and text to the terminal.")
    ] = None,
) -> None:
    """Prove the book: every file parses, every key is accepted, every known mistake gets its own message.

    Faults go to standard output, one line each: file:line:column, what is wrong, the cure. Leaves with 0 when
    all holds, 1 when something does not, 2 when there is nothing to check or it cannot be checked.
    """
    from app.assets import Assets
    from app.check import Checker, NoBook, NotCompared, WorkerDied, check_changed, check_paths, processors
    from app.places import folder

    settings = read_courses(checkers)
    notes = out if format_ is Format.TEXT else err
    revision, given = _revision(paths or []) if changed else (None, paths or [])
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:

        def begin(steps: int) -> Callable[[], None]:
            task = bar.add_task("Proving", total=steps)
            return lambda: bar.advance(task)

        checker = Checker(
            Assets(folder("static")).katex_source(),
            seeds,
            jobs or processors(),
            strict,
            settings.unprotected_code,
            settings.checkers,
            begin,
        )
        wanted = given or settings.exercises
        try:
            if changed:
                report = check_changed(wanted, revision, checker, lambda words: say(words, notes))
            else:
                report = check_paths(wanted, checker)
        except (NoBook, NotCompared, WorkerDied) as problem:
            raise stop(str(problem)) from None
        except KeyboardInterrupt:
            raise stop("Interrupted: nothing is proved.", 130) from None
    is_idle = changed and not report.exercises and not report.faults  # which was said already
    write(report, format_, output, "" if is_idle else summary_of(report, seeds))
    raise typer.Exit(1 if report.faults else 0)


def _revision(paths: list[Path]) -> tuple[str | None, list[Path]]:
    """The git revision among the paths, which is no file, and the paths themselves."""
    missing = next((path for path in paths if not path.exists()), None)
    return (None if missing is None else str(missing)), [path for path in paths if path != missing]


def write(report: Report, format_: Format, output: Path | None, summary: str) -> None:
    """The report where it is wanted; with a file, text in the terminal too. Stops if it cannot be written."""
    if output is not None:
        try:
            output.write_text(as_text(report, format_, summary), encoding="utf-8", errors="backslashreplace")
        except OSError as problem:
            raise stop(f"{output} cannot be written: {problem.strerror}.") from None
    try:
        if output is None and format_ is not Format.TEXT:
            out.file.write(as_text(report, format_, summary))
        else:
            show_report(report, out, summary)
        out.file.flush()  # here, where a reader who has left is no error
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise stop(f"The report cannot be written: {problem.strerror}.") from None


def as_text(report: Report, format_: Format, summary: str) -> str:
    """The report in a format."""
    from app.check.formats import FORMATS

    if format_ is not Format.TEXT:
        return FORMATS[format_](report)
    page = StringIO()
    show_report(report, Console(file=page), summary)
    return page.getvalue()
