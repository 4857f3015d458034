"""A real server with a folder of its own, and a client that speaks to it over plain sockets."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bench.pace import Ask, Outcome
from app.learners import Learners, read_secret
from app.settings import Settings


@dataclass(frozen=True)
class Served:
    """A server that listens."""

    host: str
    port: int
    learners: Learners


@contextmanager
def serving(settings: Settings) -> Iterator[Served]:
    """The books served from a fresh folder, on a port of its own. Raises RuntimeError with what it said."""
    with tempfile.TemporaryDirectory() as folder:
        data, said = Path(folder, "data"), Path(folder, "said")
        books = (word for path in settings.exercises for word in ("--exercises", str(path)))
        checkers = (word for path in settings.checkers for word in ("--checkers", str(path)))
        options = ("--port", "0", "--host", "127.0.0.1", "--data", str(data), *books, *checkers)
        with (
            said.open("w") as errors,
            subprocess.Popen(
                [sys.executable, "-P", "-m", "app.command", "serve", *options],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as process,
        ):
            try:
                line = process.stdout.readline() if process.stdout else ""
                found = re.search(r"http://(\S+?):(\d+)", line)
                if found is None:
                    raise RuntimeError(f"the server did not start: {said.read_text().strip() or line}")
                yield Served(found[1], int(found[2]), Learners(read_secret(data)))
            finally:
                process.terminate()


def environment() -> dict[str, str]:
    """This one's, without settings that would send the attempts to somebody's database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBOOK_")}
    return kept | {"COLUMNS": "200"}


class Client:
    """Sends programs, each over a connection that no other is using."""

    def __init__(self, served: Served, exercise: str) -> None:
        self._served = served
        self._path = f"/api/exercises/{exercise}/attempts"
        self._idle: list[tuple[StreamReader, StreamWriter]] = []
        self._writers: list[StreamWriter] = []

    def asking(self, source: str) -> Ask:
        """Sends the program, every time as another student."""
        body = json.dumps({"seed": 0, "answer": source}).encode()

        async def ask() -> Outcome:
            return await self.post(body, self.newcomer())

        return ask

    def newcomer(self) -> str:
        """The cookie of a student who was never here."""
        return self._served.learners.cookie(self._served.learners.new_learner())

    async def post(self, body: bytes, cookie: str) -> Outcome:
        """What a program came to. Raises RuntimeError for a reply that is neither verdict nor refusal."""
        reader, writer = await self._connection()
        writer.write(
            f"POST {self._path} HTTP/1.1\r\nHost: {self._served.host}\r\nCookie: learner={cookie}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)\r\ncontent-length: (\d+)", head)
        told = await reader.readexactly(int(length[1]) if length else 0)
        self._idle.append((reader, writer))
        match head.split(" ", 2)[1]:
            case "200":
                return "right" if json.loads(told)["verdict"] == "correct" else "wrong"
            case "503" | "429":
                return "refused"
        raise RuntimeError(f"{head.splitlines()[0]} {told[:200]!r}")

    async def _connection(self) -> tuple[StreamReader, StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():  # the server closes what was idle for 5 s
                return reader, writer
        reader, writer = await asyncio.open_connection(self._served.host, self._served.port)
        self._writers.append(writer)
        return reader, writer

    async def connect(self, how_many: int) -> None:
        """Opens connections beforehand, as those of students who have the page before them are open."""
        opened = [await self._connection() for _ in range(how_many)]
        self._idle.extend(opened)

    async def close(self) -> None:
        """Hangs up, wherever a reply is still awaited too."""
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)
