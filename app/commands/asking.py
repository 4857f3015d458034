"""Questions at a terminal: asked again until the answer fits, and never where nobody could answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

import typer

from app.commands.console import err, stop

T = TypeVar("T")


class Unfit(Exception):  # noqa: N818 - a person typed it
    """An answer that cannot be; says what can."""


def answered(given: str | None, question: str, read: Callable[[str], T], default: str | None = None) -> T:
    """The answer as given, else as typed. Stops for a given one that cannot be."""
    if given is not None:
        try:
            return read(given)
        except Unfit as problem:
            raise stop(str(problem)) from None
    while True:
        try:
            return read(str(typer.prompt(question, default=default, err=True)).strip())
        except Unfit as problem:
            err.print(str(problem), markup=False, highlight=False, soft_wrap=True)


def need(given: Mapping[str, str | None]) -> None:
    """Stops when something is missing and there is no terminal to ask at."""
    missing = [name for name, value in given.items() if value is None]
    if missing and not sys.stdin.isatty():
        raise stop(f"Missing: {', '.join(missing)}. Without a terminal nothing can be asked.")
