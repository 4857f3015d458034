"""Author mode: the files are watched, faults are shown in the page, the last good book stays in service."""

from __future__ import annotations

import asyncio

from watchfiles import awatch

from app.editions import Edition
from app.faults import BadContent
from app.library import read_library
from app.services import Services
from app.workbook import Workbook


def empty_book() -> Workbook:
    """A book without chapters, for an author who starts with faulty files."""
    return Workbook.empty()


async def follow(services: Services) -> None:
    """Reads the book again after every change of its files."""
    async for _ in awatch(services.settings.exercises, debounce=200, step=50):
        await read_again(services)


async def read_again(services: Services) -> None:
    """Puts the new book on the shelf, or its faults beside the old one."""
    try:
        book = await asyncio.to_thread(read_library, services.settings.exercises, services.renderer)
    except BadContent as slips:
        services.shelf.faults = slips.faults
    else:
        services.shelf.edition, services.shelf.faults = Edition(book, services.renderer), ()
