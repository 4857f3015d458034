"""What an answer was graded with: the exercise, and the code of the checkers that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from app.courses import load_checkers
from app.models import Exercise
from app.versions import checkers_of, is_current, version_of

MADE: TypeAdapter[Exercise] = TypeAdapter(Exercise)
HASH = "28fc99f32b8795b9"  # of the first of them
FIRST = {
    "waves": '"""Waves."""\nfrom tables import HALF\n\ndef f(x):\n    """A wave."""\n    return HALF * x\n',
    "tables": "HALF = 0.5\n",
    "other": "def g(x):\n    return x\n",
}


@pytest.fixture(autouse=True)
def without_courses() -> Iterator[None]:
    """No course before and after."""
    load_checkers(())
    yield
    load_checkers(())


def exercise(answer: str, **more: object) -> Exercise:
    """A number to compute."""
    told = {"id": "e", "type": "numeric", "title": "E", "difficulty": 1, "tags": ["e"], "prompt": "Well?"}
    return MADE.validate_python({**told, "answer": answer, "tolerance": {"rel": 0.01}, **more})


def loaded(folder: Path, **sources: str) -> None:
    """These modules loaded beside the first ones."""
    for name, source in {**FIRST, **sources}.items():
        (folder / f"{name}.py").write_text(source, "utf-8")
    assert load_checkers([folder]) == ()


def test_an_exercise_without_checkers_has_the_version_of_its_text() -> None:
    one = exercise("sqrt(2)")
    assert version_of(one) == one.version
    assert is_current(one.version, one)
    assert not is_current("another", one)


def test_the_functions_of_keys_mistakes_and_let_are_named_but_not_those_of_prose() -> None:
    one = exercise(
        "schedules.linear(1e-4, 0.02, n)[0]",
        let={"n": "len(schedules.cosine(4))"},
        mistakes=[{"if": "schedules.snr(0.5)", "tag": "t", "say": "No."}],
        hints=["{{ schedules.log_snr(0.5) }}"],
    )
    assert checkers_of(one) == {"schedules.linear", "schedules.cosine", "schedules.snr"}


def test_only_what_is_computed_counts(tmp_path: Path) -> None:
    loaded(tmp_path)
    one = exercise("waves.f(2)")
    first = version_of(one)
    assert first.startswith(f"{one.version}+")
    assert is_current(first, one)
    for same in (
        {"waves": FIRST["waves"].replace("A wave.", "Another word.") + "# a comment\n"},
        {"other": "def g(x):\n    return 2 * x\n"},
    ):
        loaded(tmp_path, **same)
        assert version_of(one) == first
    for other in (
        {"waves": FIRST["waves"].replace("HALF * x", "x / HALF")},
        {"tables": "HALF = 0.6\n"},
    ):
        loaded(tmp_path, **other)
        assert not is_current(first, one)


def test_it_is_that_of_what_was_loaded_and_not_of_a_file_saved_since(tmp_path: Path) -> None:
    loaded(tmp_path)
    (tmp_path / "waves.py").write_text("def f(x):\n    return 3 * x\n", "utf-8")
    one = exercise("waves.f(2)")
    first = version_of(one)
    loaded(tmp_path)
    assert version_of(one) == first


def test_of_answers_stored_before_checkers_were_noted_only_the_text_is_compared() -> None:
    one = exercise("schedules.linear(1e-4, 0.02, 10)[0]")
    assert "+" in version_of(one)
    assert is_current(one.version, one)


def test_it_is_the_same_on_every_machine_and_with_every_version_of_python(tmp_path: Path) -> None:
    loaded(tmp_path)
    one = exercise("waves.f(2)")
    assert version_of(one).partition("+")[2] == HASH
    for same in ("\r\n", "\r"):
        loaded(tmp_path)
        (tmp_path / "waves.py").write_bytes(FIRST["waves"].replace("\n", same).encode())
        assert load_checkers([tmp_path]) == ()
        assert version_of(one).partition("+")[2] == HASH
