"""The table of all seeds: numbers, keys, mistakes, and what the check says of each."""

from __future__ import annotations

from app.author.keyed import keyed
from app.author.seeds import near_of, seeds_table
from app.formulas import Renderer
from app.variants import variant_of
from tests.grading import examples

RENDERER = Renderer(None)
DRAWN = """
id: some-root
type: numeric
params: {a: {int: [1, 4], default: 4}}
answer: sqrt(a)
tolerance: {rel: 0.01}
mistakes:
  - {if: a, tag: no-root, say: Take the root.}
  - {if: a/0, tag: never, say: Never.}
"""
CONDITIONAL = """
id: which-holds
type: choice
params: {a: {choice: [1, 2], default: 1}}
options:
  - {text: small, correct: a < 2, say: "Below 2."}
  - {text: large, correct: a >= 2, say: "From 2 on."}
"""


def test_a_row_has_parameters_key_and_mistakes_and_says_what_collides() -> None:
    table = seeds_table(examples.exercise(DRAWN), 20, RENDERER)
    assert (table.params, table.values) == (("a",), ("key", "no-root", "never"))
    first = table.rows[0]
    assert (first.params, [cell.text for cell in first.values]) == (("4",), ["2", "4", "–"])
    assert not first.problems
    ones = [row for row in table.rows if row.params == ("1",)]
    assert ones
    assert all(row.values[1].is_accepted for row in ones)
    assert all("The mistake 'no-root' gives 1, which is accepted" in " ".join(row.problems) for row in ones)
    assert set(table.problematic) >= set(ones)


def test_near_misses_are_in_the_table_on_demand() -> None:
    exercise = examples.exercise(DRAWN)
    assert seeds_table(exercise, 3, RENDERER).near == ()
    table = seeds_table(exercise, 3, RENDERER, near=True)
    assert "auto-sign" in table.near
    variant = variant_of(exercise, 0)
    wanted = {tag for one in keyed(exercise) for tag, _, _ in near_of(one, variant)}
    assert wanted <= set(table.near)
    assert all(len(row.near) == len(table.near) for row in table.rows)


def test_a_seed_without_numbers_keeps_its_row_and_says_why() -> None:
    text = DRAWN.replace("answer: sqrt(a)", "require: a > 4\nanswer: sqrt(a)")
    (first, *_) = seeds_table(examples.exercise(text), 2, RENDERER).rows
    assert first.params == ()
    assert "No numbers for seed 0" in first.problems[0]


def test_an_exercise_that_draws_nothing_has_one_row() -> None:
    assert len(seeds_table(examples.exercise(examples.NUMBER), 50, RENDERER).rows) == 1


def test_options_that_hold_by_the_numbers_are_named() -> None:
    rows = seeds_table(examples.exercise(CONDITIONAL), 12, RENDERER).rows
    assert {(row.params[0], row.values[0].text) for row in rows} == {("1", "option 1"), ("2", "option 2")}


def test_parts_have_columns_of_their_own() -> None:
    table = seeds_table(examples.exercise(examples.PARTS), 1, RENDERER)
    assert table.values[0].startswith("(")
    assert all(len(row.values) == len(table.values) for row in table.rows)
