"""`workbook schema`: what editors complete and underline with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import said, stop


def schema(
    target: Annotated[
        Path | None,
        typer.Argument(help="A book's folder, or a file to write; without it, the schema is printed."),
    ] = None,
) -> None:
    """Print or write the JSON schema of a book's YAML files, for completion in editors.

    Into a folder it is written as schema.json.
    """
    from app.json_schema import schema_text

    if target is None:
        typer.echo(schema_text(), nl=False)
        return
    file = target / "schema.json" if target.is_dir() else target
    try:
        file.write_text(schema_text(), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise stop(f"{file} cannot be written: {problem.strerror}.") from None
    raise said(f"{file} is written.", 0)
