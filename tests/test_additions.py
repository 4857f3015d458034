"""A chapter that gets new exercises: its order and its lesson grow at one place, however they are written."""

from __future__ import annotations

import pytest

from app.additions import Unplaceable, with_blocks, with_order
from app.faults import BadContent

HEAD = 'title: A # comment\nsummary: "b"\ngoals: [c]\nprerequisites: d\nminutes: 5\n'
LONG = ", ".join(f"exercise-number-{number}" for number in range(5))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("order: [one]\n", "order: [one, x, y]\n"),
        ("order: ['one', \"two\"] # last\n", "order: ['one', \"two\", x, y] # last\n"),
        ("order: [one,\n  two,\n]\n", "order: [one,\n  two, x, y,\n]\n"),
        (
            "order:\n  - one\n  - two # why\nlet: {a: 1}\n",
            "order:\n  - one\n  - two # why\n  - x\n  - y\nlet: {a: 1}\n",
        ),
        ("order:\n- one\n", "order:\n- one\n- x\n- y\n"),
        ("order:\n  - one", "order:\n  - one\n  - x\n  - y\n"),
        ("order: [one]\r\nlet: {a: 1}\r\n", "order: [one, x, y]\r\nlet: {a: 1}\r\n"),
        ("order:\r\n  - one\r\n", "order:\r\n  - one\r\n  - x\r\n  - y\r\n"),
    ],
)  # fmt: skip
def test_the_order_grows_and_the_rest_stays(before: str, after: str) -> None:
    assert with_order((HEAD + before).encode(), "chapter.yaml", ["x", "y"]) == HEAD + after


def test_a_wide_order_goes_on_in_the_next_line() -> None:
    grown = with_order(f"{HEAD}order: [{LONG}]\n".encode(), "chapter.yaml", ["x" * 40, "y" * 40])
    assert max(map(len, grown.splitlines())) <= 110


def test_without_ids_nothing_changes() -> None:
    assert with_order(f"{HEAD}order: [one]\n".encode(), "chapter.yaml", []) == f"{HEAD}order: [one]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# T\n", "# T\n\nA\n\nB\n"),
        ("", "A\n\nB\n"),
        ("# T\n\n::flashcards\n\n", "# T\n\nA\n\nB\n\n::flashcards\n"),
        ("::flashcards", "A\n\nB\n\n::flashcards\n"),
        ("# T\r\ntext\r\n", "# T\r\ntext\r\n\r\nA\r\n\r\nB\r\n"),
    ],
)
def test_a_lesson_grows_before_its_cards(before: str, after: str) -> None:
    assert with_blocks(before.encode(), "lesson.md", ["A", "B"]) == after


def ordered(text: str) -> str:
    return with_order(text.encode(), "chapter.yaml", ["new-one"])


def placed(text: str) -> str:
    return with_blocks(text.encode(), "lesson.md", ["::exercise new-one"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("order:\n  - a  # 1\n  - b # 2\nx: 1\n", "order:\n  - a  # 1\n  - b # 2\n  - new-one\nx: 1\n"),
        ("order: [a, b,]\n", "order: [a, b, new-one,]\n"),
        ("order:\n- a\n# the end\n", "order:\n- a\n- new-one\n# the end\n"),
        ("order:\n  -   a", "order:\n  -   a\n  -   new-one\n"),
        ("order: [a, b]  # two\n", "order: [a, b, new-one]  # two\n"),
        ("order: [\n  a,\n  b\n]\n", "order: [\n  a,\n  b, new-one\n]\n"),
        ('order: ["a"]\n', 'order: ["a", new-one]\n'),
        ("order: []  # none yet\nminutes: 3\n", "order: # none yet\n  - new-one\nminutes: 3\n"),
        ("order:\n", "order:\n  - new-one\n"),
        ("order:\r\n  - a\r\n", "order:\r\n  - a\r\n  - new-one\r\n"),
        ("title: 'ᾱ: x'\norder: [ᾱ]\n", "title: 'ᾱ: x'\norder: [ᾱ, new-one]\n"),
    ],
)  # fmt: skip
def test_the_order_gets_one_more_and_nothing_else_changes(before: str, after: str) -> None:
    assert ordered(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "title: None\n",
        "order: a\n",
        "- a\n",
        "{order: []}\n",
        "x: &o [a]\norder: *o\n",
        "order:\n  - [a]\n",
    ],
)
def test_an_order_that_cannot_be_added_to_safely_is_left_alone(text: str) -> None:
    with pytest.raises(Unplaceable):
        ordered(text)


def test_a_faulty_file_is_told() -> None:
    with pytest.raises(BadContent, match=r"chapter\.yaml"):
        ordered("order: [")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "::exercise new-one\n"),
        ("Prose.", "Prose.\n\n::exercise new-one\n"),
        ("Prose.\n\n\n", "Prose.\n\n::exercise new-one\n"),
        ("Prose.\n\n::flashcards\n", "Prose.\n\n::exercise new-one\n\n::flashcards\n"),
        ("::flashcards\n\nProse.\n", "::flashcards\n\nProse.\n\n::exercise new-one\n"),
        ("A.\r\n\r\n::exercise a\r\n", "A.\r\n\r\n::exercise a\r\n\r\n::exercise new-one\r\n"),
        ("    indented\n", "    indented\n\n::exercise new-one\n"),
    ],
)
def test_the_lesson_gets_one_more_line(before: str, after: str) -> None:
    assert placed(before) == after


def test_a_lesson_that_has_it_already_is_left_alone() -> None:
    with pytest.raises(Unplaceable):
        placed("::exercise new-one\n")
