"""`workbook fmt`: the files of a book in one layout."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from app.commands.console import counted, err, files_in, out, show_faults, stop
from app.documents import read_source
from app.faults import BadContent
from app.layout import Unformattable, formatted
from app.places import seen
from app.skeletons import book_at

STDIN = Path("-")


def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; without any, the book you are in. - reads and writes text."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; leave with 1 when a file would change.")
    ] = False,
) -> None:
    """Lay out YAML files of a book in the one style, comments and values untouched.

    A file that is no sound YAML is left alone and its fault told.
    """
    if paths == [STDIN]:
        sys.stdout.buffer.write(laid_out(sys.stdin.buffer.read(), "-"))
        return
    changed, failed, count = 0, 0, 0
    for path in files_in(paths or [the_book()]):
        count += 1
        try:
            is_changed = lay_out(path, write=not check)
        except (BadContent, Unformattable) as problem:
            failed += 1
            tell(problem, seen(path))
        else:
            changed += is_changed
            if is_changed:
                out.print(seen(path), markup=False, highlight=False, soft_wrap=True)
    told = f"{changed} of {counted(count, 'file')} {'would change' if check else 'laid out anew'}."
    err.print(f"{told} {counted(failed, 'file')} left alone." if failed else told, highlight=False)
    raise typer.Exit(1 if failed or (check and changed) else 0)


def the_book() -> Path:
    """The folder of the book one is in; stops where there is none."""
    if (book := book_at(Path())) is None:
        raise stop("There is no book here. Give files or folders.")
    return book


def laid_out(source: bytes, name: str) -> bytes:
    """A text in the one layout; stops with its faults."""
    try:
        return formatted(source, name)
    except (BadContent, Unformattable) as problem:
        tell(problem, name)
        raise typer.Exit(1) from None


def lay_out(path: Path, *, write: bool) -> bool:
    """Whether a file changes; with `write` it does, in one step and with the rights it has."""
    try:
        before = read_source(path)
        after = formatted(before, seen(path))
        if write and after != before:
            replace(path.resolve(), after)
    except OSError as problem:
        raise stop(f"{seen(path)}: {problem.strerror}.") from None
    return after != before


def replace(path: Path, content: bytes) -> None:
    """Puts other content in place of a file's: all of it or nothing."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    new = Path(file.name)
    try:
        new.chmod(path.stat().st_mode & 0o7777)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def tell(problem: BadContent | Unformattable, name: str) -> None:
    """Why a file is left alone."""
    if isinstance(problem, BadContent):
        show_faults(problem.faults, err)
    else:
        words = "this file cannot be laid out without changing it; it stays as it is."
        err.print(f"{name}: {words}", markup=False, highlight=False, soft_wrap=True)
