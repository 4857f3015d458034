"""Every chapter holds what the curriculum lists, and their lessons place all of it."""

from __future__ import annotations

from collections import Counter

import pytest

from app.lessons import ExerciseBlock, FigureBlock, FlashcardsBlock
from app.models import Code, Exercise, Multipart, NumericQuestion, VectorQuestion
from app.variants import NoVariant, has_variants, variant_of
from app.workbook import Workbook

from .recorded import CHAPTERS

NEW_TAGS_OF_A_CHAPTER = 14


def exercises_of(book: Workbook) -> list[Exercise]:
    """All exercises, in reading order."""
    return [exercise for chapter in book.chapters for exercise in chapter.exercises]


def test_every_chapter_is_recorded(book: Workbook) -> None:
    assert list(CHAPTERS) == list(range(len(book.chapters)))


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_holds_its_exercises_in_reading_order(book: Workbook, number: int) -> None:
    assert [exercise.id for exercise in book.chapters[number].exercises] == list(CHAPTERS[number].exercises)


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_lesson_places_each_exercise_once_and_in_order(book: Workbook, number: int) -> None:
    placed = [block.id for block in book.chapters[number].lesson if isinstance(block, ExerciseBlock)]
    assert placed == list(CHAPTERS[number].exercises)


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_lesson_ends_with_its_flashcards(book: Workbook, number: int) -> None:
    chapter = book.chapters[number]
    assert isinstance(chapter.lesson[-1], FlashcardsBlock)
    assert len(chapter.flashcards) == CHAPTERS[number].cards


@pytest.mark.parametrize("number", CHAPTERS)
def test_every_figure_has_a_caption(book: Workbook, number: int) -> None:
    figures = [block for block in book.chapters[number].lesson if isinstance(block, FigureBlock)]
    assert figures
    assert all(figure.caption.text for figure in figures)


def test_every_exercise_has_hints_and_an_insight(book: Workbook) -> None:
    for exercise in exercises_of(book):
        assert len(exercise.hints) >= 2, exercise.id
        assert exercise.explanation is not None, exercise.id


def test_tags_are_few_and_shared(book: Workbook) -> None:
    used = Counter(tag for exercise in exercises_of(book) for tag in exercise.tags)
    assert all(2 <= len(exercise.tags) <= 4 for exercise in exercises_of(book))
    assert len(used) <= NEW_TAGS_OF_A_CHAPTER * len(book.chapters)


def test_parameters_that_vary_give_new_numbers_for_many_seeds(book: Workbook) -> None:
    for exercise in exercises_of(book):
        if has_variants(exercise):
            try:
                shown = {str(variant_of(exercise, seed).names) for seed in range(40)}
            except NoVariant as none:
                pytest.fail(str(none))
            assert len(shown) >= 4, exercise.id


def test_every_number_asked_for_knows_its_typical_mistakes(book: Workbook) -> None:
    for exercise in exercises_of(book):
        questions = exercise.parts if isinstance(exercise, Multipart) else (exercise,)
        for question in questions:
            if isinstance(question, NumericQuestion | VectorQuestion):
                assert question.mistakes, exercise.id


def test_every_program_asked_for_is_tried_out_of_sight_and_against_known_mistakes(book: Workbook) -> None:
    programs = [exercise for exercise in exercises_of(book) if isinstance(exercise, Code)]
    assert programs
    for program in programs:
        assert len(program.cases.hidden) >= 4, program.id
        assert len(program.mutants) >= 4, program.id
