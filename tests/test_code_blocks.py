"""Blocks of code that are blanked, and what only looks like one."""

from __future__ import annotations

import pytest

from app.code_blocks import without_code_blocks


@pytest.mark.parametrize(
    "text", ["    a $x\n    b", "a\n\n    b $x\n\n    c\nd", "~~~\n$x\n~~~\na", "- a\n\nb\n\n\tc $x"]
)
def test_code_is_blanked_in_its_place(text: str) -> None:
    bare = without_code_blocks(text)
    assert "$" not in bare
    assert len(bare) == len(text)
    assert [len(line) for line in bare.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    "text", ["a\n    b", "- a\n\n    b", "1. a\n\n    b\n\n    c", "   a", "~~a~~", "`a`\n\n   b"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_code_blocks(text) == text
