"""Other graders on the same exercise in the same run: seconds a grade, and what a patched numpy earns."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.bench.figures import Bar, Figure, Subject, percentile
from app.bench.peer_files import POINTS, QUESTION, STUDENT, notebook, otter_test, write
from app.bench.programs import PATCH, SOLUTION, WRONG

LONGEST = 120.0  # seconds
TITLE = "Other graders, 5 cases of q_sample on 4x8 arrays"
ABSENT = (
    "{} not found, so not measured. To get it: python3 -m venv peers, then peers/bin/pip install "
    "otter-grader nbgrader ipykernel numpy, then workbook bench code --peers peers/bin"
)
FASTER = Bar(500, at_least=True)


class PeerError(Exception):
    """Another grader did not do what its documentation says."""


@dataclass(frozen=True)
class Ours:
    """What peers are measured against: a grade over HTTP, and the credit of a wrong program that patches."""

    milliseconds: float
    patched: float


@dataclass(frozen=True)
class Peer:
    """Another grader: `grade` is what is timed, `points` what that grade gave, of POINTS."""

    name: str
    grade: Callable[[str], object]
    points: Callable[[], float]

    def points_for(self, program: str) -> float:
        """The points of a program."""
        self.grade(program)
        return self.points()


def peers(folder: Path | None, ours: Ours, repeats: int) -> Subject:
    """The table; without a folder PATH is searched."""
    figures = [
        Figure("here over HTTP, a grade, p50", ours.milliseconds / 1000, "s"),
        Figure("here over HTTP, a wrong program with np.allclose patched earns", ours.patched, "of 1"),
    ]
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, there in (("otter", otters), ("nbgrader", nbgraders)):
            program = shutil.which(name, path=None if folder is None else str(folder.resolve()))
            if program is None:
                notes.append(ABSENT.format(name))
                continue
            try:
                for peer in there(Shell(Path(program), Path(scratch, name))):
                    figures += measured(peer, ours.milliseconds, repeats)
            except (PeerError, subprocess.TimeoutExpired) as problem:
                notes.append(f"{name}: {problem}")
    return Subject(TITLE, tuple(figures), "\n".join(notes))


def measured(peer: Peer, milliseconds: float, repeats: int) -> list[Figure]:
    """The figures of one peer. Raises PeerError when it cannot tell right from wrong, driven like this."""
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        peer.grade(SOLUTION)
        taken.append(time.perf_counter() - begun)
    right, wrong, patched = peer.points(), peer.points_for(WRONG), peer.points_for(PATCH + WRONG)
    if right != POINTS or wrong == POINTS:
        raise PeerError(f"{peer.name} does not tell a right program from a wrong one here")
    seconds = percentile(taken, 0.5)
    return [
        Figure(f"{peer.name}, a grade, p50", seconds, "s"),
        Figure(f"{peer.name}, over a grade here over HTTP", 1000 * seconds / milliseconds, "times", FASTER),
        Figure(f"{peer.name}, a wrong program earns", wrong, f"of {POINTS}"),
        Figure(f"{peer.name}, the same with np.allclose patched earns", patched, f"of {POINTS}"),
    ]


@dataclass(frozen=True)
class Shell:
    """Runs a program of an environment, in a folder where it finds no settings of anybody's."""

    program: Path
    folder: Path

    def __call__(self, *arguments: str) -> str:
        """What it printed. Raises PeerError when it fails, and TimeoutExpired."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}",
                "HOME": str(self.folder),
                "JUPYTER_PLATFORM_DIRS": "0",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        if done.returncode != 0:
            raise PeerError(f"`{arguments[0]}` fails: {done.stdout.strip()[-200:]}")
        return done.stdout


def version(text: str) -> str:
    """The version in what a program says of itself, where it stands beside the word."""
    found = re.search(r"(?:Otter-Grader|nbgrader) version:? (\S+)", text)
    return found[1] if found else "?"


def otters(shell: Shell) -> Iterator[Peer]:
    """otter-grader's two ways that need no container."""
    number = version(shell("--version"))
    write(shell.folder / "tests" / f"{QUESTION}.py", otter_test())
    out = shell.folder / "out"
    out.mkdir()

    def check(program: str) -> None:
        write(shell.folder / "answer.py", program)
        write(out / "told", shell("check", "answer.py", "-q", QUESTION, "-t", "tests"))

    def checked() -> float:
        return POINTS if "All tests passed!" in (out / "told").read_text() else 0  # it tells no more

    yield Peer(f"otter check {number}", check, checked)
    shell("generate", "-t", "tests", "-o", "autograder.zip", "--no-environment", "--no-requirements")

    def run(program: str) -> None:
        write(shell.folder / "answer.py", program)
        shell("run", "-a", "autograder.zip", "-o", "out", "--no-logo", "answer.py")

    def ran() -> float:
        tests = json.loads((out / "results.json").read_text())["tests"]
        return sum(float(one.get("score") or 0) for one in tests)

    yield Peer(f"otter run {number}", run, ran)


def nbgraders(shell: Shell) -> Iterator[Peer]:
    """nbgrader's autograde."""
    number = version(shell("--version"))
    write(shell.folder / "source" / "ps1" / "q.ipynb", notebook("### BEGIN SOLUTION\n### END SOLUTION"))
    shell("generate_assignment", "ps1", "--create")

    def autograde(program: str) -> None:
        write(shell.folder / "submitted" / STUDENT / "ps1" / "q.ipynb", notebook(program))
        shell("autograde", "ps1", "--force")

    def exported() -> float:
        shell("export", "--to", "grades.csv")
        with (shell.folder / "grades.csv").open() as file:
            return float(next(csv.DictReader(file))["raw_score"])

    yield Peer(f"nbgrader autograde {number}", autograde, exported)
