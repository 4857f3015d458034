"""Author mode: the files are watched, faults are shown in the page, the last good book stays in service."""

from __future__ import annotations

import asyncio

from watchfiles import awatch

from app.editions import Edition
from app.library import read_books
from app.services import Services


async def follow(services: Services) -> None:
    """Reads the books again after every change of their files, or of their checkers."""
    settings = services.settings
    async for _ in awatch(*settings.exercises, *settings.checkers, debounce=200, step=50):
        await read_again(services)


async def read_again(services: Services) -> None:
    """Puts the new books on the shelf; where one is faulty its faults beside the last good one."""
    settings, shelf, renderer = services.settings, services.shelf, services.renderer
    reading = await asyncio.to_thread(read_books, settings.exercises, settings.checkers, renderer)
    editions = {one.book.root: one for one in shelf.editions}
    editions |= {book.root: Edition(book, renderer) for book in reading.books}
    shelf.editions = tuple(editions[root] for root in settings.exercises if root in editions)
    shelf.faults = reading.faults
