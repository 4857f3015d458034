"""Slips made in solutions: one that every case lets through is told with a case."""

from __future__ import annotations

import asyncio

from app.check.altered_cases import altered_cases, as_yaml
from app.check.program_mutants import surviving, tried_programs
from app.check.proving import Failure
from app.check.turnstile import Patient, Turnstile
from app.models import Code
from app.runner import Runner
from tests.grading.examples import variant

ROOT = """
id: one
type: code
function: root(x)
starter: "def root(x): ..."
solution: |
  import numpy as np
  def root(x):
      y = np.maximum(x, 0)
      return np.sqrt(y)
reference: where(x < 0, 0, sqrt(max(x, 0)))
cases:
  visible:
    - {x: [0.0, 1.0, 4.0]}
tolerance: {rel: 0.000001}
"""


def exercise(text: str) -> Code:
    found = variant(text).exercise
    assert isinstance(found, Code)
    return found


def failures(text: str) -> list[Failure]:
    async def run() -> list[Failure | None]:
        runner = Runner()
        await runner.start()
        try:
            return await surviving(exercise(text), Patient(Turnstile(runner)))
        finally:
            await runner.close()

    return [one for one in asyncio.run(run()) if one is not None]


def test_a_slip_that_the_cases_miss_is_told_at_its_line_with_a_case() -> None:
    (failure,) = failures(ROOT)
    slip = failure.slip
    assert (slip.where, slip.rule) == (("solution",), "survivor")
    assert slip.message.startswith("line 3: `np.maximum(x, 0)` -> `x` (dropped-bound) passes every case, but")
    assert slip.offset == exercise(ROOT).solution.index("np.maximum")
    case = slip.cure.partition("Add a case: ")[2].partition("; if")[0]
    assert failures(ROOT.replace("tolerance:", f"    {case}\ntolerance:", 1)) == []


def test_an_acknowledged_survivor_is_not_told_and_an_idle_acknowledgement_is() -> None:
    known = "accepts: [{mutations: [dropped-bound], why: No negative numbers.}]\n"
    text = ROOT.replace("id: one", "id: known")
    assert failures(text + known) == []
    idle = text.replace("id: known", "id: idle") + known.replace("dropped-bound", "dropped-root")
    failure = failures(idle)[-1]
    assert (failure.slip.where, failure.slip.rule) == (("accepts", 0), "accepts")


def test_what_does_the_same_is_only_counted() -> None:
    text = ROOT.replace("x: [0.0,", "x: [-1.0,").replace("np.sqrt(y)", "np.sqrt(y + 0*y)")

    async def run() -> list[str]:
        runner = Runner()
        await runner.start()
        try:
            tried = await tried_programs(exercise(text), Patient(Turnstile(runner)))
        finally:
            await runner.close()
        return [one.mutant.change for one in tried if one.fate == "does the same"]

    assert "`y + 0 * y` -> `y`" in asyncio.run(run())
    assert failures(text) == []


def test_altered_cases_are_written_as_cases() -> None:
    found = {one.label: as_yaml(one) for one in altered_cases(exercise(ROOT), variant(ROOT))}
    assert found["x all 0"] == '- {label: "x all 0", draw: {x: "0*(1.0*array([0.0, 1.0, 4.0]))"}}'
