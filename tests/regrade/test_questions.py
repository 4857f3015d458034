"""Whether an exercise still asks what an older version of it asked."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from app.models import Exercise
from app.prose import Template
from app.regrade.questions import difference, written_numbers
from app.variants import variant_of

ANY: TypeAdapter[Exercise] = TypeAdapter(Exercise)
HEAD = {"id": "e", "title": "E", "difficulty": 1, "tags": ["t"]}
NUMERIC: dict[str, Any] = {
    **HEAD,
    "type": "numeric",
    "params": {"n": {"int": [2, 50], "default": 9}, "hidden": 3},
    "let": {"double": "2*n"},
    "prompt": "What is the root of {{ n }}, to 3 digits? Its double is {{ double }}.",
    "answer": "sqrt(n)",
}
CHOICE: dict[str, Any] = {
    **HEAD,
    "type": "choice",
    "params": {"n": {"int": [2, 50], "default": 9}},
    "prompt": "Which?",
    "options": [
        {"id": "a", "text": "{{ n }}", "correct": True, "say": "Yes."},
        {"text": "five", "say": "No."},
        {"text": "six", "say": "No."},
    ],
}
ORDERING: dict[str, Any] = {
    **HEAD,
    "type": "ordering",
    "prompt": "Sort.",
    "items": {"one": "first", "two": "second"},
    "before": [["one", "two"]],
}
MATCH: dict[str, Any] = {
    **HEAD,
    "type": "match",
    "prompt": "Match.",
    "pairs": [{"left": "2", "right": "4"}, {"left": "3", "right": "9"}],
}
PARTS: dict[str, Any] = {
    **HEAD,
    "type": "multipart",
    "params": {"n": 4},
    "prompt": "Two.",
    "parts": [
        {"id": "a", "type": "numeric", "ask": "Half of {{ n }}?", "answer": "n/2"},
        {"id": "b", "type": "numeric", "ask": "Add 1 to {{ parts.a }}.", "answer": "parts.a + 1"},
    ],
}
BUG: dict[str, Any] = {
    **HEAD,
    "type": "bug-line",
    "prompt": "Find it.",
    "code": "x = 1\ny = x - 1\n",
    "line": 2,
    "fix": "y = x + 1",
    "shows": "y == 2",
}
FORMULA: dict[str, Any] = {
    **HEAD,
    "type": "expression",
    "prompt": "Write it.",
    "variables": {"x": [0, 1]},
    "answer": "x**2",
}
TEXT: dict[str, Any] = {
    **HEAD,
    "type": "self-check",
    "prompt": "Why?",
    "model": "So.",
    "rubric": ["One.", "Two."],
}


def differs(
    old: dict[str, Any], changed: dict[str, Any], seed: int = 0, *, reworded: bool = False
) -> str | None:
    """In what the exercise with other keys asks something else."""
    now = ANY.validate_python(old | changed)
    return difference(variant_of(ANY.validate_python(old), seed), variant_of(now, seed), reworded=reworded)


@pytest.mark.parametrize(
    ("old", "fix"),
    [
        (NUMERIC, {"answer": "n"}),
        (NUMERIC, {"tolerance": {"rel": 0.1}, "title": "Another", "hints": ["Try 7."]}),
        (NUMERIC, {"mistakes": [{"if": "n", "tag": "forgot", "say": "That is 9."}]}),
        (NUMERIC, {"params": NUMERIC["params"] | {"hidden": 4}}),
        (NUMERIC, {"prompt": "Root of {{ n }} (double {{ double }}), to 3 digits: $x_0$ and $x_{12}$."}),
        (CHOICE, {"options": [CHOICE["options"][0] | {"say": "Indeed."}, *CHOICE["options"][:0:-1]]}),
        (CHOICE, {"options": [*CHOICE["options"], {"text": "seven", "say": "No."}]}),
        (ORDERING, {"before": [["two", "one"]]}),
        (MATCH, {"pairs": [{"left": "2", "right": "9"}, {"left": "3", "right": "4"}]}),
        (BUG, {"line": 1, "fix": "x = 3", "shows": "y == 2"}),
        (FORMULA, {"variables": {"x": [1, 2]}, "answer": "x**3"}),
        (TEXT, {"model": "Because."}),
    ],
)
def test_a_fix_behind_the_question_leaves_it_the_same(old: dict[str, Any], fix: dict[str, Any]) -> None:
    assert differs(old, fix) is None
    assert differs(old, fix, seed=7) is None


@pytest.mark.parametrize(
    ("old", "change", "words"),
    [
        (NUMERIC, {"params": NUMERIC["params"] | {"n": {"int": [2, 50], "default": 16}}}, "other numbers"),
        (NUMERIC, {"let": {"double": "3*n"}}, "other numbers"),
        (NUMERIC, {"prompt": "What is the root of {{ n }}, to 3 digits?"}, "other numbers"),
        (NUMERIC, {"unit": "m"}, "another unit"),
        (CHOICE, {"params": {"n": 10}}, "other numbers"),
        (
            CHOICE,
            {"options": [{"text": "new", "correct": True, "say": "."}, *CHOICE["options"][1:]]},
            "offered",
        ),
        (ORDERING, {"items": {"one": "first", "two": "the second"}}, "offered"),
        (MATCH, {"pairs": [*MATCH["pairs"], {"left": "4", "right": "16"}]}, "offered"),
        (PARTS, {"parts": [PARTS["parts"][0]]}, "other parts"),
        (PARTS, {"parts": [PARTS["parts"][0] | {"answer": "n/4"}, PARTS["parts"][1]]}, "other numbers"),
        (BUG, {"code": "x = 2\ny = x - 1\n"}, "another program"),
        (FORMULA, {"variables": {"x": [0, 1], "y": [0, 1]}}, "other variables"),
        (TEXT, {"rubric": ["One.", "Three."]}, "other points"),
        (
            NUMERIC | {"answer": "[n, n]", "type": "vector"},
            {"type": "numeric", "answer": "n"},
            "of the type vector",
        ),
    ],
)
def test_another_question_is_told_in_words(old: dict[str, Any], change: dict[str, Any], words: str) -> None:
    assert words in (differs(old, change) or "")


def test_a_condition_that_draws_other_numbers_asks_another_question_at_those_seeds_only() -> None:
    seeds = [differs(NUMERIC, {"require": "n > 25"}, seed) for seed in range(1, 20)]
    assert None in seeds
    assert "it showed other numbers" in seeds


def test_numbers_written_in_the_text_count_unless_they_are_said_not_to() -> None:
    changed = {"prompt": NUMERIC["prompt"].replace("3 digits", "2 digits")}
    assert differs(NUMERIC, changed) == "other numbers stood in its text"
    assert differs(NUMERIC, changed, reworded=True) is None


def test_numbers_in_subscripts_are_names() -> None:
    text = Template.parse(r"$x_0 + x_{12} + \bar\alpha_t$, 1000 steps of 0.5 and 2")
    assert sorted(written_numbers(text)) == ["0.5", "1000", "2"]
