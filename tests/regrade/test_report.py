"""What an operator reads before applying a regrade."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from pydantic import TypeAdapter
from rich.console import Console

from app.grading import Graded
from app.identifiers import uuid7
from app.models import Exercise
from app.regrade import Change, Found, Left
from app.regrade.report import LONGEST, answer_text, falls, plain, printable, some, tables, verdict_text
from tests.store.examples import ANN, BEN, attempt

ROOT = TypeAdapter(Exercise).validate_python(
    {
        "id": "a-root",
        "title": "Root",
        "difficulty": 1,
        "tags": ["t"],
        "type": "numeric",
        "prompt": "?",
        "answer": "3",
    }
)
RIGHT = attempt(exercise="a-root", answer="4.5")
WRONG = attempt(exercise="a-root", answer="[3]", verdict="wrong", credit=0.0, learner=BEN)
FOUND = Found(
    ROOT,
    (RIGHT, WRONG),
    2,
    (
        Change(RIGHT, Graded("mistake", 0.0, "halved")),
        Change(WRONG, Graded("correct", 1.0)),
        Change(replace(WRONG, key=uuid7()), Graded("correct", 1.0)),
    ),
    (Left(replace(WRONG, key=uuid7()), "question", "it showed other numbers"),),
)


def shown(*, full_ids: bool = False, width: int = 140) -> str:
    """The tables as text."""
    console = Console(file=io.StringIO(), width=width)
    for table in tables([FOUND], full_ids=full_ids):
        console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_equal_changes_share_a_row() -> None:
    rows = [line.split() for line in shown().splitlines()]
    assert ["a-root", "wrong", "0%", "2", "1", str(BEN)[-8:], "[3]"] in rows
    assert ["→", "correct", "100%"] in rows
    assert ["a-root", "correct", "100%", "1", "1", str(ANN)[-8:], "4.5"] in rows
    assert ["→", "mistake", "0%", "(halved)", "lower"] in rows
    assert "asked another question: it showed other numbers" in shown()


def test_ids_are_whole_when_asked_for() -> None:
    assert str(ANN) not in shown()
    assert str(ANN) in shown(full_ids=True)


def test_no_column_is_lost_on_a_narrow_terminal() -> None:
    told = shown(width=80)
    assert str(ANN)[-8:] in told
    assert "4.5" in told


def test_who_falls_is_told_by_exercise() -> None:
    assert list(falls([FOUND], full_ids=False)) == [f"a-root: {str(ANN)[-8:]} 100% → 0%"]


def test_an_answer_is_one_short_line_that_no_terminal_obeys() -> None:
    assert answer_text({"a": "½"}) == '{"a": "½"}'
    assert answer_text("def f():\n    return 1") == "def f(): return 1"
    assert len(answer_text("x" * 1000)) == LONGEST
    assert printable("\x1b[31mred\x9b") == "�[31mred�"


def test_of_many_the_first_are_named() -> None:
    assert some(list("abcd")) == "a, b, c, d"
    assert some(list("abcdef")) == "a, b, c, d, and 2 more"


def test_a_verdict_is_short() -> None:
    assert verdict_text(Graded("close", 0.5)) == "close 50%"


def test_programs_get_everything_as_json() -> None:
    told = json.loads(json.dumps(plain([FOUND], applied=False)))
    (one,) = told["exercises"]
    assert (one["graded"], one["changed"], one["lowered"]) == (2, 3, 1)
    assert one["changes"][0]["was"] == {"verdict": "correct", "credit": 1.0, "tag": None}
    assert one["changes"][0]["now"] == {"verdict": "mistake", "credit": 0.0, "tag": "halved"}
    assert one["left_alone"][0]["why"] == "it showed other numbers"
    assert one["points"] == [
        {"learner": str(ANN), "was": 1.0, "now": 0.0},
        {"learner": str(BEN), "was": 0.0, "now": 1.0},
    ]
