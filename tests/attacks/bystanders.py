"""What an attack could reach from its process if it got out, and whether it did."""

import os
import secrets
import select
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from app.runner import Report

MARK = "bystander:"  # what secrets begin with: whoever searches memory may know it
_STOPPED = 30  # seconds without an answer, after which a process counts as stopped


class Bystanders:
    """A readable file with a secret, a folder open to all, four listening sockets, a process, a variable.

    Whoever makes them calls `leave` in the end.
    """

    def __init__(self, folder: Path) -> None:
        self.secret = MARK + secrets.token_hex(16)
        self._all = Path(tempfile.mkdtemp(dir=folder))
        self._folder, self._canary = self._all / "open", self._all / "canary.txt"
        self._folder.mkdir()
        self._canary.write_text(self.secret)
        os.environ["BYSTANDERS_SECRET"] = self.secret
        for path in (self._all, self._folder, self._canary):
            path.chmod(0o777)
        self._before = self._state()
        self._tcp, self._udp = socket.create_server(("127.0.0.1", 0)), _udp()
        self._path, self._abstract = _unix(str(self._all / "socket")), _unix("\0" + self.secret[-16:])
        (self._all / "socket").chmod(0o777)
        for listener in (self._tcp, self._udp, self._path, self._abstract):
            listener.setblocking(False)
        self._process = subprocess.Popen(
            [sys.executable, "-uc", "import sys\nfor line in sys.stdin: print()"],  # while this process lives
            env={"INNER": self.secret},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # so that nothing is left to be sent to one that was killed
        )
        self.pid = self._process.pid

    def addresses(self) -> dict[str, int | str]:
        """What the attack is told: all but the secret."""
        return {
            "canary": str(self._canary),
            "folder": str(self._folder),
            "tcp": int(self._tcp.getsockname()[1]),
            "udp": int(self._udp.getsockname()[1]),
            "path": str(self._all / "socket"),
            "abstract": self.secret[-16:],
            "pid": self.pid,
            "server": os.getpid(),
        }

    def harm(self, report: Report) -> list[str]:
        """What came of the attack, in words; an empty list if nothing did."""
        done = {
            "claims success": "HARM" in repr(report.results),
            "told the secret": self.secret.removeprefix(MARK) in repr(report),
            "changed the file": self._state() != self._before,
            "wrote into the folder": any(self._folder.iterdir()),
            "connected": any(_heard(one) for one in (self._tcp, self._udp, self._path, self._abstract)),
            "ended a process": not self._answers(),
        }
        return [word for word, happened in done.items() if happened]

    def leave(self) -> None:
        """Close and end all of it. The folder is the caller's to remove."""
        for listener in (self._tcp, self._udp, self._path, self._abstract):
            listener.close()
        with self._process:
            self._process.kill()

    def _answers(self) -> bool:
        """Whether the process lives: one that was killed answers no more, but may be seen a while yet."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(b"\n")
        except BrokenPipeError:
            return False
        return bool(
            select.select([self._process.stdout], [], [], _STOPPED)[0] and self._process.stdout.readline()
        )

    def _state(self) -> tuple[object, ...]:
        try:
            stat = self._canary.stat()
        except FileNotFoundError:
            return ()
        return stat.st_mode, stat.st_mtime, stat.st_size, stat.st_nlink


def _udp() -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    return listener


def _unix(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address)
    return listener


def _heard(listener: socket.socket) -> bool:
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(1)
    except OSError:
        return False
    return True
