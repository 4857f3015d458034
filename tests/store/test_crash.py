"""kill -9 in the middle of the load: nothing that was acknowledged is lost, nothing is counted twice."""

from __future__ import annotations

import subprocess
import sys
from uuid import UUID

import sqlalchemy as sa

from app.store.engines import read_address, read_engine

ROUNDS = 3
ENOUGH = 150


def killed_midway(url: str) -> set[UUID]:
    """The keys that a program acknowledged before it was killed."""
    command = [sys.executable, "-m", "tests.store.crashing", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(ENOUGH)]
        program.kill()
        lines += program.stdout.readlines()
    return {UUID(line.strip()) for line in lines if line.endswith("\n")}


def test_no_acknowledged_attempt_is_lost_when_the_program_is_killed(url: str) -> None:
    acknowledged: set[UUID] = set()
    engine = read_engine(read_address(url), wait=5, connections=1)
    for _ in range(ROUNDS):
        acknowledged |= killed_midway(url)
        with engine.connect() as connection:
            stored = {UUID(str(key)) for key in connection.scalars(sa.text("SELECT key FROM attempt"))}
            counted = connection.scalar(sa.text("SELECT sum(attempts) FROM progress"))
            if engine.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert acknowledged <= stored
        assert counted == len(stored)
    assert len(acknowledged) >= ROUNDS * ENOUGH
    engine.dispose()
