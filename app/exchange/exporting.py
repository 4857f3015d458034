"""Exercises of a book as one file of Moodle XML, with what could not be exported and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.book import Chapter, Workbook
from app.exchange.counterparts import NoCounterpart
from app.exchange.moodle_questions import question_of
from app.exchange.moodle_texts import Words
from app.exchange.moodle_writing import category, question, quiz
from app.faults import did_you_mean
from app.models import Exercise
from app.values import EvaluationError
from app.variants import NoVariant, has_variants, variant_of


class NotInBook(Exception):  # noqa: N818 - a name was mistyped
    """A name that is neither an exercise nor a chapter; says what it may mean."""


@dataclass(frozen=True)
class Chosen:
    """Exercises of a chapter, and the book it is in."""

    book: Workbook
    chapter: Chapter
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True)
class Export:
    """The file, how many questions it holds, and why exercises or some of their numbers are not in it."""

    xml: str
    questions: int
    left_out: tuple[tuple[str, str], ...]


def names_of(chapter: Chapter) -> tuple[str, str, str]:
    """What a chapter may be called: by its folder, its name or its number."""
    return f"{chapter.number:02d}-{chapter.slug}", chapter.slug, str(chapter.number)


def chosen(books: Sequence[Workbook], names: Sequence[str]) -> list[Chosen]:
    """What the names stand for, in reading order; all exercises without a name. Raises NotInBook."""
    wanted = {name.rstrip("/").rpartition("/")[2].removesuffix(".yaml") for name in names}
    found, known = [], set[str]()
    for book in books:
        for chapter in book.chapters:
            called = names_of(chapter)
            ids = {one.id for one in chapter.exercises}
            whole = not wanted or not wanted.isdisjoint(called)
            exercises = tuple(one for one in chapter.exercises if whole or one.id in wanted)
            known |= {*called, *ids}
            if exercises:
                found.append(Chosen(book, chapter, exercises))
    if unknown := sorted(wanted - known):
        near = did_you_mean(unknown[0], known)
        raise NotInBook(
            " ".join((f"There is no exercise or chapter {unknown[0]!r}.", near.capitalize())).strip()
        )
    return found


def exported(selection: Sequence[Chosen], seeds: int) -> Export:
    """The questions of all these exercises, with the numbers of the first seeds."""
    words = Words()
    questions: list[str] = []
    left_out: dict[str, str] = {}
    count = 0
    for one in selection:
        title = f"{one.chapter.number:02d} {one.chapter.title}"
        written = list(_questions(one.exercises, seeds, words, left_out))
        if written:
            questions += [category((one.book.title, title)), *written]
            count += len(written)
    return Export(quiz(questions), count, tuple(left_out.items()))


def _questions(
    exercises: Sequence[Exercise], seeds: int, words: Words, left_out: dict[str, str]
) -> Iterator[str]:
    for exercise in exercises:
        for seed in range(seeds if has_variants(exercise) else 1):
            try:
                yield question(question_of(variant_of(exercise, seed), words))
            except NoCounterpart as problem:
                left_out[exercise.id] = str(problem)
                break
            except (NoVariant, EvaluationError) as problem:
                left_out[f"{exercise.id}, seed {seed}"] = str(problem)
