"""What is exported comes back with the same keys, for every kind of exercise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.book import Workbook
from app.exchange.bank import Bank, Foreign
from app.exchange.counterparts import NoCounterpart
from app.exchange.exporting import chosen, exported
from app.exchange.moodle import read_moodle
from app.exchange.moodle_questions import question_of
from app.exchange.moodle_texts import Words
from app.exchange.moodle_writing import question, quiz
from app.grading.tolerances import comparing, tolerance_of
from app.library import read_library
from app.models import (
    Categorise,
    ChoiceQuestion,
    Exercise,
    Match,
    MultiChoiceQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.places import folder
from app.prose import Template
from app.variants import Variant, variant_of
from tests.checkout import ROOT
from tests.exchange.imports import imported, renderer, small_book

TYPES = read_library(ROOT / "tests" / "browser" / "book", None)
WHOLE = read_library(folder("exercises"), None)
WORDS = Words()


def returned(variant: Variant, root: Path) -> Exercise:
    """The exercise after its way through Moodle's format."""
    bank = read_moodle(quiz([question(question_of(variant, WORDS))]).encode())
    outcome = imported(bank, small_book(root))
    assert outcome.left_out == []
    book = read_library(root / "book", renderer())
    return book.exercise(outcome.drafts[0].id)


def plain(text: Template, variant: Variant) -> str:
    return WORDS.plain(variant.say(text))


def same_value(
    one: NumericQuestion | VectorQuestion, wanted: object, back: NumericQuestion, again: object
) -> None:
    """The same key to the digits that count, and the same numbers accepted."""
    assert again == pytest.approx(wanted, rel=1e-12)
    before, after = comparing(tolerance_of(one)), comparing(tolerance_of(back))
    assert after.bound(again) == pytest.approx(before.bound(wanted), rel=1e-9)  # type: ignore[arg-type]  # numbers


@pytest.mark.parametrize(
    "id_", ["one-number", "two-numbers", "two-parts", "own-words", "one-choice", "many-choices"]
)
def test_the_key_comes_back(id_: str, tmp_path: Path) -> None:
    exercise = TYPES.exercise(id_)
    variant = variant_of(exercise, 3)
    back = returned(variant, tmp_path)
    again = variant_of(back, 0)
    match exercise:
        case Numeric():
            assert isinstance(back, Numeric)
            same_value(exercise, variant.key(exercise), back, again.key(back))
            assert len(back.mistakes) == len(exercise.mistakes)
        case Vector():
            assert isinstance(back, Multipart)
            key = np.asarray(variant.key(exercise)).ravel()
            for part, wanted in zip(back.parts, key, strict=True):
                assert isinstance(part, NumericQuestion)
                same_value(exercise, wanted, part, again.part_names()[f"parts.{part.id}"])
        case Multipart():
            assert isinstance(back, Multipart)
            for old, new in zip(exercise.parts, back.parts, strict=True):
                assert isinstance(old, NumericQuestion)
                assert isinstance(new, NumericQuestion)
                names = again.part_names()
                same_value(old, variant.part_names()[f"parts.{old.id}"], new, names[f"parts.{new.id}"])
        case ChoiceQuestion() | MultiChoiceQuestion():
            assert back.type == exercise.type
            assert isinstance(back, ChoiceQuestion | MultiChoiceQuestion)
            old_ = {
                (plain(one.text, variant), variant.holds(one), plain(one.say, variant))
                for one in exercise.options
            }
            new_ = {(plain(one.text, again), again.holds(one), plain(one.say, again)) for one in back.options}
            assert new_ == old_
        case SelfCheck():
            assert isinstance(back, SelfCheck)
            assert [plain(one, again) for one in back.rubric] == [
                plain(one, variant) for one in exercise.rubric
            ]


@pytest.mark.parametrize("id_", ["matched-pairs", "sorted-kinds", "sorted-steps"])
def test_pairs_and_orders_come_back(id_: str, tmp_path: Path) -> None:
    exercise = TYPES.exercise(id_)
    variant = variant_of(exercise, 0)
    if id_ == "sorted-steps":
        with pytest.raises(NoCounterpart, match="several orders"):
            question_of(variant, WORDS)
        return
    back = returned(variant, tmp_path)
    assert isinstance(exercise, Match | Categorise)
    assert isinstance(back, Match | Categorise)
    again = variant_of(back, 0)
    assert {(plain(one.left, again), plain(one.right, again)) for one in back.pairs} == {
        (plain(one.left, variant), plain(one.right, variant)) for one in exercise.pairs
    }


def test_a_wrong_line_is_one_option_of_many(tmp_path: Path) -> None:
    exercise = TYPES.exercise("wrong-line")
    back = returned(variant_of(exercise, 0), tmp_path)
    assert isinstance(back, ChoiceQuestion)
    right = [one.text.text for one in back.options if one.correct is True]
    assert len(right) == 1
    assert right[0].startswith("Line 4:")


@pytest.mark.parametrize("id_", ["one-formula", "small-program"])
def test_what_moodle_cannot_ask_is_told(id_: str) -> None:
    with pytest.raises(NoCounterpart, match="Moodle itself"):
        question_of(variant_of(TYPES.exercise(id_), 0), WORDS)


def read_back(book: Workbook) -> Bank:
    return read_moodle(exported(chosen([book], []), 2).xml.encode())


def test_every_question_of_the_whole_book_can_be_read_back() -> None:
    done = exported(chosen([WHOLE], []), 2)
    bank = read_back(WHOLE)
    assert len(bank.questions) == done.questions > 100
    assert [one.name for one in bank.questions if isinstance(one.body, Foreign)] == []
    assert {reason for _, reason in done.left_out} <= {
        "Moodle itself runs no programs",
        "Moodle itself compares no formulas",
        "several orders of its items are right",
    }
