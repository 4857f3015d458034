"""`workbook`: serve the book, check it, and look after the machine it runs on."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from app import __version__
from app.bench.command import bench
from app.faults import BadContent, Fault
from app.settings import Settings
from app.store import Store, StoreError

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)
app.add_typer(bench, name="bench")
out = Console()
err = Console(stderr=True)
FAULTY = (
    "The book has faults, so it is not served. Mend them, or start with --author to see them in the page."
)


def main() -> None:
    """Entry point of the `workbook` command."""
    app()


def stop(message: str, code: int = 2) -> typer.Exit:
    """Says one clear line on standard error; raise what it returns."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(code)


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    """The mathematics of diffusion models, solved by hand and in code."""
    if show:
        out.print(__version__)
        raise typer.Exit


def described(name: str) -> str:
    """The help of a setting, with its variable."""
    return f"{Settings.model_fields[name].description} \\[WORKBOOK_{name.upper()}]"


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help=described("host"))] = None,
    port: Annotated[int | None, typer.Option(help=described("port"))] = None,
    data: Annotated[Path | None, typer.Option(help=described("data"))] = None,
    database: Annotated[str | None, typer.Option(help=described("database"))] = None,
    exercises: Annotated[Path | None, typer.Option(help=described("exercises"))] = None,
    author: Annotated[bool | None, typer.Option("--author", help=described("author"))] = None,
    unprotected_code: Annotated[
        bool | None, typer.Option("--unprotected-code", help=described("unprotected_code"))
    ] = None,
    spares: Annotated[int | None, typer.Option(help=described("spares"))] = None,
    secure_cookies: Annotated[
        bool | None, typer.Option("--secure-cookies", help=described("secure_cookies"))
    ] = None,
) -> None:
    """Serve the workbook to browsers."""
    given = {
        "host": host,
        "port": port,
        "data": data,
        "database": database,
        "exercises": exercises,
        "author": author,
        "unprotected_code": unprotected_code,
        "spares": spares,
        "secure_cookies": secure_cookies,
    }
    settings = read_settings({name: value for name, value in given.items() if value is not None})
    listener = listen(settings)
    try:
        asyncio.run(serve_on(listener, settings))
    except BadContent as slips:
        show_faults(slips.faults, err)
        raise stop(FAULTY, 1) from None
    except StoreError as problem:
        raise stop(str(problem)) from None
    except (OSError, ValueError) as problem:
        raise stop(f"{settings.data} cannot be used: {problem}. Give another folder with --data.") from None


def read_settings(given: dict[str, object]) -> Settings:
    """The settings, or one line for each that cannot be used."""
    try:
        return Settings.model_validate(given)
    except ValidationError as slips:
        lines = (
            f"{named(str(slip['loc'][0]))}: {slip['msg']}, not {slip['input']!r}." for slip in slips.errors()
        )
        raise stop("\n".join(lines)) from None


def named(setting: str) -> str:
    """A setting as it is given: by its option or its variable."""
    return f"--{setting.lower().replace('_', '-')} (WORKBOOK_{setting.upper().removeprefix('WORKBOOK_')})"


def listen(settings: Settings) -> socket.socket:
    """A listening socket, or one clear line when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            free = f"workbook serve --port {settings.port + 1}"
            raise stop(
                f"Port {settings.port} is in use. Stop the program that uses it, or take another: {free}"
            ) from None
        raise stop(
            f"Cannot listen on {settings.host}:{settings.port}: {problem.strerror or problem}"
        ) from None
    listener.listen(2048)
    return listener


async def serve_on(listener: socket.socket, settings: Settings) -> None:
    """Serves until it is told to stop, then finishes what is under way."""
    from app.main import create_app, running
    from app.server import Server

    web = create_app(settings)
    services = web.state.services
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # the server handles both, then raises them again
    async with running(services):
        host, port = listener.getsockname()[:2]
        welcome(services.book.title, f"http://{'[' + host + ']' if ':' in host else host}:{port}")
        for line in shortcomings(services.assets.missing, services.runner.level, settings):
            err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
        await Server(web, services.runner).serve(sockets=[listener])


def welcome(title: str, address: str) -> None:
    """The line that says where to look."""
    out.print(
        f"[bold]{title}[/bold] is open at [link={address}]{address}[/link]  (Ctrl-C stops it)",
        highlight=False,
    )


def shortcomings(frontend: str, level: str, settings: Settings) -> list[str]:
    """What is missing on this machine, in words."""
    lines = [frontend] if frontend else []
    if level == "seccomp":
        lines.append("The kernel has no Landlock; students' code is held by seccomp alone.")
    if level == "none" and settings.may_run_unprotected:
        lines.append(
            "No sandbox is possible here: code runs unprotected. Your own code on your own computer."
        )
    elif level == "none":
        lines.append("No sandbox is possible here, so code exercises are not graded. See docs/security.md.")
    return lines


def show_faults(faults: tuple[Fault, ...], console: Console) -> None:
    """One line for each fault: file:line:column, what is wrong, the cure."""
    for fault in sorted(faults):
        console.print(str(fault), markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A book, chapters or single files; without any, the book in use."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many variants of each exercise.")] = 25,
) -> None:
    """Prove the book: every file parses, every key is accepted, every known mistake gets its own message.

    Faults go to standard output, one line each: file:line:column, what is wrong, the cure. Leaves with 0 when
    all holds, 1 when something does not, 2 when there is nothing to check.
    """
    from app.assets import Assets
    from app.check import Checker, NoBook, check_paths
    from app.formulas import Renderer
    from app.places import folder

    settings = read_settings({})
    renderer = Renderer(Assets(folder("static")).katex_source())
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:

        def begin(steps: int) -> Callable[[], None]:
            task = bar.add_task("Proving", total=steps)
            return lambda: bar.advance(task)

        try:
            report = check_paths(
                paths or [settings.exercises], Checker(renderer, seeds, settings.unprotected_code, begin)
            )
        except NoBook as problem:
            raise stop(str(problem)) from None
    show_faults(report.faults, out)
    exercises = counted(report.exercises, "exercise")
    if report.faults:
        raise said(f"{counted(len(report.faults), 'fault')} in {exercises}.", 1)
    raise said(f"{exercises}, {counted(report.proofs, 'proof')} over {counted(seeds, 'seed')}: all hold.", 0)


def counted(number: int, what: str) -> str:
    """`1 fault`, `2 faults`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def said(message: str, code: int) -> typer.Exit:
    """Says one line on standard output; raise what it returns."""
    out.print(message, highlight=False, soft_wrap=True)
    return typer.Exit(code)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write a whole copy of the SQLite database, also while the workbook is being served."""
    settings = read_settings({})
    try:
        asyncio.run(Store(settings.database_url).backup(target))
    except StoreError as problem:
        raise stop(str(problem), 1) from None
    raise said(f"{target} holds a copy of the database.", 0)


@app.command()
def doctor() -> None:
    """Say what this machine has and lacks to run the workbook."""
    from app.doctor import examine, show

    sound = show(examine(read_settings({})), out)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
