"""Keys in short speak of what stands on the sheet."""

from __future__ import annotations

import pytest

from app.field_types import Matching, Options, Sequence
from app.formulas import Renderer
from app.library import read_library
from app.markdown import Markdown
from app.variants import variant_of
from app.worksheets import Topic, sheet_of
from app.worksheets.short_answers import letter, short_answer
from tests.checkout import ROOT

BOOK = read_library(ROOT / "tests" / "browser" / "book", None)
CHAPTER = BOOK.chapters[0]
MARKDOWN = Markdown(Renderer(None))
TOPIC = Topic(BOOK.title, CHAPTER.title, CHAPTER.exercises)


def short(id_: str, seed: int = 0) -> str:
    return short_answer(variant_of(BOOK.exercise(id_), seed))


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("one-number", r"$2\pm0.004$"),
        ("two-numbers", r"$[2, 4]\pm[0.004, 0.008]$"),
        ("two-parts", r"(a) $9\pm0.018$ · (b) $10\pm0.02$"),
        ("one-formula", "`1 - a1 * a2`"),
        ("wrong-line", "line 4"),
        ("small-program", ""),
        ("own-words", ""),
    ],
)
def test_the_key_in_short(id_: str, answer: str) -> None:
    assert short(id_) == answer


@pytest.mark.parametrize("seed", range(4))
def test_letters_are_those_on_the_sheet(seed: int) -> None:
    fields = {one.exercise.id: one.field for one in sheet_of(TOPIC, seed, MARKDOWN).asked}
    options, pairs, steps = fields["one-choice"], fields["matched-pairs"], fields["sorted-steps"]
    assert isinstance(options, Options)
    assert ">2<" in options.rows[ord(short("one-choice", seed)) - ord("A")].html
    assert isinstance(pairs, Matching)
    squares = {letter_: str(html) for _, letter_, html in pairs.rights}
    for row, told in zip(pairs.rows, short("matched-pairs", seed).split(", "), strict=True):
        wanted = {"2": "4", "3": "9"}["2" if ">2<" in row.html else "3"]
        assert f">{wanted}<" in squares[told.split()[1]]
    assert isinstance(steps, Sequence)
    order, out = short("sorted-steps", seed).split("; not ")
    texts = [steps.items[ord(one) - ord("A")][1] for one in order.split(", ")]
    assert "Draw clean" in texts[0] or "Draw" in texts[0]
    assert "Compare" in texts[-1]
    assert "whole chain" in steps.items[ord(out) - ord("A")][1]


def test_letters_go_on_as_numbers() -> None:
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "27"]
