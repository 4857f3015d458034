"""The programs of a book are run: what should pass passes, what should fail fails, at its place."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.check.programs import probe, prove_program
from app.check.turnstile import Turnstile
from app.exercise_files import read_exercise
from app.models import Code
from app.runner import Job, Report, Runner
from tests.check.test_book import head, run, write_book

CODE = (
    head("code")
    + """\
function: double(x)
starter: |
  def double(x):
      ...
solution: |
  def double(x):
      return 2 * x
reference: 2*x
cases:
  visible:
    - {x: 2}
  hidden:
    - {label: drawn, n: 3, draw: {x: normal(4)}}
mutants:
  - code: |
      def double(x):
          return x * x
    tag: squared
    say: That is the square.
"""
)
BUG = (
    head("bug-line")
    + """\
code: |
  x = 2
  y = x + x + x
line: 2
fix: y = x + x
shows: y == 4
"""
)


def told(exercise: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The faults that the command tells."""
    write_book(root, one=exercise)
    monkeypatch.chdir(root)
    outcome = run("book", "--seeds", "2")
    file = "book/01-only/one.yaml:"
    faults = [line.removeprefix(file) for line in outcome.out.splitlines() if line.startswith(file)]
    assert outcome.code == (1 if faults else 0), outcome
    return faults


def test_a_program_with_properties_alone_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(SHUFFLE, tmp_path, monkeypatch) == []


def test_a_random_wrong_program_is_told_the_property_it_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(SHUFFLE.replace("return x * x", "return x + np.random.rand()"), tmp_path, monkeypatch) == []


@pytest.mark.parametrize("exercise", [CODE, BUG, BUG.replace("y == 4", "assert y == 4")])
def test_sound_programs_have_no_faults(
    exercise: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(exercise, tmp_path, monkeypatch) == []


SHUFFLE = CODE.replace(
    "reference: 2*x", "properties: [{holds: 'close(result, 2*x)', tag: no-double, say: Twice.}]"
)
SLIPS = {
    "a reference without a value": (
        CODE,
        "reference: 2*x",
        "reference: 2*x/0",
        "no value: this divides by zero",
    ),
    "a model that lacks a parameter": (CODE, "normal(4)", "models.linear(1)", "models.linear needs b"),
    "a model within a formula": (CODE, "normal(4)", "'1 + models.linear(1, 2)'", "a Model is not a number"),
    "a property the solution breaks": (
        SHUFFLE,
        "close(result, 2*x)",
        "close(result, 3*x)",
        "11:11: the solution does not pass",
    ),
    "a property that no wrong program breaks": (
        SHUFFLE,
        "close(result, 2*x)",
        "len(shape(result)) == len(shape(x))",
        "the wrong program 'squared' passes every case",
    ),
    "a property of the reference that it does not have": (
        CODE,
        "reference: 2*x",
        "reference: 2*x\nproperties: [{holds: all(result > 0), tag: below, say: Above.}]",
        "15:22: the reference does not fulfil 'below'. Mend one of them.",
    ),
    "a property of no function": (
        CODE,
        "reference: 2*x",
        "reference: 2*x\nproperties: [{call: triple, holds: finite(result), tag: odd, say: Odd.}]",
        "'triple' is not a function of this exercise",
    ),
    "a property with an unknown name": (SHUFFLE, "2*x)", "2*y)", "there is no name y"),
    "neither reference nor property": (CODE, "reference: 2*x\n", "", "'double' has no reference"),
    "calls counted without a reference": (
        SHUFFLE,
        "function: double(x)",
        "count_calls: true\nfunction: double(x)",
        "no count to compare with",
    ),
    "a solution that is wrong": (CODE, "return 2 * x", "return 3 * x", "11:11: the solution does not pass"),
    "a solution that raises": (CODE, "return 2 * x", "return y", "the solution does not pass"),
    "a solution that needs all of its time": (
        CODE,
        "return 2 * x",
        "import time; time.sleep(0.2); return 2 * x",
        "11:11: the solution does not pass: It was stopped.",
    ),
    "a starter that passes": (CODE, "...", "return x + x", "8:10: the starter passes. Leave the work"),
    "a wrong program that passes": (
        CODE,
        "return x * x",
        "return x + x",
        "21:11: the wrong program 'squared' passes every case. Add a case",
    ),
    "a wrong program that no case can show": (
        CODE,
        "return x * x",
        "return x.nothing",
        "21:11: the wrong program 'squared' is told",
    ),
    "a bug that does not show": (BUG, "y = x + x + x", "y = 2 * x", "12:8: this holds for the program"),
    "a fix that does not heal": (
        BUG,
        "fix: y = x + x",
        "fix: y = x",
        "11:6: with the fix, `shows` does not hold",
    ),
    "a fix that breaks": (
        BUG,
        "fix: y = x + x",
        "fix: y = z",
        "with the fix, `shows` is not reached: line 2",
    ),
    "an assertion that raises": (BUG, "y == 4", "w == 4", "with the fix, `shows` raises NameError"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told_once_at_its_place(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound, old, new, words = SLIPS[name]
    assert sound.count(old) == 1
    faults = told(sound.replace(old, new), tmp_path, monkeypatch)
    assert len(faults) == 1
    assert words in faults[0]


def test_an_assertion_may_be_an_expression_or_statements() -> None:
    assert "return bool(y == 4)" in probe("y == 4\n")
    assert "assert y == 4\n    return True" in probe("assert y == 4")


class Falling(Turnstile):
    """A way to the runner on which something fails that nobody foresaw."""

    async def run(self, job: Job) -> Report:
        raise LookupError(f"no such thing as {type(job).__name__}")


def test_a_failure_that_nobody_foresaw_costs_the_proofs_of_one_exercise_alone(tmp_path: Path) -> None:
    write_book(tmp_path, one=CODE)
    path = tmp_path / "book" / "01-only" / "one.yaml"
    exercise = read_exercise(path, "one.yaml", None, None).exercise
    assert isinstance(exercise, Code)
    (failed,) = asyncio.run(prove_program(exercise, Falling(Runner(unprotected=True))))
    assert failed is not None
    assert failed.slip.rule == "not-proved"
    assert "LookupError: no such thing as Job" in failed.slip.message
