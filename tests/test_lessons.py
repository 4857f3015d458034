"""A lesson is prose and what its directives place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import BadContent, Fault
from app.lessons import (
    Block,
    ExerciseBlock,
    FigureBlock,
    FlashcardsBlock,
    NoteBlock,
    Prose,
    parse_lesson,
    position_in,
)


def lesson(text: str) -> tuple[Block, ...]:
    return parse_lesson(text, "lesson.md")


def outcome(text: str) -> tuple[Block, ...] | tuple[Fault, ...]:
    """The blocks or the faults; any other exception fails the test."""
    try:
        return lesson(text)
    except BadContent as slips:
        return slips.faults


def test_prose_and_directives_alternate() -> None:
    blocks = lesson("One.\n\nStill one.\n\n::exercise a-b\n\nTwo.\n::flashcards\n")
    first, exercise, second, cards = blocks
    assert isinstance(first, Prose)
    assert first.text.text == "One.\n\nStill one."
    assert exercise == ExerciseBlock("a-b")
    assert isinstance(second, Prose)
    assert (second.text.text, second.line) == ("Two.", 7)
    assert cards == FlashcardsBlock()


def test_a_note_stands_between_its_colons() -> None:
    (before, note, after) = lesson("a\n::: note\nb {{ x }}\n\nc\n:::\nd")
    assert isinstance(note, NoteBlock)
    assert note.text.text == "b {{ x }}\n\nc"
    assert note.text.names == {"x"}
    assert [block.kind for block in (before, after)] == ["prose", "prose"]


def test_a_figure_has_options_and_a_caption() -> None:
    (figure,) = lesson("::figure curve {steps: [1, 2], caption: 'At $t$, see {{ t }}.'}")
    assert isinstance(figure, FigureBlock)
    assert (figure.name, figure.options) == ("curve", {"steps": [1, 2]})
    assert figure.caption.render({"t": 5}) == "At $t$, see 5."


def test_a_figure_needs_no_options() -> None:
    assert lesson("::figure curve") == (FigureBlock("curve", {}),)


def test_code_may_hold_lines_that_look_like_directives() -> None:
    (prose,) = lesson("```\n::exercise x\n::: note\n```\ntext")
    assert isinstance(prose, Prose)


def test_an_empty_lesson_has_no_blocks() -> None:
    assert lesson("") == lesson("\n  \n") == ()


def test_a_character_of_a_block_is_found_in_the_file() -> None:
    (_, prose) = lesson("::exercise a\n\none\ntwo three")
    assert isinstance(prose, Prose)
    assert position_in(prose, prose.text.text.index("three")) == (4, 5)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a\n::exercis x", 2, 1, "::exercis is not known"),
        ("::exercise", 1, 1, "needs one name"),
        ("::exercise a b", 1, 1, "needs one name"),
        ("::figure", 1, 1, "needs one name"),
        ("::flashcards a", 1, 1, "takes nothing"),
        ("::", 1, 1, "is not known"),
        ("a\n\n::figure curve {a: [1}", 3, 22, "breaks off inside"),
        ("::figure curve {a: 1, a: 2}", 1, 23, "given twice"),
        ("::figure curve steps", 1, 16, "options are a mapping"),
        ("::figure curve {caption: '{{ 1 + }}'}", 1, 33, "missing at the end"),
        ("::: note\nx", 1, 1, "never closed"),
        ("::: note\nx\n::exercise a\n", 1, 1, "never closed"),
        ("::: note\nx\n::: note\ny\n:::", 1, 1, "never closed"),
        (":::", 1, 1, "no note is open"),
        ("::: remark\nx\n", 1, 1, "'remark' is not known"),
        ("a\nb {{ x + }}", 2, 9, "at the end"),
        ("a {% if %}", 1, 3, "not used here"),
    ],
)
def test_slips_are_told_at_their_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(BadContent) as caught:
        lesson(text)
    fault = caught.value.faults[0]
    assert (fault.path, fault.line, fault.column) == ("lesson.md", line, column)
    assert words in fault.message


def test_all_slips_are_told_at_once() -> None:
    with pytest.raises(BadContent) as caught:
        lesson("::exercise\n{{ + }}\n::figur x\n:::\n")
    assert [fault.line for fault in caught.value.faults] == [1, 2, 3, 4]


def test_a_lesson_is_utf8_text() -> None:
    with pytest.raises(BadContent, match="UTF-8"):
        parse_lesson(b"a\n\xff", "lesson.md")


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["::exercise a", "::figure b {c: d}", "::: note", ":::", "```", "x {{ y }}", "", "::z"]
        )
    )
)
def test_any_lines_give_blocks_or_faults(lines: list[str]) -> None:
    for one in outcome("\n".join(lines)):
        assert isinstance(one, Block) or 1 <= one.line <= len(lines)
