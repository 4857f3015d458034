"""What has changed since the server started, told to open pages as it happens."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

QUIET = 15.0  # seconds without news after which a page is told that the server is still there
AGAIN = 400  # milliseconds after which a page asks again when the stream has ended


@dataclass(frozen=True)
class State:
    """What a page is made of: the run of the server, and how often books, page parts and styles changed."""

    run: str
    books: int = 0
    parts: int = 0  # templates and scripts: whoever shows them must load the page again
    styles: Mapping[str, int] = field(default_factory=dict)  # by the name of the style sheet

    @property
    def text(self) -> str:
        """The state as JSON, for a page that compares its own with a later one."""
        told = {"run": self.run, "books": self.books, "parts": self.parts, "styles": dict(self.styles)}
        return json.dumps(told, separators=(",", ":"))


class News:
    """The state now, and everybody who waits for the next one. Used on the event loop only."""

    def __init__(self) -> None:
        self.state = State(secrets.token_hex(4))
        self.listeners = 0
        self._is_over = False
        self._next: asyncio.Event | None = None

    def tell(self, *, books: bool = False, parts: bool = False, styles: tuple[str, ...] = ()) -> None:
        """Something changed: wakes all who listen."""
        old = self.state
        counted = {**old.styles, **{name: old.styles.get(name, 0) + 1 for name in styles}}
        self.state = State(old.run, old.books + books, old.parts + parts, counted)
        self._wake()

    def end(self) -> None:
        """Ends every stream: the server stops."""
        self._is_over = True
        self._wake()

    def _wake(self) -> None:
        waiting, self._next = self._next, None
        if waiting is not None:
            waiting.set()

    async def stream(self) -> AsyncGenerator[str, None]:
        """The state now and after every change, as server-sent events; a comment when nothing happens."""
        self.listeners += 1
        told = self.state
        try:
            yield f"retry: {AGAIN}\ndata: {told.text}\n\n"
            while not self._is_over:
                if self.state is told and not await self._changed():
                    yield ": still here\n\n"
                if self.state is not told:
                    told = self.state
                    yield f"data: {told.text}\n\n"
        finally:
            self.listeners -= 1

    async def _changed(self) -> bool:
        """Waits for the next change; False when there was none for a while."""
        if self._next is None:
            self._next = asyncio.Event()
        try:
            await asyncio.wait_for(self._next.wait(), QUIET)
        except TimeoutError:
            return False
        return True
