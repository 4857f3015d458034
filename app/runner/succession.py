"""The zygote in use and the one that follows it: by plan before it is worn, at once when it is lost."""

import asyncio
import logging
from collections.abc import Set

from .child.layers import level
from .nursery import Nursery
from .start import LostError

_log = logging.getLogger(__name__)

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0  # seconds before the next zygote, while they keep failing


class Succession:
    """One nursery after another. The next is ready before the last retires; runs under way end on theirs."""

    def __init__(self, layers: Set[str], spares: int) -> None:
        self.layers: frozenset[str] = frozenset()  # in force
        self.opened = 0  # zygotes
        self._wanted = layers
        self._spares = spares
        self._current: Nursery | None = None
        self._renewal: asyncio.Task[None] | None = None
        self._retiring: dict[asyncio.Task[None], Nursery] = {}
        self._pause = _SHORTEST_PAUSE

    async def start(self) -> None:
        """Open the first and find out what protects; close it if that is not enough. Raises LostError."""
        nursery = await self._open()
        self.layers = nursery.layers
        if level(nursery.layers) == "none":
            await nursery.close()
        else:
            self._adopt(nursery)

    async def current(self) -> Nursery:
        """The nursery to use. Raises LostError when there is none, or the next one does not come up."""
        if self._current is not None and self._current.lost:
            await asyncio.wait([self._renew()])
        if self._current is None or self._current.lost:
            raise LostError("there is no process that runs code")
        if self._current.worn:
            self._renew()
        return self._current

    def serves(self, nursery: Nursery) -> None:
        """Note that a run on it went well."""
        if not nursery.worn:
            self._pause = _SHORTEST_PAUSE

    async def close(self) -> None:
        """End every process."""
        last, self._current = self._current, None
        nurseries = [*self._retiring.values(), *([last] if last else [])]
        tasks = [*self._retiring, *([self._renewal] if self._renewal else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for nursery in nurseries:
            await nursery.close()

    def _renew(self) -> asyncio.Task[None]:
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.get_running_loop().create_task(self._succeed())
        return self._renewal

    async def _succeed(self) -> None:
        """Put the next in the place of the current one, after a pause that grows while they keep failing."""
        old = self._current
        if old is None:  # closed in the meantime
            return
        if old.lost:
            await old.close()
        await asyncio.sleep(self._pause)
        self._pause = min(_LONGEST_PAUSE, 2 * self._pause)
        try:
            self._adopt(await self._open())
        except LostError as error:
            _log.warning("the next process that runs code does not come up: %s", error)
            return
        retiring = asyncio.get_running_loop().create_task(old.retire())
        self._retiring[retiring] = old
        retiring.add_done_callback(self._retiring.pop)

    async def _open(self) -> Nursery:
        """A nursery with a child ready, which protects no less than the first did. Raises LostError."""
        nursery = await Nursery.open(self._wanted, self._spares)
        self.opened += 1
        try:
            if not nursery.layers >= self.layers:
                raise LostError(f"it lacks {', '.join(sorted(self.layers - nursery.layers))}")
            if level(nursery.layers) != "none":
                await nursery.warm()
        except BaseException:
            await nursery.close()
            raise
        return nursery

    def _adopt(self, nursery: Nursery) -> None:
        self._current = nursery
        nursery.on_lost = self._renew
        if nursery.lost:  # in the moment in which it was adopted
            self._renew()
