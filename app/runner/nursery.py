"""The server's end of one zygote: orders children, hears how they end, notices when the zygote goes.

A zygote's children share its address-space layout and its hash seed, so what one of them finds out about
memory holds for the next. That is why a zygote is `worn` after a while, and followed by another.
"""

import array
import asyncio
import contextlib
import os
import socket
import time
from collections.abc import Callable, Set
from typing import Self

from .child import zygote
from .spare import Spare
from .start import LostError, Started, bury, start

_PATIENCE = 1.8  # seconds without a sign of life while a child is awaited, or its end
_AFTER_THE_ANSWER = 0.004  # seconds: replacing a spare must not hold up the answer that is being sent
MOST_CHILDREN, LONGEST_SERVICE = 5_000, 3600.0  # children, seconds; then a zygote is worn
MOST_UNREAPED, _REAPING = 16, 1.0  # killed children that are not reported within so many seconds: it leaks
_RIGHTS = array.array("i", [0, 0])


class Nursery:
    """One zygote with its spare children. Cannot be revived: open another."""

    def __init__(self, started: Started, spares: int) -> None:
        self.layers = started.layers
        self.lost = False
        self.on_lost: Callable[[], object] = lambda: None
        self._process = started.process
        self._control = started.control
        self._spares = spares
        self._ordered = self._takers = self._born_ever = 0
        self._begun = self._heard = time.monotonic()
        self._alive: set[int] = set()  # as far as has been heard
        self._unreaped: dict[int, float] = {}  # killed by us, and since when; the oldest first
        self._warming: set[Spare] = set()
        self._ready: asyncio.Queue[Spare | None] = asyncio.Queue()  # None: there will be no more
        self._fates: dict[int, asyncio.Future[int | None]] = {}
        self._left = asyncio.Event()  # a taker or a taken child has
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._control, self._hear)

    @classmethod
    async def open(cls, layers: Set[str], spares: int) -> Self:
        """A nursery whose zygote is up. Raises LostError when it does not come up."""
        return cls(await start(layers), spares)

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid

    @property
    def worn(self) -> bool:
        """Whether it has served long enough, or leaves the children it should bury."""
        now = time.monotonic()
        return (
            self._born_ever >= MOST_CHILDREN
            or now - self._begun >= LONGEST_SERVICE
            or (len(self._unreaped) > MOST_UNREAPED and now - next(iter(self._unreaped.values())) > _REAPING)
        )

    async def take(self) -> Spare:
        """A child that is ready; hand it back with `release`. Raises LostError."""
        while (spare := await self._next()).pid not in self._alive:  # ended while it waited
            spare.discard()
        self._fates[spare.pid] = self._loop.create_future()
        return spare

    async def warm(self) -> None:
        """Wait until a child is ready. Raises LostError."""
        self.top_up()
        self._ready.put_nowait(await self._next())

    async def retire(self) -> None:
        """Serve those who are being served or wait, then close; also when cancelled."""
        self._spares = 0
        try:
            while self._takers or self._fates:
                self._left.clear()
                await self._left.wait()
        finally:
            await self.close()

    async def _next(self) -> Spare:
        spare = await self._wait() if self._ready.empty() else self._ready.get_nowait()
        if spare is None:
            self._ready.put_nowait(None)
            raise LostError("the process that runs code has gone")
        return spare

    async def _wait(self) -> Spare | None:
        self._takers += 1
        self.top_up()
        try:
            while True:
                begun = time.monotonic()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_PATIENCE):
                        return await self._ready.get()
                if self._heard < begun:
                    raise LostError("no child became ready")
        finally:
            self._takers -= 1
            self._left.set()

    async def fate(self, spare: Spare) -> int:
        """The wait status of a taken child that fell silent; killed if it still lives. Raises LostError."""
        spare.kill()
        try:
            async with asyncio.timeout(_PATIENCE):
                status = await self._fates[spare.pid]
        except TimeoutError:
            raise LostError("a child's end was not reported") from None
        if status is None:
            raise LostError("the process that runs code has gone")
        return status

    def release(self, spare: Spare) -> None:
        """Be done with a taken child, and see to the next. It is killed; nobody waits for its end."""
        self._fates.pop(spare.pid).cancel()
        self._discard(spare)
        self._left.set()
        if self._takers == 0 and self._ready.qsize() > 1:
            self._loop.call_later(_AFTER_THE_ANSWER, self.top_up)
        else:
            self.top_up()

    def top_up(self) -> None:
        """Order as many children as are missing; unrehearsed ones while somebody waits."""
        coming = self._ready.qsize() + len(self._warming) + self._ordered
        order = zygote.AT_ONCE if self._takers else zygote.REHEARSED
        for _ in range(coming, self._spares + self._takers):
            if self.lost:
                return
            with contextlib.suppress(OSError):  # full or gone: the next call tries again
                self._control.send(order)
                self._ordered += 1

    async def close(self) -> None:
        """Let everything go: descriptors, children, the zygote. May be called again."""
        self._lose()
        await bury(self._process)

    def _hear(self) -> None:
        """Take one message from the zygote."""
        try:
            message, ancillary, _, _ = self._control.recvmsg(64, socket.CMSG_SPACE(_RIGHTS.itemsize * 2))
        except BlockingIOError:
            return
        except OSError:
            message, ancillary = b"", []
        self._heard = time.monotonic()
        kind, rest = message[:1], message[1:]
        if kind == zygote.CHILD:
            self._born(zygote.PID.unpack(rest)[0], _descriptors(ancillary))
        elif kind == zygote.ENDED:
            self._ended(*zygote.PID_AND_STATUS.unpack(rest))
        else:
            self._lose()
            self.on_lost()

    def _born(self, pid: int, descriptors: list[int]) -> None:
        self._ordered -= 1
        self._born_ever += 1
        self._alive.add(pid)
        if len(descriptors) != 2:  # this process has no descriptors left; the child sees its socket close
            for descriptor in descriptors:
                os.close(descriptor)
            return
        spare = Spare(pid, socket.socket(fileno=descriptors[0]), descriptors[1])
        self._warming.add(spare)
        self._loop.add_reader(spare.fileno(), self._warmed, spare)

    def _warmed(self, spare: Spare) -> None:
        self._loop.remove_reader(spare.fileno())
        self._warming.remove(spare)
        self._heard = time.monotonic()
        if spare.says(zygote.READY):
            self._ready.put_nowait(spare)
        else:
            self._discard(spare)

    def _discard(self, spare: Spare) -> None:
        spare.discard()
        if spare.pid in self._alive:
            self._unreaped[spare.pid] = time.monotonic()

    def _ended(self, pid: int, status: int) -> None:
        self._alive.discard(pid)
        self._unreaped.pop(pid, None)
        fate = self._fates.get(pid)
        if fate is not None and not fate.done():
            fate.set_result(status)

    def _lose(self) -> None:
        """Give up the zygote: close the control socket, which ends it, and wake whoever waits."""
        if self.lost:
            return
        self.lost = True
        self._loop.remove_reader(self._control)
        self._control.close()
        for spare in self._warming:
            self._loop.remove_reader(spare.fileno())
            spare.discard()
        self._warming.clear()
        while not self._ready.empty():
            if (ready := self._ready.get_nowait()) is not None:
                ready.discard()
        self._ready.put_nowait(None)
        for fate in self._fates.values():
            if not fate.done():
                fate.set_result(None)


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return found.tolist()
