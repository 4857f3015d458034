"""The server's end of one zygote: orders children, hears how they end, notices when the zygote goes."""

import array
import asyncio
import contextlib
import os
import socket
import subprocess
from collections.abc import Callable, Set
from typing import Self

from . import launch
from .child import kernel, zygote
from .spare import Spare

_START = 30.0  # seconds for loading numpy on a loaded machine
_PATIENCE = 5.0  # seconds for a child to get ready, or to be reported dead
_FAREWELL = 3.0  # seconds for the zygote to leave by itself
_AFTER_THE_ANSWER = 0.004  # seconds: replacing a spare must not hold up the answer that is being sent
_RIGHTS = array.array("i", [0, 0])


class LostError(Exception):
    """The zygote has gone, or gets no child ready: never the student's doing."""


class Nursery:
    """One zygote with its spare children. Cannot be revived: open another."""

    def __init__(
        self, process: subprocess.Popen[bytes], control: socket.socket, layers: frozenset[str], spares: int
    ) -> None:
        self.layers = layers
        self.lost = False
        self.on_lost: Callable[[], object] = lambda: None
        self._process = process
        self._control = control
        self._spares = spares
        self._ordered = self._takers = 0
        self._warming: set[Spare] = set()
        self._ready: asyncio.Queue[Spare | None] = asyncio.Queue()  # None: there will be no more
        self._fates: dict[int, asyncio.Future[int | None]] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(control, self._hear)

    @classmethod
    async def open(cls, layers: Set[str], spares: int) -> Self:
        """A nursery whose zygote is up. Raises LostError when it does not come up."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        try:
            with theirs:
                process = _start_zygote(theirs.fileno(), layers)
        except OSError as error:
            ours.close()
            raise LostError(str(error)) from error
        try:
            async with asyncio.timeout(_START):
                hello = await asyncio.get_running_loop().sock_recv(ours, 1024)
            if not hello.startswith(zygote.HELLO):
                raise LostError("the process that runs code does not start")
        except BaseException as error:
            ours.close()
            await _bury(process, patience=0)
            if isinstance(error, OSError):  # TimeoutError is one
                raise LostError(str(error)) from error
            raise
        found = frozenset(hello[1:].decode().split(",")) - {""}
        return cls(process, ours, found, spares)

    @property
    def pid(self) -> int:
        """The zygote's process id."""
        return self._process.pid

    async def take(self) -> Spare:
        """A child that is ready; hand it back with `release`. Raises LostError."""
        spare = await self._wait() if self._ready.empty() else self._ready.get_nowait()
        if spare is None:
            self._ready.put_nowait(None)
            raise LostError("the process that runs code has gone")
        self._fates[spare.pid] = self._loop.create_future()
        return spare

    async def _wait(self) -> Spare | None:
        self._takers += 1
        self.top_up()
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._ready.get()
        except TimeoutError:
            raise LostError("no child became ready") from None
        finally:
            self._takers -= 1

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
        """Be done with a taken child, and see to the next."""
        self._fates.pop(spare.pid).cancel()
        spare.discard()
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
        await _bury(self._process, patience=_FAREWELL)

    def _hear(self) -> None:
        """Take one message from the zygote."""
        try:
            message, ancillary, _, _ = self._control.recvmsg(64, socket.CMSG_SPACE(_RIGHTS.itemsize * 2))
        except BlockingIOError:
            return
        except OSError:
            message, ancillary = b"", []
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
        if len(descriptors) != 2:  # this process has no descriptors left; the child sees its socket close
            for descriptor in descriptors:
                os.close(descriptor)
            return
        spare = Spare(pid, socket.socket(fileno=descriptors[0]), descriptors[1])
        self._warming.add(spare)
        self._loop.add_reader(spare, self._warmed, spare)

    def _warmed(self, spare: Spare) -> None:
        self._loop.remove_reader(spare)
        self._warming.remove(spare)
        if spare.says(zygote.READY):
            self._ready.put_nowait(spare)
        else:
            spare.discard()

    def _ended(self, pid: int, status: int) -> None:
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
            self._loop.remove_reader(spare)
            spare.discard()
        self._warming.clear()
        while not self._ready.empty():
            if (ready := self._ready.get_nowait()) is not None:
                ready.discard()
        self._ready.put_nowait(None)
        for fate in self._fates.values():
            if not fate.done():
                fate.set_result(None)


def _start_zygote(descriptor: int, layers: Set[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        launch.command("zygote", str(descriptor), ",".join(sorted(layers))),
        env=launch.environment(),
        cwd="/",
        pass_fds=(descriptor,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # standard error stays ours until it is up, to tell what is amiss
        start_new_session=True,  # the terminal's Ctrl-C is for the server, which then says goodbye
    )


async def _bury(process: subprocess.Popen[bytes], patience: float) -> None:
    """Wait for the process to end, kill it when that takes too long, reap it."""
    if process.returncode is not None:
        return
    pidfd, ended = kernel.pidfd_open(process.pid), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(pidfd, ended.set)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await ended.wait()
        process.kill()
        await ended.wait()
        process.wait()
    finally:
        loop.remove_reader(pidfd)
        os.close(pidfd)


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return found.tolist()
