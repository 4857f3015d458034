"""`workbook backup` and `workbook doctor`: looking after a workbook that is being served."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands.console import described, out, read_settings, said, stop


def backup(
    target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    database: Annotated[str | None, typer.Option(help=described("database"))] = None,
    data: Annotated[Path | None, typer.Option(help=described("data"))] = None,
) -> None:
    """Write a whole copy of the SQLite database, also while the workbook is being served."""
    from app.store import Store, StoreError

    settings = read_settings({"database": database, "data": data})
    try:
        asyncio.run(Store(settings.database_url).backup(target))
    except StoreError as problem:
        raise stop(str(problem), 1) from None
    raise said(f"{target} holds a copy of the database.", 0)


def doctor() -> None:
    """Say what this machine has and lacks to run the workbook."""
    from app.doctor import examine, show

    sound = show(examine(read_settings({})), out)
    sys.exit(0 if sound else 1)
