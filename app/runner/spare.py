"""A child that is locked down and waits: it is given one job, answers with one frame, and is killed."""

import asyncio
import contextlib
import os
import signal
import socket

from .child import kernel
from .exchange import is_complete

_PIECE = 1 << 18
_LOWEST_PRIORITY = 19


class Spare:
    """The server's end of one child. Whoever holds it calls `discard` in the end, always."""

    def __init__(self, pid: int, connection: socket.socket, pidfd: int) -> None:
        self.pid = pid
        self._connection = connection
        self._pidfd = pidfd
        self._received = bytearray()
        self._done = asyncio.Event()
        connection.setblocking(False)

    def fileno(self) -> int:
        """The descriptor on which it is heard."""
        return self._connection.fileno()

    def says(self, byte: bytes) -> bool:
        """Whether the next thing it has said is that byte; not to be asked before it can be heard."""
        with contextlib.suppress(OSError):
            return self._connection.recv(1) == byte
        return False

    async def converse(self, frame: bytes, seconds: float) -> bytearray | None:
        """What it answered in that time: a complete frame, or what came before it died; None: too late."""
        loop, heard_on = asyncio.get_running_loop(), self.fileno()  # a number: asyncio writes out a socket
        loop.add_reader(heard_on, self._read)
        try:
            async with asyncio.timeout(seconds):
                with contextlib.suppress(ConnectionError):  # it died; what it said before still counts
                    await loop.sock_sendall(self._connection, frame)
                await self._done.wait()
        except TimeoutError:
            while self._read():  # if this process was the slow one, the answer may be lying there
                pass
            return self._received if self._done.is_set() else None
        finally:
            if not self._done.is_set():
                loop.remove_reader(heard_on)
        return self._received

    def step_back(self) -> None:
        """Let it have a processor only while nobody else wants one."""
        with contextlib.suppress(
            OSError
        ):  # it has just died, or may not be touched: then it runs as others do
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST_PRIORITY)

    def kill(self) -> None:
        """Kill the child. Reaping is the zygote's."""
        with contextlib.suppress(ProcessLookupError):
            kernel.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def discard(self) -> None:
        """Kill the child and let go of it."""
        self.kill()
        os.close(self._pidfd)
        self._connection.close()

    def _read(self) -> bool:
        """Whether there may be more."""
        try:
            piece = self._connection.recv(_PIECE)
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        self._received += piece
        if not piece or is_complete(self._received):
            self._done.set()
            # level-triggered: an end of file would call again and again
            asyncio.get_running_loop().remove_reader(self.fileno())
        return not self._done.is_set()
