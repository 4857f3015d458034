"""`workbook regrade`: stored answers graded again after a fix."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from app.commands.console import (
    Checkers,
    Exercises,
    counted,
    described,
    err,
    out,
    read_settings,
    read_shelf,
    said,
    stop,
)
from app.faults import did_you_mean
from app.settings import Settings

if TYPE_CHECKING:
    from app.regrade import Found, Rules
    from app.store import Archive

BECAUSE = "the exercise was corrected."
SERVED = "Regrading a SQLite file wants its server stopped; --dry-run works beside it."
WIDE = 150  # columns for whoever reads the tables from a file


def regrade(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="EXERCISE", help="Ids of exercises; without any, those that changed since an answer."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All exercises, and also what was graded with them as they are now.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and no more.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Apply without asking.")] = False,
    reason: Annotated[str, typer.Option(help="Why, for the audit and for the students.")] = BECAUSE,
    never_lower: Annotated[
        bool, typer.Option("--never-lower", help="An answer that would count less keeps its verdict.")
    ] = False,
    reworded: Annotated[
        bool, typer.Option("--reworded", help="Numbers written in the text itself may have changed.")
    ] = False,
    full_ids: Annotated[bool, typer.Option("--full-ids", help="Show the ids of learners in full.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write what changes as JSON.")] = False,
    exercises: Exercises = None,
    checkers: Checkers = None,
    database: Annotated[str | None, typer.Option(help=described("database"))] = None,
    data: Annotated[Path | None, typer.Option(help=described("data"))] = None,
) -> None:
    """Grade stored answers again, after a key, a tolerance or a mistake was corrected.

    Shows whose verdict changes, then asks before it applies that. Answers and first verdicts stay for ever.
    """
    from app.regrade import Rules
    from app.store import StoreError, open_archive

    refuse_contradictions(dry_run=dry_run, yes=yes, as_json=as_json, reason=reason)
    given = {"exercises": exercises, "checkers": checkers, "database": database, "data": data}
    settings = read_settings(given)
    rules = Rules(current=every or bool(ids), reworded=reworded, never_lower=never_lower)
    try:
        with open_archive(settings.database_url, write=not dry_run) as archive:
            found = graded(archive, settings, ids or [], rules)
            if not as_json:
                show(found, full_ids)
            changing = [one for one in found if one.changes]
            if changing and not (as_json or yes):
                err.print(copy_first(settings), markup=False, highlight=False, soft_wrap=True)
            if changing and not dry_run:
                confirm(yes)
                store(archive, changing, reason.strip())
            if as_json:
                show_json(found, applied=bool(changing) and not dry_run)
                return
    except StoreError as problem:
        raise stop(f"{problem}. {SERVED}" if "already using" in str(problem) else str(problem)) from None
    raise said(summary(found, dry_run=dry_run), 0)


def refuse_contradictions(*, dry_run: bool, yes: bool, as_json: bool, reason: str) -> None:
    """Stops when options do not go together."""
    if dry_run and yes:
        raise stop("--dry-run changes nothing and --yes applies: give one of them.")
    if as_json and not (dry_run or yes):
        raise stop("With --json there is nobody to ask: give --dry-run or --yes.")
    if not reason.strip():
        raise stop("--reason is empty. Say why: students read it.")


def graded(archive: Archive, settings: Settings, ids: list[str], rules: Rules) -> list[Found]:
    """What becomes of the attempts at the chosen exercises. Stops when the books have faults."""
    from app.regrade import NoSuchExercise, attempts_to_grade, exercises_of, look_through
    from app.runner import Runner

    try:
        chosen = exercises_of(read_shelf(settings, None), ids)
    except NoSuchExercise as problem:
        id_, known = problem.args
        raise stop(
            f"There is no exercise {id_!r} in these books; {did_you_mean(id_, known)}".rstrip("; ")
        ) from None
    if not ids and (gone := sorted(set(archive.exercises()) - {one.id for one in chosen})):
        line = f"In none of these books, so left alone: {', '.join(gone)}."
        err.print(line, markup=False, highlight=False, soft_wrap=True)
    runner = Runner(spares=settings.spares, unprotected=settings.may_run_unprotected)
    work = attempts_to_grade(archive, chosen, rules)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("Grading", total=sum(len(rules.chosen(*one)) for one in work))
        return asyncio.run(look_through(archive, work, rules, runner, lambda: bar.advance(task)))


def show(found: Sequence[Found], full_ids: bool) -> None:
    """The tables, and whose best result falls."""
    from app.regrade.report import falls, tables

    console = out if out.is_terminal else Console(width=max(out.width, WIDE))
    for table in tables(found, full_ids=full_ids):
        console.print(table)
    if lines := list(falls(found, full_ids=full_ids)):
        out.print("Best results that fall (--never-lower keeps them):", style="red")
        for line in lines:
            out.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)


def show_json(found: Sequence[Found], *, applied: bool) -> None:
    """All of it for programs."""
    from app.regrade.report import plain

    typer.echo(json.dumps(plain(found, applied=applied), indent=1))


def copy_first(settings: Settings) -> str:
    """How to keep the database as it is before anything is applied."""
    if settings.database_url.startswith("postgresql"):
        return "Before applying, keep a copy: pg_dump"
    if settings.database_url == read_settings({}).database_url:
        return "Before applying, keep a copy: workbook backup FILE"
    variable = f"WORKBOOK_DATABASE={shlex.quote(settings.database_url)}"
    return f"Before applying, keep a copy: {variable} workbook backup FILE"


def confirm(yes: bool) -> None:
    """Goes on when that was said beforehand, or is said now; else stops with nothing changed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise stop("Nothing was changed. Give --yes to apply this, or --dry-run only to look.")
    if not typer.confirm("Apply this?", err=True):
        raise said("Nothing was changed.", 0)


def store(archive: Archive, found: Sequence[Found], reason: str) -> None:
    """Writes the new verdicts, one exercise after another. Raises StoreError."""
    from app.regrade import apply
    from app.store import StoreError

    for number, one in enumerate(found):
        try:
            apply(archive, one, reason)
        except (StoreError, KeyboardInterrupt) as problem:
            done = f"{number} of {counted(len(found), 'exercise')} were regraded before that; run it again"
            raise StoreError(f"{str(problem) or 'stopped'}; {done}") from problem


def summary(found: Sequence[Found], *, dry_run: bool) -> str:
    """What happened, in a line."""
    attempts = counted(sum(one.graded for one in found), "attempt")
    changed, left = sum(len(one.changes) for one in found), sum(len(one.left) for one in found)
    lowered = sum(len(one.lowered) for one in found)
    if not found:
        return "Every stored answer was graded with the exercise as it is now; there is nothing to do."
    told = "would get" if dry_run else "got"
    line = f"{attempts} at {counted(len(found), 'exercise')} graded again: {changed} {told} another verdict"
    if changed:
        line += f", {lowered} of them a lower one"
    return f"{line}; {left} left alone.{' Nothing was changed.' if dry_run else ''}"
