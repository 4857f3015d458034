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
  hidden:
    - {draw: {x: "int64([1, 2, 7])"}}
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
    found = [as_yaml(one) for one in altered_cases(exercise(ROOT), variant(ROOT))]
    assert '- {label: "x all 0", draw: {x: "0*(1.0*array([0.0, 1.0, 4.0]))"}}' in found


MIXED = """
id: mixed
type: code
function: "mixed(f, table, other, kind, steps=3, fair=True)"
starter: "def mixed(f, table, other, kind, steps=3, fair=True): ..."
solution: |
  def mixed(f, table, other, kind, steps=3, fair=True):
      if kind == "wide":
          return table
      raise ValueError(kind)
reference: table
cases:
  visible:
    - {table: [[1.0, 2.0, 3.0]], kind: wide, draw: {f: "models.linear(1.0, 0.0)", other: "list(normal(3))"}}
"""


def test_inputs_are_altered_in_their_kind_shape_and_words() -> None:
    found = {one.label: as_yaml(one) for one in altered_cases(exercise(MIXED), variant(MIXED))}
    table = "1.0*array([[1.0, 2.0, 3.0]])"
    assert f'table: "int64(round({table}))"' in found["table in whole numbers"]
    assert f'table: "transpose({table})"' in found["table rows as columns"]
    assert 'other: "list(list(normal(3)))"' in found["other as a list"]
    assert "table as a list" not in found  # no case gives it as one
    assert 'other: "(list(normal(3)))[0:1]"' in found["arrays the first one alone"]
    assert 'kind: "something else"' in found["kind is 'something else'"]
    assert 'f: "models.mixture_denoiser([0.3, 0.7], [-1, 1], [0.05, 0.2])"' in found["f is curved"]
    assert "fair: false" in found["fair is False"]
    assert 'steps: "(3) + 1"' in found["steps one more"]


DOUBLED = """
id: doubled
type: code
function: doubled(x, kind)
starter: "def doubled(x, kind): ..."
solution: |
  def doubled(x, kind):
      if kind != "plain":
          raise ValueError(kind)
      return 2.5 * x
reference: 2.5*x
tolerance: {rel: 0.000001}
cases:
  visible:
    - {x: [1.0, 2.0], kind: plain}
"""


def test_refusals_and_whole_numbers_that_no_case_asks_for_are_told() -> None:
    refused = "passes every case, but is wrong for `doubled(x=[1., 2.], kind='something else')`"
    told = failures(DOUBLED)
    assert any("dropped-line" in one.slip.message and refused in one.slip.message for one in told)
    assert any("kept-kind" in one.slip.message for one in told)
    cases = {one.slip.cure.partition("Add a case: ")[2].partition("; if")[0] for one in told}
    assert any("raises: ValueError" in one for one in cases)
    lines = "".join(f"    {one}\n" for one in sorted(cases))
    assert failures(f"{DOUBLED}{lines}".replace("id: doubled", "id: doubled-too")) == []
