"""What an answer and a page cost: `python -m tests.bench.bench_web [SECONDS]`.

A real server in a process of its own serves the whole book; here students answer and read. In the same run
a bare FastAPI endpoint validates a body and stores it through the same `Store`: the ratio is what all of ours
costs. The students speak plain sockets, so that they take little of the processor they share with the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, JsonValue

from app.identifiers import uuid7
from app.store import Store
from tests.store.examples import attempt

ROOT = Path(__file__).parents[2]
RATE, PAGES_PER_SECOND, STUDENTS = 80, 4, 40
EXERCISE = "/api/exercises/fwd-closed-form/attempts"
RIGHT = "-0.5"
CHAPTERS = ("/chapters/map-and-toolkit", "/chapters/forward-process", "/chapters/noise-schedules")
Ask = Callable[["Student"], Awaitable[None]]


# ---- what is compared ---


class Body(BaseModel):
    """The body of the bare endpoint."""

    seed: int = 0
    answer: JsonValue


def bare(url: str) -> FastAPI:
    """An application that validates a body and stores it durably, nothing else."""
    store = Store(url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await store.start()
        yield
        await store.close()

    app = FastAPI(lifespan=lifespan)

    @app.post(EXERCISE)
    async def keep(body: Body) -> dict[str, str]:
        stored = attempt(key=uuid7(), learner=uuid7(), seed=body.seed, answer=body.answer)
        return {"verdict": (await store.record(stored)).attempt.verdict}

    return app


# ---- servers ---


@contextmanager
def process(*arguments: str) -> Iterator[tuple[str, int]]:
    """Address and process id of a server, once it says where it listens."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            found = re.search(r"http://[\d.:]+", server.stdout.readline())
            assert found, "the server did not start"
            yield found[0], server.pid
        finally:
            server.terminate()


