"""What the commands share: where they write, how they stop, the settings they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from app.faults import Fault
from app.settings import Settings

if TYPE_CHECKING:
    from app.formulas import Renderer
    from app.workbook import Workbook

out = Console()
err = Console(stderr=True)


def described(name: str) -> str:
    """The help of a setting, with its variable."""
    return f"{Settings.model_fields[name].description} \\[WORKBOOK_{name.upper()}]"


Exercises = Annotated[list[str] | None, typer.Option("--exercises", help=described("exercises"))]
Checkers = Annotated[list[str] | None, typer.Option("--checkers", help=described("checkers"))]


def stop(message: str, code: int = 2) -> typer.Exit:
    """Says one clear line on standard error; raise what it returns."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(code)


def said(message: str, code: int) -> typer.Exit:
    """Says one line on standard output; raise what it returns."""
    out.print(message, highlight=False, soft_wrap=True)
    return typer.Exit(code)


def counted(number: int, what: str) -> str:
    """`1 fault`, `2 faults`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The YAML files at these paths, each once; stops for a path that is not there."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (one for one in sorted(path.rglob("*.yaml")) if not is_hidden(one.relative_to(path)))
            found |= dict.fromkeys(one for one in below if one.is_file())
        elif path.is_file():
            found[path] = None
        else:
            raise stop(f"{path}: there is no such file or folder.")
    yield from found


def is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_settings(given: Mapping[str, object]) -> Settings:
    """The settings with these options, less those that are None; or one line for each that cannot be used."""
    try:
        return Settings.model_validate({name: one for name, one in given.items() if one is not None})
    except ValidationError as slips:
        lines = (
            f"{named(str(slip['loc'][0]))}: {slip['msg']}, not {slip['input']!r}." for slip in slips.errors()
        )
        raise stop("\n".join(lines)) from None


def stop_at(lines: Sequence[str]) -> None:
    """Says these lines on standard error and stops, if there are any."""
    if lines:
        raise stop("\n".join(lines))


def read_courses(checkers: list[str] | None = None) -> Settings:
    """The settings of a command that reads books, with the functions of the courses' checkers in use.

    `checkers` is what was given as `--checkers`. Stops with a line for each folder that cannot be used and
    for each fault of a checker.
    """
    from app.courses import load_checkers

    settings = read_settings({"checkers": checkers})
    stop_at(settings.misplaced())
    if faults := load_checkers(settings.checkers):
        show_faults(faults, err)
        raise stop("The checkers have faults, so no book can be judged. Mend them first.", 1)
    return settings


def read_shelf(settings: Settings, renderer: Renderer | None) -> tuple[Workbook, ...]:
    """The books in use. Stops with a line for each folder that cannot be used, and with the books' faults."""
    from app.library import read_books

    stop_at(settings.misplaced())
    reading = read_books(settings.exercises, settings.checkers, renderer)
    if reading.faults:
        show_faults(reading.faults, err)
        raise stop("There are faults, so nothing is done. Mend them first.", 1)
    return reading.books


def named(setting: str) -> str:
    """A setting as it is given: by its option or its variable."""
    return f"--{setting.lower().replace('_', '-')} (WORKBOOK_{setting.upper().removeprefix('WORKBOOK_')})"


def show_faults(faults: tuple[Fault, ...], console: Console) -> None:
    """One line for each fault: file:line:column, what is wrong, the cure."""
    for fault in sorted(faults):
        console.print(str(fault), markup=False, highlight=False, soft_wrap=True)
