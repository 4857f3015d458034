"""`workbook`: serve the book, check it, and look after the machine it runs on."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from app import __version__
from app.faults import BadContent, Fault
from app.settings import Settings
from app.store import StoreError

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode="rich", help=__doc__)
out = Console()
err = Console(stderr=True)


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
        show_faults(slips.faults)
        raise stop("The book has faults, so it is not served. Mend them, or start with --author to see them in the page.", 1) from None
    except StoreError as problem:
        raise stop(str(problem)) from None
    except PermissionError as problem:
        raise stop(f"The data folder cannot be used: {problem}. Give another with --data.") from None


def read_settings(given: dict[str, object]) -> Settings:
    """The settings, or one line for each that cannot be used."""
    try:
        return Settings.model_validate(Settings(**given).model_dump())  # type: ignore[arg-type]  # validated by pydantic
    except ValidationError as slips:
        lines = (f"{'.'.join(map(str, slip['loc']))}: {slip['msg']}" for slip in slips.errors())
        raise stop("\n".join(lines)) from None


def listen(settings: Settings) -> socket.socket:
    """A listening socket, or one clear line when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise stop(
                f"Port {settings.port} is in use. Stop the program that uses it, or give another: workbook serve --port {settings.port + 1}"
            ) from None
        raise stop(f"Cannot listen on {settings.host}:{settings.port}: {problem.strerror or problem}") from None
    listener.listen(2048)
    return listener


async def serve_on(listener: socket.socket, settings: Settings) -> None:
    """Serves until it is told to stop, then finishes what is under way."""
    import uvicorn

    from app.main import create_app, running

    web = create_app(settings)
    services = web.state.services
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn handles both, then raises them again
    async with running(services):
        host, port = listener.getsockname()[:2]
        welcome(services.book.title, f"http://{'[' + host + ']' if ':' in host else host}:{port}")
        for line in shortcomings(services.assets.missing, services.runner.level, settings):
            err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
        config = uvicorn.Config(web, lifespan="off", log_level="warning", timeout_graceful_shutdown=5)
        await uvicorn.Server(config).serve(sockets=[listener])


def welcome(title: str, address: str) -> None:
    """The line that says where to look."""
    out.print(f"[bold]{title}[/bold] is open at [link={address}]{address}[/link]  (Ctrl-C stops it)", highlight=False)


def shortcomings(frontend: str, level: str, settings: Settings) -> list[str]:
    """What is missing on this machine, in words."""
    lines = [frontend] if frontend else []
    if level == "seccomp":
        lines.append("The kernel has no Landlock; students' code is held by seccomp alone.")
    if level == "none" and settings.unprotected_code and settings.is_loopback:
        lines.append("No sandbox is possible here: code runs unprotected. Your own code on your own computer.")
    elif level == "none":
        lines.append("No sandbox is possible here, so code exercises are not graded. See docs/security.md.")
    return lines


def show_faults(faults: tuple[Fault, ...]) -> None:
    """One line for each fault: file:line:column, what is wrong, the cure."""
    for fault in sorted(faults):
        err.print(str(fault), markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="A book, chapters or single exercises.")] = None,
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many variants of each exercise.")] = 25,
) -> None:
    """Prove the book: every file parses, every key is accepted, every known mistake gets its own message."""
    from app.check import check_paths
    from app.places import folder

    report = check_paths([path.resolve() for path in paths or [folder("exercises")]], seeds, out)
    show_faults(report.faults)
    if report.faults:
        count = len(report.faults)
        raise stop(f"{count} fault{'s' if count > 1 else ''} in {report.exercises} exercises.", 1)
    out.print(f"{report.exercises} exercises, {report.proofs} proofs over {seeds} seeds: all hold.", highlight=False)


@app.command()
def doctor() -> None:
    """Say what this machine has and lacks to run the workbook."""
    from app.doctor import examine, show

    sound = show(examine(read_settings({})), out)
    sys.exit(0 if sound else 1)
