"""Landlock by itself, without seccomp: what it keeps a process from."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.runner.child import kernel, landlock, probe

VERSION_QUESTION = (444, None, 0, 1)  # landlock_create_ruleset, asked for the version of the interface
SEIZE = 0x4206
PTRACE = {"x86_64": 101, "aarch64": 117}[os.uname().machine]


def version() -> int:
    try:
        return kernel.syscall(*VERSION_QUESTION)
    except OSError:
        return 0


pytestmark = pytest.mark.skipif(version() == 0, reason="this kernel has no Landlock")


def confined(attempt: Callable[[], object]) -> bool:
    """Whether the attempt is not permitted to a confined process, and is to another."""

    def refused() -> None:
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        landlock.enforce(landlock.ruleset())
        try:
            attempt()
        except PermissionError:
            os._exit(0)
        os._exit(1)

    return probe.holds(refused) and probe.holds(attempt)


def test_no_file_can_be_opened_made_or_removed(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    assert confined(lambda: (tmp_path / "old").read_text())
    assert confined(lambda: os.listdir(tmp_path))  # noqa: PTH208  # the plain system call
    assert confined(lambda: (tmp_path / "new").write_text("x"))
    assert confined(lambda: (tmp_path / "old").unlink())


@pytest.mark.skipif(version() < 4, reason="this Landlock knows no network")
def test_no_address_can_be_connected_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert confined(lambda: socket.create_connection(listener.getsockname()))


@pytest.mark.skipif(version() < 6, reason="this Landlock knows no signals")
def test_the_server_cannot_be_signalled() -> None:
    server = os.getpid()
    assert confined(lambda: os.kill(server, signal.SIGCONT))


def test_the_memory_of_the_server_cannot_be_read() -> None:
    memory = Path(f"/proc/{os.getpid()}/mem")
    assert confined(lambda: memory.open("rb").close())


def test_another_process_cannot_be_traced() -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    try:
        assert confined(lambda: kernel.syscall(PTRACE, SEIZE, bystander.pid, 0, 0))
    finally:
        bystander.kill()
        bystander.wait()
