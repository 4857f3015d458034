"""Chapters 0 to 2 hold what the curriculum lists, and their lessons place all of it."""

from __future__ import annotations

from collections import Counter

import pytest

from app.lessons import ExerciseBlock, FigureBlock, FlashcardsBlock
from app.models import Code, Exercise, Multipart, NumericQuestion, VectorQuestion
from app.variants import NoVariant, has_variants, variant_of
from app.workbook import Workbook

CHAPTERS = {
    0: (
        "map-pixel-count map-opening-failure map-many-easy-steps map-families map-method-choice "
        "map-gauss-sum map-kl-equal-var map-noise-shell map-range-roundtrip map-analogy-limits"
    ),
    1: (
        "fwd-alpha-first fwd-one-step fwd-one-step-vector fwd-compose fwd-closed-form fwd-which-noise "
        "fwd-rand-not-randn fwd-abar-sum fwd-abar-code fwd-terminal fwd-q-sample fwd-variance-preserving "
        "fwd-signal-share fwd-snr fwd-vp-to-ve fwd-write-closed-form"
    ),
    2: (
        "sch-linear-abar sch-approx-error sch-first-below sch-cosine-abar sch-cosine-code sch-cosine-beta "
        "sch-bug-ratio sch-scaled-linear sch-make-betas sch-fingerprints sch-why-cosine sch-terminal-snr "
        "sch-zero-terminal sch-resolution-shift"
    ),
}
CARDS = {0: 5, 1: 6, 2: 6}
TAGS_OF_A_CHAPTER = 20


def exercises_of(book: Workbook) -> list[Exercise]:
    """The exercises of chapters 0 to 2, in reading order."""
    return [exercise for chapter in book.chapters[:3] for exercise in chapter.exercises]


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_holds_its_exercises_in_reading_order(book: Workbook, number: int) -> None:
    assert [exercise.id for exercise in book.chapters[number].exercises] == CHAPTERS[number].split()


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_lesson_places_each_exercise_once_and_in_order(book: Workbook, number: int) -> None:
    placed = [block.id for block in book.chapters[number].lesson if isinstance(block, ExerciseBlock)]
    assert placed == CHAPTERS[number].split()


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_lesson_ends_with_its_flashcards(book: Workbook, number: int) -> None:
    chapter = book.chapters[number]
    assert isinstance(chapter.lesson[-1], FlashcardsBlock)
    assert len(chapter.flashcards) == CARDS[number]


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
    assert len(used) <= 2 * TAGS_OF_A_CHAPTER


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
    assert len(programs) == 6
    for program in programs:
        assert len(program.cases.hidden) >= 4, program.id
        assert len(program.mutants) >= 4, program.id
