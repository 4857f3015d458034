"""`workbook serve`: the books, served to browsers."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from app.commands.console import (
    Checkers,
    Exercises,
    described,
    err,
    out,
    read_settings,
    show_faults,
    stop,
    stop_at,
)
from app.faults import BadContent
from app.settings import Settings

if TYPE_CHECKING:  # what serves takes a while to load, which other commands need not wait for
    from app.services import Shelf

FAULTY = "There are faults, so nothing is served. Mend them, or start with --author to see them in the page."


def serve(
    host: Annotated[str | None, typer.Option(help=described("host"))] = None,
    port: Annotated[int | None, typer.Option(help=described("port"))] = None,
    data: Annotated[Path | None, typer.Option(help=described("data"))] = None,
    database: Annotated[str | None, typer.Option(help=described("database"))] = None,
    exercises: Exercises = None,
    checkers: Checkers = None,
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
        "checkers": checkers,
        "author": author,
        "unprotected_code": unprotected_code,
        "spares": spares,
        "secure_cookies": secure_cookies,
    }
    from app.store import StoreError

    settings = read_settings(given)
    stop_at(settings.misplaced())
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
        welcome(services.shelf, f"http://{'[' + host + ']' if ':' in host else host}:{port}")
        for line in shortcomings(services.assets.missing, services.runner.level, settings):
            err.print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)
        await Server(web, services.runner, services.news.end).serve(sockets=[listener])


def welcome(shelf: Shelf, address: str) -> None:
    """The line that says where to look; with several books one more for each."""
    title = escape(shelf.cover.title)
    out.print(
        f"[bold]{title}[/bold] is open at [link={address}]{address}[/link]  (Ctrl-C stops it)",
        highlight=False,
    )
    if len(shelf.editions) > 1:
        for edition in shelf.editions:
            line = f"  {edition.book.title}, from {edition.book.root}"
            out.print(line, markup=False, highlight=False, soft_wrap=True)


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
    if settings.author and not settings.is_loopback:
        lines.append(
            f"--author shows every key and solution, and anybody who reaches {settings.host} may read them."
        )
    return lines
