"""Acknowledged means stored: the server is killed under load, and every verdict it gave is there."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import httpx

from tests.runner.processes import eventually

ROOT = Path(__file__).resolve().parent.parent
START = "from app.command import main; main()"


def serve(data: Path, port: int) -> subprocess.Popen[bytes]:
    """A server as a user starts it, answering."""
    options = ["serve", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen([sys.executable, "-c", START, *options], cwd=ROOT, stdout=subprocess.DEVNULL)
    if not eventually(lambda: answers(port)):
        process.kill()
        raise AssertionError("the server did not start")
    return process


def answers(port: int) -> bool:
    """Whether a server is there and well."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def load(port: int, acknowledged: list[str], stop: threading.Event) -> None:
    """Answers until the server is gone, noting the keys it acknowledged."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        while not stop.is_set():
            key = str(uuid4())
            try:
                answer = client.post(
                    "/api/exercises/fwd-snr/attempts", json={"answer": {"a": 0.1}, "key": key}
                )
            except httpx.TransportError:
                return
            assert answer.status_code == 200, answer.text
            acknowledged.append(key)


def stored(data: Path) -> set[str]:
    """The keys in the database, which must be sound."""
    with sqlite3.connect(data / "workbook.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        keys = {str(row[0]) for row in connection.execute("select key from attempt")}
        counted = connection.execute("select coalesce(sum(attempts), 0) from progress").fetchone()[0]
    connection.close()
    assert counted == len(keys)
    return {key.replace("-", "") for key in keys}


def test_every_acknowledged_answer_survives_a_kill(tmp_path: Path) -> None:
    port = free_port()
    acknowledged: list[str] = []
    for enough in (30, 60):
        process, stop = serve(tmp_path, port), threading.Event()
        workers = [threading.Thread(target=load, args=(port, acknowledged, stop)) for _ in range(6)]
        for worker in workers:
            worker.start()
        assert eventually(lambda: len(acknowledged) > enough)  # noqa: B023  # it is asked at once
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        stop.set()
        for worker in workers:
            worker.join()
    assert {key.replace("-", "") for key in acknowledged} <= stored(tmp_path)
