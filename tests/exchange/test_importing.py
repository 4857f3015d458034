"""A bank into a chapter: what is written holds, nothing that is there is touched, the rest is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.additions import Unplaceable
from app.exchange.bank import Bank
from app.exchange.importing import Into, NoChapter, import_bank
from app.exchange.sources import read_bank
from app.faults import BadContent
from app.layout import formatted
from app.library import read_library
from tests.exchange.imports import BANKS, BOOK, exercise, imported, question_of, renderer, small_book

XML, GIFT = read_bank(BANKS / "course.xml"), read_bank(BANKS / "course.gift")


@pytest.mark.parametrize("bank", [XML, GIFT], ids=["xml", "gift"])
def test_a_book_with_an_imported_bank_can_be_read(bank: Bank, tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    outcome = imported(bank, chapter)
    book = read_library(tmp_path / "book", renderer())
    ids = [one.id for one in book.chapters[0].exercises]
    assert ids[3:] == [draft.id for draft in outcome.drafts]
    assert len(ids) > 10


def test_what_was_there_stays_as_it_was_to_the_byte(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    imported(XML, chapter)
    for path in (BOOK / "01-first-steps").iterdir():
        before, after = path.read_bytes(), (chapter / path.name).read_bytes()
        if path.name == "chapter.yaml":
            head = before.rstrip().removesuffix(b"]")
            assert after.startswith(head)
        elif path.name == "lesson.md":
            assert after.startswith(before.rstrip().removesuffix(b"::flashcards"))
        else:
            assert after == before


def test_importing_twice_gives_new_names_and_overwrites_nothing(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    first = {draft.id for draft in imported(GIFT, chapter).drafts}
    kept = {id_: (chapter / f"{id_}.yaml").read_bytes() for id_ in first}
    second = {draft.id for draft in imported(GIFT, chapter).drafts}
    assert not first & second
    assert len(second) == len(first)
    assert all((chapter / f"{id_}.yaml").read_bytes() == text for id_, text in kept.items())


def test_what_is_written_has_the_layout_of_the_book(tmp_path: Path) -> None:
    new = small_book(tmp_path).parent / "09-imported"
    imported(XML, new)
    files = {path.name: path.read_bytes() for path in new.glob("*.yaml")}
    assert {name: formatted(text, name) for name, text in files.items()} == files


def test_an_id_of_another_book_in_use_is_not_given_again(tmp_path: Path) -> None:
    chapter, other = small_book(tmp_path / "one"), small_book(tmp_path / "two")
    first = imported(GIFT, other)
    beside = Into(chapter, 3, ("imported",), renderer(), (other.parent,))
    again = import_bank(GIFT, "bank.xml", beside)
    assert not {one.id for one in first.drafts} & {one.id for one in again.drafts}


def test_each_kind_of_question_becomes_its_counterpart(tmp_path: Path) -> None:
    outcome = imported(XML, small_book(tmp_path))
    assert {draft.id: draft.exercise["type"] for draft in outcome.drafts} == {
        "circle": "numeric",
        "convergence": "choice",
        "primes": "multi-choice",
        "compact-sets": "choice",
        "derivatives": "match",
        "parity": "categorise",
        "capital": "self-check",
        "explain-continuity": "self-check",
        "sum-of-a-progression": "numeric",
        "gaps-for-numbers": "multipart",
        "order-of-growth": "ordering",
        "circle-2": "numeric",
    }
    assert [question.name for question, _ in outcome.proses] == ["About series"]


def test_what_has_no_counterpart_is_left_out_with_the_reason(tmp_path: Path) -> None:
    left_out = {one.question.name: one.reason for one in imported(XML, small_book(tmp_path)).left_out}
    assert left_out == {
        "A gap for words": "a gap of the type SHORTANSWER has no counterpart here",
        "Drag words": "the type 'ddwtos' (words dragged into a text) has no counterpart here",
        "Random (Limits)": "the type 'random' (a question drawn from a category) has no counterpart here",
        "Two roots": "several numbers are right (2 and -2); here a number has one key",
    }


def test_what_is_lost_of_a_question_stands_at_the_top_of_its_file(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    imported(XML, chapter)
    head = (chapter / "convergence.yaml").read_text("utf-8").split("\nid: ")[0]
    assert head.startswith(
        "# Imported from bank.xml (Moodle XML), question 2: multichoice.\n# Not carried over:"
    )
    for lost in ("the image series.png", "the tag <u>", "Read about the integral test.", "33.3333 %"):
        assert lost in head


def test_a_wrong_answer_that_the_key_accepts_is_dropped_and_told(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    outcome = imported(XML, chapter)
    circle = exercise(chapter, "circle")
    assert circle["mistakes"] == [{"if": 6.283, "tag": "answer-6-283", "say": r"That is $\pi r$."}]
    lost = next(draft.lost for draft in outcome.drafts if draft.id == "circle")
    assert any("12.566" in one and "accepted" in one for one in lost)


def test_a_question_that_the_check_refuses_is_left_out(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    bank = tmp_path / "bank.gift"
    bank.write_text("::One:: How many? {#1}\n\n::Tex:: \\(\\\\frac\\{1\\) {T}\n\n::Two:: How many? {#2}\n")
    outcome = imported(read_bank(bank), chapter)
    assert [draft.id for draft in outcome.drafts] == ["two"]
    assert [one.question.name for one in outcome.left_out] == ["One", "Tex"]
    assert "without any work" in outcome.left_out[0].reason


def test_a_new_folder_becomes_a_chapter(tmp_path: Path) -> None:
    chapter = small_book(tmp_path).parent / "03-from-elsewhere"
    imported(GIFT, chapter)
    book = read_library(tmp_path / "book", renderer())
    assert book.chapters[2].title == "From elsewhere"
    assert len(book.chapters[2].exercises) == len(list(chapter.glob("*.yaml"))) - 1


@pytest.mark.parametrize("name", ["nowhere", "03", "Third"])
def test_a_new_folder_needs_the_name_of_a_chapter(name: str, tmp_path: Path) -> None:
    folder = small_book(tmp_path).parent / name
    with pytest.raises(NoChapter):
        imported(GIFT, folder)
    assert not folder.exists()


def test_a_folder_outside_a_book_takes_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoChapter, match=r"book\.yaml"):
        imported(GIFT, tmp_path / "01-alone")


def test_a_faulty_chapter_takes_nothing(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    (chapter / "chapter.yaml").write_text("title: [\n")
    before = sorted(chapter.iterdir())
    with pytest.raises(BadContent):
        imported(GIFT, chapter)
    assert sorted(chapter.iterdir()) == before


def test_an_order_that_cannot_be_extended_takes_nothing(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    file = chapter / "chapter.yaml"
    ids = "[step-root, step-choice, step-parts]"
    named = file.read_text().replace("goals: [Compute a square root.]", f"goals: &ids {ids}")
    file.write_text(named.replace(f"order: {ids}", "order: *ids"))
    before = sorted(chapter.iterdir())
    with pytest.raises(Unplaceable, match="add circle, range"):
        imported(GIFT, chapter)
    assert sorted(chapter.iterdir()) == before


def test_tags_and_difficulty_are_given_to_all(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    import_bank(GIFT, "b", Into(chapter, 5, ("exam", "old"), renderer()))
    circle = exercise(chapter, "circle")
    assert circle["difficulty"] == 5
    assert circle["tags"] == ["geometry", "school-year-7", "limits", "exam", "old"]


def test_a_question_without_a_name_is_named_by_its_text() -> None:
    assert question_of(GIFT, "Which are prime?").kind == "multichoice"
