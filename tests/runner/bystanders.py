"""What an attack could reach from its process if it got out, and whether it did."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from app.runner import Report


class Bystanders:
    """A readable file with a secret, a folder open to all, four listening sockets, a process, a variable."""

    def __init__(self, folder: Path) -> None:
        self.secret = secrets.token_hex(16)
        self._folder = folder / "open"
        self._folder.mkdir()
        self._canary = folder / "canary.txt"
        self._canary.write_text(self.secret)
        os.environ["BYSTANDERS_SECRET"] = self.secret
        for path in (folder, self._folder, *folder.parents[:2]):
            path.chmod(0o777)
        self._before = self._canary.stat()
        self._tcp, self._udp = socket.create_server(("127.0.0.1", 0)), _udp()
        self._path, self._abstract = _unix(str(folder / "socket")), _unix("\0" + self.secret)
        (folder / "socket").chmod(0o777)
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import signal; signal.pause()"], env={"INNER": self.secret}
        )
        self._folder_of_all = folder

    def addresses(self) -> dict[str, int | str]:
        """What the attack is told: all but the secret."""
        return {
            "canary": str(self._canary),
            "folder": str(self._folder),
            "tcp": int(self._tcp.getsockname()[1]),
            "udp": int(self._udp.getsockname()[1]),
            "path": str(self._folder_of_all / "socket"),
            "abstract": self.secret,
            "pid": self._process.pid,
            "server": os.getpid(),
        }

    def harm(self, report: Report) -> list[str]:
        """What came of the attack, in words; an empty list if nothing did."""
        after = self._canary.stat()
        done = {
            "claims success": "HARM" in repr(report.results),
            "told the secret": self.secret in repr(report),
            "changed the file": (after.st_mode, after.st_mtime, after.st_size)
            != (self._before.st_mode, self._before.st_mtime, self._before.st_size),
            "wrote into the folder": any(self._folder.iterdir()),
            "connected": any(_heard(one) for one in (self._tcp, self._udp, self._path, self._abstract)),
            "ended a process": self._process.poll() is not None,
        }
        return [word for word, happened in done.items() if happened]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        del os.environ["BYSTANDERS_SECRET"]
        for listener in (self._tcp, self._udp, self._path, self._abstract):
            listener.close()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


def _udp() -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    return listener


def _unix(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(address)
    return listener


def _heard(listener: socket.socket) -> bool:
    listener.settimeout(0.01)
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(1)
    except OSError:
        return False
    return True
