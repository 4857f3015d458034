"""The table of slips: each row does what it says in formulas and programs, and the page lists them all."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from app.expressions import parse
from app.mutated_programs import Example, program_mutants
from app.mutations import BY_NAME, MUTATIONS, Mutation, mutation_named, trees
from app.mutations import formulas as of_formulas
from app.values import Value
from app.written import written

PAGE = Path(__file__).parents[1] / "docs" / "authoring" / "mutations.md"
START, END = "<!-- mutations -->", "<!-- end of mutations -->"

FORMULAS = {
    "complement": ("1 - x", "x"),
    "reciprocal": ("a/x", "x/a"),
    "square-root": ("x*a", "sqrt(x)*a"),
    "double": ("a/2", "a"),
    "half": ("2*a", "a"),
    "reversed": ("table[t]", "reversed(table)[t]"),
    "per-step": ("schedules.alpha_bar(beta)", "1 - beta"),
    "off-by-one": ("table[t]", "table[t - 1]"),
    "degrees": ("cos(a)", "cos(a*(pi/180))"),
    "log10": ("log(a)", "log10(a)"),
    "log2": ("ln(a)", "log2(a)"),
    "dropped-root": ("sqrt(1 - x)", "1 - x"),
    "dropped-square": ("a**2", "a"),
    "deviation-for-variance": ("gaussians.kl(a, x, b, x)", "gaussians.kl(a, sqrt(x), b, x)"),
    "plus-for-minus": ("a + b", "a - b"),
    "swapped-difference": ("a - b", "b - a"),
    "swapped-arguments": ("guidance.guide(a, b, x)", "guidance.guide(b, a, x)"),
    "dropped-term": ("a + b", "b"),
    "dropped-factor": ("a*b", "b"),
    "times-for-divided": ("a/b", "a*b"),
    "mean-for-sum": ("sum(table)", "mean(table)"),
    "smallest-for-largest": ("max(a, b)", "min(a, b)"),
    "dropped-bound": ("max(a, 0)", "a"),
    "dropped-absolute": ("abs(a - b)", "a - b"),
    "dropped-rounding": ("a // b", "a/b"),
    "other-rounding": ("floor(a)", "ceil(a)"),
    "sine-for-cosine": ("cos(a)", "sin(a)"),
}
NAMES: Mapping[str, Value] = {"x": 0.3, "a": 2.5, "b": 1.5, "t": 2, "table": np.array([1.0, 0.5, 0.2, 0.1])}
PROGRAMS = {
    "complement": ("1 - x", "x"),
    "reciprocal": ("a / x", "x / a"),
    "double": ("a / 2", "a"),
    "half": ("2 * a", "a"),
    "reversed": ("a[::-1]", "a"),
    "per-step": ("np.cumprod(a)", "a"),
    "off-by-one": ("a[1:]", "a[:]"),
    "degrees": ("np.cos(a)", "np.cos(np.radians(a))"),
    "log10": ("np.log(a)", "np.log10(a)"),
    "log2": ("np.log(a)", "np.log2(a)"),
    "dropped-root": ("a ** 0.5", "a"),
    "dropped-square": ("a ** 2", "a"),
    "deviation-for-variance": ("a.std(axis=0)", "a.var(axis=0)"),
    "plus-for-minus": ("a - b", "a + b"),
    "swapped-difference": ("a - b", "b - a"),
    "swapped-arguments": ("f(a, b)", "f(b, a)"),
    "dropped-term": ("a + b", "a"),
    "dropped-factor": ("a * b", "a"),
    "times-for-divided": ("a * b", "a / b"),
    "mean-for-sum": ("a.sum()", "a.mean()"),
    "smallest-for-largest": ("np.minimum(a, b)", "np.maximum(a, b)"),
    "dropped-bound": ("np.clip(a, 0, 1)", "a"),
    "dropped-absolute": ("np.abs(a)", "a"),
    "dropped-rounding": ("a // b", "a / b"),
    "other-rounding": ("np.round(a)", "np.floor(a)"),
    "sine-for-cosine": ("np.sin(a)", "np.cos(a)"),
    "other-axis": ("a.sum(axis=1)", "a.sum(axis=0)"),
    "dropped-axis": ("a[:, None]", "a"),
    "ddof": ("a.std()", "a.std(ddof=1)"),
    "dropped-pad": ("np.concatenate([[1.0], a])", "a"),
    "dropped-copy": ("a.copy()", "a"),
    "dropped-kind": ("np.asarray(a)", "a"),
    "other-comparison": ("a < b", "a <= b"),
    "dropped-condition": ("if a:\n    b", "if True:\n    b"),
    "dropped-line": ("a = b", "pass"),
    "transposed": ("a @ b", "a.T @ b"),
    "fixed-input": ("def f(a, b=2):\n    return a", "def f(a, b=2):\n    b = 2\n    return a"),
    "kept-kind": ("np.zeros(len(a))", "np.zeros_like(a)"),
    "fixed-size": ("a.size", "len(a)"),
    "other-limit": ("a < 1e-06", "a < 9.999999999999999e-06"),
    "dropped-order": ("np.sort(a)", "a"),
}


def with_formula() -> set[str]:
    return {one.name for one in MUTATIONS if one.formula}


def test_every_row_has_an_example_here() -> None:
    assert FORMULAS.keys() == with_formula()
    assert PROGRAMS.keys() == {one.name for one in MUTATIONS if one.program}
    assert all(one.key or one.formula or one.program for one in MUTATIONS)


@pytest.mark.parametrize("name", FORMULAS)
def test_a_row_changes_a_formula(name: str) -> None:
    before, after = FORMULAS[name]
    make = BY_NAME[name].formula
    assert make is not None
    made = of_formulas.changed_once(parse(before), lambda node: make(node, NAMES))
    assert written(parse(after)) in [written(whole) for _, _, whole in made]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_row_changes_a_program(name: str) -> None:
    before, after = PROGRAMS[name]
    make = BY_NAME[name].program
    assert make is not None
    made = [source for _, _, source in trees.changed_once(ast.parse(before), make)]
    assert after in made
    assert all(compile(source, "a", "exec") for source in made)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("plus-for-minus", "a += b", "a -= b"),
        ("times-for-divided", "a /= b", "a *= b"),
        ("other-axis", "a.sum(1)", "a.sum(0)"),
        ("other-axis", "np.sum(a)", "np.sum(a, axis=-1)"),
        ("other-axis", "a.sum(axis=(1, 2))", "a.sum(axis=1)"),
        ("dropped-axis", "a[:, None]", "a[None, :]"),
        ("dropped-kind", "np.zeros_like(a, dtype=float)", "np.zeros_like(a)"),
        ("dropped-condition", "a if b else c", "c"),
        ("dropped-condition", "np.where(a, b, c)", "b"),
        ("dropped-condition", "a and b", "b"),
        ("transposed", "a.T", "a"),
        ("other-limit", "-np.inf", "-0"),
        ("fixed-input", "def f(*, b=2):\n    return b", "def f(*, b=2):\n    b = 2\n    return b"),
    ],
)
def test_a_row_changes_a_program_in_other_ways_too(name: str, before: str, after: str) -> None:
    make = BY_NAME[name].program
    assert make is not None
    assert after in [source for _, _, source in trees.changed_once(ast.parse(before), make)]


def test_inputs_and_sizes_of_an_example_stand_for_any() -> None:
    program = "def f(a, b):\n    return len(a) * np.mean(a - b)"
    example = Example({"f": {"b": 7.5}}, {"a": (3, 4)})
    made = {one.change: one.mutation.name for one in program_mutants(program, example)}
    assert made["`f` begins with `b = 7.5`"] == "fixed-input"
    assert made["`len(a)` -> `3`"] == "fixed-size"
    assert made["`np.mean(a - b)` -> `np.sum(a - b) / 12`"] == "fixed-size"


def test_names_are_distinct_and_questions_are_asked() -> None:
    assert len(BY_NAME) == len(MUTATIONS)
    assert all(one.say.endswith(("?", ".")) and one.tag == f"auto-{one.name}" for one in MUTATIONS)


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    assert mutation_named("off-by-one") == "off-by-one"
    with pytest.raises(ValueError, match=r"no mutation is called 'off-by-on'; did you mean 'off-by-one'\?"):
        mutation_named("off-by-on")


def row(one: Mutation) -> str:
    marks = ("yes" if has else "" for has in (one.key, one.formula, one.program))
    return f"| `{one.name}` | {one.does} | {' | '.join(marks)} |"


def page_with_rows() -> str:
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    head = (
        "| name | what is changed | in a key's value | in a formula | in a program |\n|---|---|---|---|---|"
    )
    rows = "\n".join((head, *map(row, MUTATIONS)))
    return f"{before}{START}\n{rows}\n{END}{after}"


def test_the_page_lists_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with_rows(), "run: python -m tests.test_mutations"


if __name__ == "__main__":
    PAGE.write_text(page_with_rows(), encoding="utf-8")
