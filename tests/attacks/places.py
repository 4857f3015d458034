"""Where the attacks are tried: by root or an ordinary user, with layers missing, under Docker's profile."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree

import numpy as np

from app.runner.child.layers import LAYERS
from tests.attacks.attack import Attack
from tests.attacks.outcomes import Outcome
from tests.runner.docker_default import docker_default

ALL = frozenset(LAYERS)
ROOT = Path(__file__).resolve().parents[2]
_NOBODY = 65534
_SHORT, _LONG = 0.1, 3.0  # seconds; loops are ended after the short time, the rest has time to show itself


@dataclass(frozen=True)
class Place:
    """Layers that are wanted, the user that asks for them, and what the process runs under."""

    name: str
    layers: frozenset[str] = ALL
    nobody: bool = False
    docker: bool = False


@contextmanager
def worker(place: Place) -> Iterator[subprocess.Popen[str]]:
    """A worker there; ended, with all that it made."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    process = subprocess.Popen(
        [
            *_prefix(place),
            interpreter(place.nobody),
            "-m",
            "tests.attacks.worker",
            str(folder),
            ",".join(sorted(place.layers)),
        ],
        cwd=ROOT,
        env={"PYTHONPATH": _paths(), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **_user(place),  # type: ignore[call-overload]  # keywords of Popen, all of one kind
    )
    try:
        yield process
    finally:
        with process:
            process.kill()
        rmtree(folder)


def tried(place: Place, attacks: Sequence[Attack]) -> tuple[frozenset[str], dict[str, Outcome]]:
    """The layers in force there, and what came of each attack, by its id."""
    with worker(place) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        layers = frozenset(json.loads(process.stdout.readline()))
        outcomes = {}
        for attack in attacks:
            seconds = _SHORT if "time" in attack.seen else _LONG
            told = {"name": attack.id, "source": attack.source, "seconds": seconds}
            process.stdin.write(json.dumps(told) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, f"the worker ended at {attack.id!r}"
            outcomes[attack.id] = Outcome(**json.loads(line))
        process.stdin.close()
        process.wait(120)
        return layers, outcomes


@cache
def interpreter(nobody: bool) -> str:
    """One of this version that the user can reach."""
    same_version = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, same_version) if nobody else (sys.executable,):
        if not nobody or _reachable(candidate):
            return candidate
    return ""


def _reachable(candidate: str) -> bool:
    try:
        return (
            subprocess.run([candidate, "-c", ""], user=_NOBODY, group=_NOBODY, extra_groups=[]).returncode
            == 0
        )
    except (PermissionError, FileNotFoundError):
        return False


def _user(place: Place) -> dict[str, object]:
    nobody = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    return nobody if place.nobody and not place.docker else {}


def _prefix(place: Place) -> list[str]:
    return docker_default(_NOBODY if place.nobody else None) or [] if place.docker else []


def _paths() -> str:
    return f"{ROOT}:{Path(np.__file__).parents[1]}"
