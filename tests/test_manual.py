"""The reference of authors is the program's own: up to date, complete, and with links that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app.figures import FIGURES
from app.functions import CONSTANTS, DRAWS, FUNCTIONS
from app.json_schema import schema
from app.lessons import ExerciseBlock, FigureBlock, FlashcardsBlock, NoteBlock
from app.manual import reference
from app.manual.language import FILTER_MEANINGS, meaning
from app.manual.page import PAGE
from app.manual.words import kind, table
from app.models import EXERCISE_TYPES
from app.prose import FILTERS

TEXT = reference()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == TEXT, "run: python -m app.manual"


def test_every_type_key_function_filter_and_figure_is_in_it() -> None:
    for name in EXERCISE_TYPES:
        assert f"### {name}\n" in TEXT
    for made in schema()["$defs"].values():
        for key in made["properties"]:
            assert f"| `{key}` | " in TEXT
    for name in (*FUNCTIONS, *DRAWS):
        assert f"`{name}(" in TEXT, name
    for name in (*CONSTANTS, *FIGURES):
        assert f"`{name}`" in TEXT, name
    assert set(FILTER_MEANINGS) == set(FILTERS)


def test_every_function_says_what_it_returns() -> None:
    said = {name: meaning(one) for name, one in FUNCTIONS.items()}
    assert [name for name, words in said.items() if not words or words.startswith("One function,")] == []


def test_no_two_headings_are_alike_and_every_link_leads_to_one() -> None:
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL), re.MULTILINE)
    anchors = Counter(re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings)
    assert max(anchors.values()) == 1, anchors.most_common(2)
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= set(anchors)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 5}, "whole number, 1 to 5"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 10}, "number, more than 0 and at most 10"),
        ({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
         "2-item list of number"),
        ({"enum": ["a", "b"]}, "`a` or `b`"),
        ({"$ref": "#/$defs/RealParameter"}, "[Real parameter](#real-parameter)"),
        ({"type": "array", "items": {"enum": [1, 2]}}, "list of `1` or `2`"),
    ],
)  # fmt: skip
def test_a_schema_in_words(made: dict[str, object], words: str) -> None:
    assert kind(made) == words


def test_a_bar_in_a_cell_is_no_new_cell() -> None:
    assert table(("a", "b"), [("x | y", "z\nz")]) == "| a | b |\n|---|---|\n| x \\| y | z z |\n"


def test_what_a_lesson_places_is_in_it() -> None:
    for block in (ExerciseBlock, FigureBlock, FlashcardsBlock):
        assert f"| `::{block.kind}" in TEXT
    assert f"| `::: {NoteBlock.kind}` | " in TEXT
