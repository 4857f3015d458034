"""What a sheet of paper asks, and what its key says."""

from __future__ import annotations

from app.formulas import Renderer
from app.library import read_library
from app.markdown import Markdown
from app.variants import variant_of
from app.worksheets import Topic, keys_of, sheet_of
from tests.checkout import ROOT

BOOK = read_library(ROOT / "tests" / "browser" / "book", None)
CHAPTER = BOOK.chapters[0]
MARKDOWN = Markdown(Renderer(None))
TOPIC = Topic(BOOK.title, CHAPTER.title, CHAPTER.exercises)


def test_a_sheet_has_the_numbers_of_its_seed() -> None:
    first = sheet_of(TOPIC, 4, MARKDOWN).asked[0]
    number = next(iter(variant_of(BOOK.exercise("one-number"), 4).names.values()))
    assert str(number) in first.prompt


def test_the_key_has_solution_insight_and_points() -> None:
    keys = {one.exercise.id: one for one in keys_of(sheet_of(TOPIC, 0, MARKDOWN), MARKDOWN).answered}
    assert "Because variances add" in keys["own-words"].solution
    assert "<li>" in keys["own-words"].solution
    assert "np.asarray(x)" in keys["small-program"].solution
