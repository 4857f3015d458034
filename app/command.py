"""`workbook`: serve the book, check it, and look after the machine it runs on."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from app import __version__
from app.bench.command import bench
from app.commands.check import check
from app.commands.console import out
from app.commands.explain import explain
from app.commands.export import export
from app.commands.fmt import fmt
from app.commands.import_ import import_
from app.commands.mutants import mutants
from app.commands.new import new
from app.commands.regrade import regrade
from app.commands.schema import schema
from app.commands.serve import serve
from app.commands.upkeep import backup, doctor

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)
app.add_typer(bench, name="bench")
app.add_typer(export, name="export")
for command in (serve, check, mutants, new, explain, fmt, schema, regrade, backup, doctor):
    app.command()(command)
app.command("import")(import_)


def main() -> None:
    """Entry point of the `workbook` command. A sign that the terminal does not know is written \\u03b1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    """The mathematics of diffusion models, solved by hand and in code."""
    if show:
        out.print(__version__)
        raise typer.Exit


if __name__ == "__main__":
    main()