def serve_bare(folder: str) -> None:
    """Serves the bare endpoint; this is the other process."""
    listener = socket.socket(
        socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # named: asyncio's no-delay
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(bare(f"sqlite:///{folder}/bare.db"), log_level="warning")
    uvicorn.Server(config).run(sockets=[listener])


# ---- students ---


class Student:
    """One learner with a cookie and a connection that is kept; requests wait for each other."""

    def __init__(self, address: str) -> None:
        self.host, _, self.port = address.removeprefix("http://").partition(":")
        self.cookie = ""
        self.turn = asyncio.Lock()

    async def connect(self) -> None:
        """Opens the connection, and answers once to get the cookie."""
        self.reader, self.writer = await asyncio.open_connection(self.host, int(self.port))
        await answering(self)

    async def ask(self, method: str, path: str, body: bytes = b"") -> None:
        """Sends a request and reads the whole reply. Raises RuntimeError unless it is a 200 and valid."""
        async with self.turn:
            if self.reader.at_eof():  # the server closes what was idle for 5 s
                self.reader, self.writer = await asyncio.open_connection(self.host, int(self.port))
            self.writer.write(
                f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n"
                f"Accept-Encoding: gzip\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            found = dict(re.findall(r"(?m)^([\w-]+): (.*)\r$", head.lower()))
            told = await self.reader.readexactly(int(found["content-length"]))
        if " 200 " not in head.partition("\r\n")[0] or b'"invalid"' in told:
            raise RuntimeError(head)
        if match := re.search(r"(?i)set-cookie: (learner=[^;]+)", head):
            self.cookie = match[1]


def answering(student: Student) -> Awaitable[None]:
    """An answer, every other one right."""
    body = json.dumps({"seed": 0, "answer": random.choice((RIGHT, f"{random.random():.3f}"))})
    return student.ask("POST", EXERCISE, body.encode())


def reading(student: Student) -> Awaitable[None]:
    """A chapter page."""
    return student.ask("GET", random.choice(CHAPTERS))


@asynccontextmanager
async def students(address: str) -> AsyncIterator[list[Student]]:
    """Students who have answered once, so that what they did is read back with every page."""
    found = [Student(address) for _ in range(STUDENTS)]
    for student in found:
        await student.connect()
    yield found
    for student in found:
        student.writer.close()


# ---- measuring ---


async def timed(request: Awaitable[None]) -> float:
    """Milliseconds of one request."""
    begun = time.perf_counter()
    await request
    return 1000 * (time.perf_counter() - begun)


async def at_rate(found: Sequence[Student], ask: Ask, per_second: float, seconds: float) -> list[float]:
    """Milliseconds of each request; they are sent by the clock, whether earlier ones are answered or not."""

    async def one(number: int) -> float:
        await asyncio.sleep(number / per_second)
        return await timed(ask(found[number % len(found)]))

    return sorted(await asyncio.gather(*(one(number) for number in range(int(per_second * seconds)))))


async def flat_out(found: Sequence[Student], ask: Ask, seconds: float) -> float:
    """Requests per second of a few students who each ask again at once."""
    end = time.perf_counter() + seconds

    async def one(student: Student) -> int:
        done = 0
        while time.perf_counter() < end:
            await ask(student)
            done += 1
        return done

    return sum(await asyncio.gather(*(one(student) for student in found[:8]))) / seconds


def told(name: str, milliseconds: Sequence[float]) -> None:
    """Prints median and 99th percentile."""
    p50, p99 = (milliseconds[int(len(milliseconds) * share)] for share in (0.5, 0.99))
    print(f"{name:44} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms", flush=True)


async def measure_ours(address: str, seconds: float) -> float:
    """Answers per second flat out; prints the rest."""
    async with students(address) as found:
        for _ in CHAPTERS:
            await asyncio.gather(*(found[0].ask("GET", path) for path in CHAPTERS))  # everything is made once
        told("a chapter page, alone", sorted([await timed(reading(found[0])) for _ in range(60)]))
        told(f"an answer, {RATE}/s", await at_rate(found, answering, RATE, seconds))
        answers, pages = await asyncio.gather(
            at_rate(found[4:], answering, RATE, seconds),
            at_rate(found[:4], reading, PAGES_PER_SECOND, seconds),
        )
        told(f"an answer, {RATE}/s with {PAGES_PER_SECOND} chapter pages/s", answers)
        told("a chapter page meanwhile", pages)
        return await flat_out(found, answering, seconds)


async def measure_bare(address: str, seconds: float) -> float:
    """Answers per second flat out of the bare endpoint; prints the rest."""
    async with students(address) as found:
        told(f"the bare endpoint, {RATE}/s", await at_rate(found, answering, RATE, seconds))
        return await flat_out(found, answering, seconds)


def memory_and_seconds(pid: int) -> tuple[float, float]:
    """Resident megabytes of a process, and the seconds of processor it has taken."""
    status = Path(f"/proc/{pid}/status").read_text()
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    seconds = (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024, seconds


def main(seconds: float) -> None:
    """Print one line per figure."""
    with tempfile.TemporaryDirectory() as folder:
        command = ("-c", "from app.command import main; main()", "serve", "--port", "0", "--data", folder)
        begun = time.perf_counter()
        with process("-u", *command) as (address, pid):
            waited, (_, worked) = time.perf_counter() - begun, memory_and_seconds(pid)
            print(f"{'start until it listens':44} {waited:.2f} s, of processor {worked:.2f} s")
            ours = asyncio.run(measure_ours(address, seconds))
            print(f"{'memory after that':44} {memory_and_seconds(pid)[0]:.0f} MB")
        with process("-u", "-m", "tests.bench.bench_web", "bare", folder) as (address, _):
            bare_rate = asyncio.run(measure_bare(address, seconds))
    print(f"{'flat out, 8 clients':44} {ours:.0f}/s; bare {bare_rate:.0f}/s; ratio {ours / bare_rate:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["bare"]:
        serve_bare(sys.argv[2])
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
