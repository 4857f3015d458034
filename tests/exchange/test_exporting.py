"""Which exercises are exported, and how many variants of each."""

from __future__ import annotations

import re

import pytest

from app.exchange.exporting import NotInBook, chosen, exported
from app.library import read_library
from tests.checkout import ROOT

BOOK = read_library(ROOT / "tests" / "books" / "small", None)


@pytest.mark.parametrize("name", ["1", "first-steps", "01-first-steps", "books/small/01-first-steps/"])
def test_a_chapter_is_named_by_number_name_or_folder(name: str) -> None:
    (one,) = chosen([BOOK], [name])
    assert one.chapter.slug == "first-steps"
    assert len(one.exercises) == len(one.chapter.exercises)


def test_exercises_are_chosen_one_by_one() -> None:
    found = chosen([BOOK], ["more-match", "step-root", "01-first-steps/step-choice.yaml"])
    assert [exercise.id for one in found for exercise in one.exercises] == [
        "step-root",
        "step-choice",
        "more-match",
    ]


def test_without_a_name_all_are_chosen() -> None:
    assert sum(len(one.exercises) for one in chosen([BOOK], [])) == 8


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(NotInBook, match=r"no exercise or chapter 'step-rot'.*Did you mean 'step-root'"):
        chosen([BOOK], ["step-rot"])


def test_only_exercises_with_numbers_have_variants() -> None:
    done = exported(chosen([BOOK], ["step-root", "step-choice"]), 4)
    names = re.findall(r"<idnumber>(.*?)</idnumber>", done.xml)
    assert names == ["step-root-0", "step-root-1", "step-root-2", "step-root-3", "step-choice-0"]
    assert done.questions == 5


def test_each_chapter_is_a_category_of_its_book() -> None:
    done = exported(chosen([BOOK], []), 1)
    assert f"$course$/top/{BOOK.title}/01 First steps</text>" in done.xml
