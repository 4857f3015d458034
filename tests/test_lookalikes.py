"""Tests of signs that look like others."""

from __future__ import annotations

import pytest

from app.lookalikes import lookalike, named, strange


def test_a_character_is_named_as_unicode_names_it() -> None:
    assert named("\u00a0") == "U+00A0 (no-break space)"
    assert named("\x07") == "U+0007"


@pytest.mark.parametrize(
    ("line", "index"),
    [
        ("\u00a0\u00a0title: x", 0),
        ("  -\u00a0{text: 1}", 3),
        ("title\u00a0: x", 5),
        ("  - text:\u00a0x", 9),
        ("title： x", 5),
        ("title: “x: y”", 7),
        ("  - {text: 1, say:\u00a02}", 18),
        ("tags: ［a", 6),
    ],
)
def test_a_sign_that_yaml_does_not_know_is_found_where_it_stands(line: str, index: int) -> None:
    found = lookalike(line)
    assert found is not None
    assert found[0] == index


@pytest.mark.parametrize(
    "line", ["title: x", "  - {text: 'a，b'}", "say: he said “x”", "  ", "", "x: a\u00a0b"]
)
def test_a_line_of_common_signs_holds_none(line: str) -> None:
    assert lookalike(line) is None


@pytest.mark.parametrize("word", ["title", "naïve", "x_1", "took the root", "50%"])
def test_latin_letters_are_not_strange(word: str) -> None:
    assert strange(word) == ""


@pytest.mark.parametrize("word", ["ti\u00adtle", "сhoice", "１", "a\u00a0b", "“a”", "a，b"])
def test_what_only_looks_like_a_word_is_named(word: str) -> None:
    assert strange(word).startswith("It holds the character U+")
