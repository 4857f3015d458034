"""The same exercise as the files of other graders: five cases of `q_sample` on 4x8 arrays."""

from __future__ import annotations

import json
from pathlib import Path

from app.bench.programs import CASES

QUESTION, POINTS, STUDENT = "q1", 5, "student"


def expressions(seed: int) -> tuple[str, str, str]:
    """A case as Python: its inputs in two lines, and what must be true."""
    draw = "x0, abar_t, eps = random.normal(size=(4, 8)), random.uniform(size=4), random.normal(size=(4, 8))"
    wanted = "np.sqrt(abar_t)[:, None] * x0 + np.sqrt(1 - abar_t)[:, None] * eps"
    return (
        f"random = np.random.default_rng({seed})",
        draw,
        f"np.allclose(q_sample(x0, abar_t, eps), {wanted})",
    )


def otter_test() -> str:
    """A test file of otter-grader."""
    lines = [">>> import numpy as np"]
    for seed in range(CASES):
        first, second, claim = expressions(seed)
        lines += [f">>> {first}", f">>> {second}", f">>> bool({claim})", "True"]
    case = {"code": "\n".join(lines), "hidden": False, "locked": False}
    suite = {"cases": [case], "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    return f"OK_FORMAT = True\n\ntest = { ({'name': QUESTION, 'points': POINTS, 'suites': [suite]})!r}\n"


def notebook(program: str) -> str:
    """A notebook of nbgrader's with a program in the student's cell."""
    lines = ["import numpy as np"]
    for seed in range(CASES):
        first, second, claim = expressions(seed)
        lines += [first, second, f"assert {claim}"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        cell("answer", program, solution=True, locked=False, grade=False),
        cell("test", "\n".join(lines), solution=False, locked=True, grade=True, points=POINTS),
    ]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    )


def cell(name: str, source: str, **about: object) -> dict[str, object]:
    """A cell of a notebook, with what nbgrader must know of it."""
    known = {"schema_version": 3, "grade_id": name, "task": False, **about}
    return {
        "cell_type": "code",
        "id": name,
        "execution_count": None,
        "outputs": [],
        "metadata": {"nbgrader": known},
        "source": source,
    }


def write(path: Path, content: str) -> None:
    """Writes the file, and makes the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
