"""Tests of texts without quotes that YAML reads otherwise than they look."""

from __future__ import annotations

import pytest

from app.documents import read_document
from app.plain_scalars import faults_in_writing, prose_in, value_at

TEXT = ("text",)


@pytest.mark.parametrize(
    "source",
    [
        "text: 'Which is #1?'",
        "text: Which is it? # a remark",
        "text: C# and a#b",
        "text: 5",
        "text: 0.5",
        "text: 1e-4",
        "text: '0.50'",
        "text: true",
        "text: He said “yes”",
        "text: '“yes”'",
        "text: „Hier stehe ich, ich kann nicht anders“",
        "text: « L’État, c’est moi »",
        "text: “a” and “b”",
        "text: |\n  a\n  - b\n  #1",
        "text: >\n  a\n\n  - b\n",
        "text: one\n  and a - b",
        "text: >\n  It is 5\n  and so on.",
        "other: 1",
    ],
)
def test_a_text_that_is_read_as_it_looks_is_left_alone(source: str) -> None:
    assert list(faults_in_writing(read_document(source, "a.yaml"), [TEXT])) == []


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("text: Which is #1?", (1, 16), "the text ends here"),
        ("text: one\n  two #3", (2, 7), "the text ends here"),
        ("text: 0.50", (1, 7), "shown as 0.5"),
        ("text: 010", (1, 7), "shown as 10"),
        ("text: 1.", (1, 7), "shown as 1"),
        ("say: “yes”", (1, 6), "no quotes"),
        ("say: ‘yes’", (1, 6), "no quotes"),
        ("text: a\n  - b", (2, 3), "joined"),
        ("text: >\n  a\n  - b\n  c\n", (3, 3), "joined"),
    ],
)
def test_a_text_that_is_read_otherwise_is_told_at_its_place(
    source: str, place: tuple[int, int], words: str
) -> None:
    (fault,) = faults_in_writing(read_document(source, "a.yaml"), [TEXT, ("say",)])
    assert (fault.line, fault.column) == place
    assert words in fault.message


def test_texts_around_exercises_are_all_but_formulas_and_names() -> None:
    document = read_document("title: a\nlet: {x: y}\norder: [b]\ngoals: [c]\nminutes: 5", "chapter.yaml")
    assert list(prose_in(document)) == [("title",), ("goals", 0)]
    assert value_at(document, ("goals", 0)) == "c"
