"""The files of the books are watched, and read again as they change; open pages are told."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, Iterable, Sequence
from pathlib import Path

from watchfiles import awatch

from app.places import APP, folder
from app.services import Services

log = logging.getLogger(__name__)
STEP = 20  # milliseconds without another change after which a change is looked at
LONGEST = 120  # milliseconds after which it is looked at in any case
LOOK = 1000  # milliseconds after which the folders are looked at without being told
HALF_SAVED = 0.12  # seconds given to a program that empties a file before it writes it
BOOKS = frozenset({".yaml", ".yml", ".md", ".py"})

Stamps = frozenset[tuple[str, int, int]]  # of every file its path, time and size


async def follow(services: Services) -> None:
    """Reads the books again after every change of their files, for ever.

    Folders may come and go. What the watching misses, as on network file systems, is seen by looking.
    """
    known = stamps(services)
    while True:
        roots = watched(services)
        marks = identities(roots)
        async for paths in changes(roots):
            now = await asyncio.to_thread(stamps, services)
            if now != known:
                known = await read_again(services, paths)
            tell_parts(services, paths)
            if watched(services) != roots or identities(roots) != marks:
                break  # a folder came, went, or was replaced by another of its name


async def changes(roots: Sequence[Path]) -> AsyncGenerator[list[Path], None]:
    """The files that change in some folders, as it happens; none every LOOK milliseconds."""
    try:
        async for found in awatch(
            *roots, debounce=LONGEST, step=STEP, rust_timeout=LOOK, yield_on_timeout=True
        ):
            yield [Path(path) for _, path in found]
    except OSError as problem:  # as when the system has no watches left to give
        log.warning("the files cannot be watched, so they are looked at every second: %s", problem)
    while True:
        await asyncio.sleep(LOOK / 1000)
        yield []


def sources(services: Services) -> tuple[Path, ...]:
    """The folders of books and checkers."""
    return (*services.settings.exercises, *services.settings.checkers)


def watched(services: Services) -> list[Path]:
    """The folders to watch, as far as they are there; in a checkout, our own too."""
    own = (folder("templates"), folder("static")) if (APP.parent / "pyproject.toml").exists() else ()
    return list(dict.fromkeys(path for path in (*sources(services), *own) if path.is_dir()))


def identities(roots: Iterable[Path]) -> list[int]:
    """What tells a folder from another that takes its name."""
    return [_number(root) for root in roots]


def _number(root: Path) -> int:
    try:
        return root.stat().st_ino
    except OSError:
        return 0


def stamps(services: Services) -> Stamps:
    """Path, time and size of every file of the books and checkers."""
    found = set()
    for root in sources(services):
        for folder_, _, names in os.walk(root):
            for name in names:
                path = Path(folder_, name)
                if path.suffix in BOOKS and (told := _stat(path)):
                    found.add((str(path), told.st_mtime_ns, told.st_size))
    return frozenset(found)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


async def read_again(services: Services, paths: Iterable[Path] = ()) -> Stamps:
    """Puts the books on the shelf as they are now and tells open pages; gives the stamps they have."""
    if any(is_empty(path) for path in paths):
        await asyncio.sleep(HALF_SAVED)
    now = await asyncio.to_thread(stamps, services)
    if services.rereader is None:
        return now
    async with services.rereader.under_way:
        try:
            shelved = await asyncio.to_thread(services.rereader.read)
        except Exception:
            log.exception("the books could not be read again")
            return now
        services.shelf.editions, services.shelf.errata = shelved.editions, shelved.errata
        shelved.use_functions()
    services.news.tell(books=True)
    return now


def is_empty(path: Path) -> bool:
    """Whether a file of a book holds nothing."""
    try:
        return path.suffix in BOOKS and path.is_file() and path.stat().st_size == 0
    except OSError:
        return False


def tell_parts(services: Services, paths: Iterable[Path]) -> None:
    """Tells open pages of changed templates, scripts and style sheets."""
    static, templates = folder("static"), folder("templates")
    styles, parts = set[str](), False
    for path in paths:
        if path.is_relative_to(static / "css"):
            styles.add(path.name)
        elif path == static / "vendor" / "manifest.json":
            services.assets.refresh()
            parts = True
        elif path.is_relative_to(templates) or path.is_relative_to(static / "js"):
            parts = True
    if parts or styles:
        services.news.tell(parts=parts, styles=tuple(sorted(styles)))
