"""`workbook bench`: what things cost on this machine, beside what the design asks."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.faults import BadContent
from app.settings import Settings

bench = typer.Typer(no_args_is_help=True, help="Measure this machine beside what the design asks.")


@bench.callback()
def which() -> None:
    """Measure this machine beside what the design asks."""


@bench.command()
def code(
    quick: Annotated[
        bool, typer.Option("--quick", help="A few seconds in all, without other graders.")
    ] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="Length of each stretch of load.")] = 5.0,
    exercise: Annotated[
        str | None, typer.Option(help="Id of a code exercise to grade everywhere; else five small cases.")
    ] = None,
    peers: Annotated[
        Path | None,
        typer.Option(help="The bin folder of an environment with otter-grader and nbgrader; else PATH."),
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures there, too.")] = None,
) -> None:
    """Measure the running of students' code, all in one run, so that ratios hold.

    A bar that is missed is marked and is no failure: machines are noisy.
    """
    from app.bench.code import NoExerciseError, Plan, chosen, machine, measure, protection
    from app.bench.figures import REMINDER, plain, show

    logging.getLogger("app.runner").setLevel(logging.ERROR)  # a zygote is killed on purpose
    out = Console()
    plan = Plan(Settings(), exercise, seconds, quick, peers)
    try:
        found = chosen(plan)
    except (NoExerciseError, BadContent) as problem:
        Console(stderr=True).print(str(problem), style="red", markup=False, highlight=False)
        raise typer.Exit(2) from None
    about = machine(protection())
    out.print(", ".join(f"{name} {value}" for name, value in about.items()), highlight=False)
    subjects = []
    for subject in measure(plan, found, str(about["sandbox"])):
        show(subject, out)
        subjects.append(subject)
    out.print(REMINDER, style="dim")
    if json_file is not None:
        json_file.write_text(json.dumps(plain(about, subjects), indent=2) + "\n", encoding="utf-8")
