import pytest

from app.runner import Raised

from .sessions import Session


@pytest.mark.parametrize(
    "line",
    [
        "import numpy.linalg as la",
        "from numpy.fft import fft",
        "from numpy.random import default_rng; default_rng().normal(size=3)",
        "from numpy.polynomial import Polynomial; Polynomial([1, 2])(3)",
        "import math, cmath, random, statistics, itertools, functools, collections, operator",
        "from __future__ import annotations",
        "from collections.abc import Callable",
        "from fractions import Fraction; Fraction('1/3')",
        "import json; json.dumps({'a': [1.5]})",
        "import re; re.compile(r'a+b').match('aab')",
        "import datetime; datetime.datetime.strptime('2020', '%Y')",
        "'é'.encode('latin-1'), b'x'.decode('ascii')",
    ],
)
def test_what_is_offered_works_under_the_lock_down(line: str, protected: Session) -> None:
    report = protected.run(f"{line}\ndef f(): return 1")
    assert report.end == "finished", report


@pytest.mark.parametrize("name", ["pandas", "os", "subprocess", "app", "app.content", "checkers", "child"])
def test_anything_else_is_told_kindly(name: str, protected: Session) -> None:
    error = protected.run(f"\nimport {name}").error
    assert error == Raised("ModuleNotFoundError", error.message if error else "", 2)
    assert error.message.startswith(f"No module named '{name}' here: an answer may use numpy")


def test_a_part_of_numpy_that_is_not_offered_is_told_the_same_way(protected: Session) -> None:
    error = protected.run("import numpy.testing").error
    assert error is not None
    assert error.message.startswith("No module named 'numpy.testing' here: an answer may use numpy")
