"""The zygote: loads everything once, holds nothing of worth, forks one locked-down child per submission.

Over the control socket (SOCK_SEQPACKET) comes one byte, REHEARSED or AT_ONCE, per child wanted; an end of
file ends the zygote, and its children with it. Back go HELLO with the layers in force, CHILD with a pid and
two descriptors (socket, pidfd), and ENDED with a pid and its wait status. A child writes READY on its socket
when it is locked down and waits for its job.
"""

import array
import contextlib
import gc
import os
import resource
import select
import signal
import socket
import struct
from collections.abc import Sequence

from . import imports, kernel, lockdown, probe
from .limits import BROKEN, OUT_OF_MEMORY
from .serving import rehearse, serve

REHEARSED, AT_ONCE = b"R", b"O"
HELLO, CHILD, ENDED = b"H", b"C", b"E"
READY = b"R"
PID, PID_AND_STATUS = struct.Struct("<i"), struct.Struct("<ii")

_DESCRIPTORS = 64
_SOCKET_IN_CHILD, _RULESET_IN_CHILD = 3, 4


def main(arguments: Sequence[str]) -> None:
    """Serve until the control socket ends. Arguments: its descriptor; the wanted layers."""
    descriptor, layers = arguments
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)  # a stopped one would not see the socket end
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTORS, _DESCRIPTORS))
    control = socket.socket(fileno=lockdown.out_of_the_way(int(descriptor)))
    _volunteer_for_the_oom_killer()
    imports.preload()
    rehearse()
    confinement = _confinement(frozenset(layers.split(",")))
    _fall_silent()
    control.send(HELLO + ",".join(sorted(confinement.layers)).encode())
    gc.collect()
    gc.freeze()
    _Zygote(control, confinement).serve()
    os._exit(0)


def _confinement(wanted: frozenset[str]) -> lockdown.Confinement:
    made = lockdown.confinement(probe.working(wanted))
    if probe.computes(made):
        return made
    return lockdown.confinement(frozenset())  # nothing that holds lets honest code run


def _fall_silent() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    if null != 2:  # it is, when the server has no standard error
        os.close(null)


def _volunteer_for_the_oom_killer() -> None:
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123  # as in lockdown
        file.write("1000")


class _Zygote:
    def __init__(self, control: socket.socket, confinement: lockdown.Confinement) -> None:
        self._control = control
        self._confinement = confinement
        self._pid = os.getpid()
        self._wakeup, wakeup_end = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(wakeup_end, False)
        signal.set_wakeup_fd(wakeup_end, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Fork on request and report the ended, until the control socket ends."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        poll.register(self._wakeup, select.POLLIN)
        while True:
            for descriptor, _ in poll.poll():
                if descriptor == self._wakeup:
                    self._reap()
                elif not (order := self._control.recv(1)):
                    return
                else:
                    self._fork(order)

    def _fork(self, order: bytes) -> None:
        """A failing fork ends the zygote: the server starts another, with back-off."""
        servers, childs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            try:
                servers.detach()
                self._live(childs.detach(), order)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            finally:
                os._exit(BROKEN)
        childs.close()
        pidfd = kernel.pidfd_open(pid)
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [servers.fileno(), pidfd]))
        self._control.sendmsg([CHILD + PID.pack(pid)], [rights])
        servers.close()
        os.close(pidfd)

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wakeup, 4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._control.send(ENDED + PID_AND_STATUS.pack(*ended))

    def _live(self, descriptor: int, order: bytes) -> None:
        """The whole life of a child."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._control.detach()
        os.dup2(descriptor, _SOCKET_IN_CHILD)
        self._confinement_in_child().enforce(self._pid)
        if order == REHEARSED:
            rehearse()
        os.write(_SOCKET_IN_CHILD, READY)
        serve(_SOCKET_IN_CHILD, _SOCKET_IN_CHILD)
        os._exit(0)

    def _confinement_in_child(self) -> lockdown.Confinement:
        """The confinement with its ruleset beside the socket, all other descriptors closed."""
        kept = self._confinement
        if kept.ruleset is not None:
            os.dup2(kept.ruleset, _RULESET_IN_CHILD)
        os.closerange(_SOCKET_IN_CHILD + 1 if kept.ruleset is None else _RULESET_IN_CHILD + 1, _DESCRIPTORS)
        ruleset = None if kept.ruleset is None else _RULESET_IN_CHILD
        return lockdown.Confinement(kept.layers, kept.memory, ruleset, kept.filter)
