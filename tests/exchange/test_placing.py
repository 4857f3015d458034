"""chapter.yaml and lesson.md grow at one place, however they are written."""

from __future__ import annotations

import pytest

from app.exchange.placing import CannotPlace, with_blocks, with_order

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
        ("order:\n  - one", "order:\n  - one\n  - x\n  - y"),
        ("order: [one]\r\nlet: {a: 1}\r\n", "order: [one, x, y]\r\nlet: {a: 1}\r\n"),
        ("order:\r\n  - one\r\n", "order:\r\n  - one\r\n  - x\r\n  - y\r\n"),
    ],
)  # fmt: skip
def test_the_order_grows_and_the_rest_stays(before: str, after: str) -> None:
    assert with_order(HEAD + before, ["x", "y"]) == HEAD + after


def test_a_wide_order_goes_on_in_the_next_line() -> None:
    grown = with_order(f"{HEAD}order: [{LONG}]\n", ["x" * 40, "y" * 40])
    assert max(map(len, grown.splitlines())) <= 110


def test_without_ids_nothing_changes() -> None:
    assert with_order(f"{HEAD}order: [one]\n", []) == f"{HEAD}order: [one]\n"


def test_an_item_written_over_two_lines_is_left_to_the_author() -> None:
    with pytest.raises(CannotPlace, match="add x"):
        with_order(f'{HEAD}order: ["on\\\n  e"]\n', ["x"])


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
    assert with_blocks(before, ["A", "B"]) == after
