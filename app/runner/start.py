"""Starts a zygote, and ends it."""

import asyncio
import fcntl
import socket
import subprocess
from collections.abc import Set
from dataclasses import dataclass

from . import launch
from .child import zygote

_LONGEST_START = 30.0  # seconds for loading numpy on a loaded machine
_FIRST_FREE = 3  # the number of the first descriptor that is no standard stream


class LostError(Exception):
    """The zygote has gone, or gets no child ready: never the student's doing."""


@dataclass(frozen=True)
class Started:
    """A zygote that is up: its process, our end of the control socket, the layers it puts in force."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    layers: frozenset[str]


async def start(layers: Set[str]) -> Started:
    """A zygote that is up. Raises LostError when it does not come up."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    try:
        with theirs, _clear_of_standard_streams(theirs) as passed:
            process = _process(passed.fileno(), layers)
    except OSError as error:
        ours.close()
        raise LostError(str(error)) from error
    try:
        return Started(process, ours, await _greeted(ours))
    except BaseException as error:
        ours.close()
        await bury(process)
        if isinstance(error, OSError):  # TimeoutError is one
            raise LostError(str(error)) from error
        raise


async def bury(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and reap it. Its children end with it, and hold nothing that is missed."""
    while process.poll() is None:
        process.kill()
        await asyncio.sleep(0.002)


async def _greeted(control: socket.socket) -> frozenset[str]:
    """The layers that the zygote names in its greeting."""
    async with asyncio.timeout(_LONGEST_START):
        hello = await asyncio.get_running_loop().sock_recv(control, 1024)
    if not hello.startswith(zygote.HELLO):
        raise LostError("the process that runs code does not start")
    return frozenset(hello[1:].decode().split(",")) - {""}


def _clear_of_standard_streams(end: socket.socket) -> socket.socket:
    """The same under a number that no standard stream of the new process takes, as if ours are closed."""
    return socket.socket(fileno=fcntl.fcntl(end.fileno(), fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE))


def _process(descriptor: int, layers: Set[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        launch.command("zygote", str(descriptor), ",".join(sorted(layers))),
        env=launch.environment(),
        cwd="/",
        pass_fds=(descriptor,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # standard error stays ours until it is up, to tell what is amiss
        start_new_session=True,  # the terminal's Ctrl-C is for the server, which then says goodbye
    )
