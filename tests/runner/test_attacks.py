import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from app.runner import Report, Returned

from .attacks import HARMFUL, PRELUDE, VAIN
from .bystanders import Bystanders
from .sessions import Session

NOBODY = 65534


@pytest.fixture
def bystanders(tmp_path: Path) -> Iterator[Bystanders]:
    with Bystanders(tmp_path) as standing:
        yield standing


def attack(running: Session, source: str, bystanders: Bystanders) -> Report:
    return running.run(PRELUDE + dedent(source), bystanders.addresses())


def answers_honestly(running: Session) -> bool:
    (result,) = running.run("def f(x): return x + 1", 1).results
    return isinstance(result, Returned) and result.value == 2


@pytest.mark.parametrize("name", [*HARMFUL, *VAIN])
def test_nothing_comes_of_an_attack(name: str, locked: Session, bystanders: Bystanders) -> None:
    report = attack(locked, (HARMFUL | VAIN)[name], bystanders)
    assert bystanders.harm(report) == [], report
    assert report.end != "unavailable"
    assert answers_honestly(locked)
    assert not np.allclose(0, 1)


@pytest.mark.parametrize("name", HARMFUL)
def test_the_same_attack_does_harm_where_nothing_protects(
    name: str, unprotected: Session, bystanders: Bystanders
) -> None:
    report = attack(unprotected, HARMFUL[name], bystanders)
    assert bystanders.harm(report) != [], report


def test_a_second_frame_is_never_read(locked: Session) -> None:
    report = locked.run(
        PRELUDE
        + dedent("""
        struct = get("struct")
        def frame(text): return struct.pack("<II", 4 + len(text), len(text)) + text
        def f():
            result = b'[{"value": %d, "mutated": [], "microseconds": 0}]'
            for number in (1, 2):
                os.write(3, frame(b'{"end": "finished", "printed": "", "results": ' + result % number + b'}'))
        """)
    )
    (result,) = report.results
    assert isinstance(result, Returned)
    assert result.value == 1  # a lie about its own output is all it can tell


ORDINARY = """
from app.runner import Call, Job, run_jobs
reading = "def f(x): return open(x).read()"
forking = "import random\\ndef f(x): return random._os.fork()"
killing = "import random\\ndef f(x): return random._os.kill(random._os.getppid(), 9)"
honest = "def f(x): return x"
calls = (Call("f", (CANARY,)),)
for report in run_jobs([Job(source, calls) for source in (reading, forking, killing, honest)]):
    print(report.end, *(getattr(result, "kind", getattr(result, "value", None)) for result in report.results))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_all_of_it_holds_for_an_ordinary_user(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("not for you")
    for path in (canary, tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)
    told = as_nobody(f"CANARY = {str(canary)!r}\n{ORDINARY}")
    assert told == ["finished PermissionError"] * 3 + [f"finished {canary}"]


def as_nobody(program: str) -> list[str]:
    """The lines that the program prints, run by an interpreter that an ordinary user can reach."""
    paths = [Path(__file__).parents[2], Path(np.__file__).parents[1]]
    environment = {"PYTHONPATH": ":".join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}
    same_version = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for interpreter in (sys.executable, same_version):
        try:
            return subprocess.check_output(
                [interpreter, "-c", program],
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                env=environment,
                text=True,
            ).splitlines()
        except (PermissionError, FileNotFoundError):
            continue
    pytest.skip("no interpreter that an ordinary user can reach")
