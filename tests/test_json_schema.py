"""The schema for editors takes every file of the book, and refuses slips."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest

from app.documents import read_document
from app.json_schema import schema, schema_text
from app.models import EXERCISE_TYPES

ROOT = Path(__file__).resolve().parents[1]
BOOKS = (ROOT / "exercises", ROOT / "tests" / "browser" / "book")
FILES = sorted(path for book in BOOKS for path in book.rglob("*.yaml"))
JUDGE = jsonschema.Draft7Validator(schema())


def value_of(path: Path) -> object:
    return read_document(path.read_bytes(), path.name).value


def told(value: object) -> str:
    """What the validator says of a value, every complaint within others too."""
    complaints = list(JUDGE.iter_errors(value))
    for complaint in complaints:
        complaints += complaint.context or []
    return "\n".join(complaint.message for complaint in complaints)


NUMERIC = value_of(ROOT / "tests" / "browser" / "book" / "01-every-type" / "one-number.yaml")


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_one_beside_the_exercises_is_up_to_date() -> None:
    written = (ROOT / "exercises" / "schema.json").read_text("utf-8")
    assert written == schema_text(), "run: workbook schema exercises"


def test_every_key_says_what_it_means() -> None:
    undescribed = [
        f"{name}.{key}"
        for name, made in schema()["$defs"].items()
        for key, one in made.get("properties", {}).items()
        if not one["description"]
    ]
    assert undescribed == []


@pytest.mark.parametrize("kind", EXERCISE_TYPES)
def test_every_type_is_known(kind: str) -> None:
    assert "'id' is a required property" in told({"type": kind})
    assert "is not one of" not in told({"type": kind})


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_of_the_books_fits(path: Path) -> None:
    assert told(value_of(path)) == ""


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("type",), "number", "'number' is not one of"),
        (("titel",), "A title", "'titel' was unexpected"),
        (("difficulty",), 6, "6 is greater than the maximum"),
        (("difficulty",), "easy", "'easy' is not of type 'integer'"),
        (("tags",), "schedule", "'schedule' is not of type 'array'"),
        (("tags",), [], "[] should be non-empty"),
        (("id",), "One Number", "'One Number' does not match"),
        (("prompt",), ["a", "list"], "is not of type 'string', 'number'"),
        (("answer",), {"a": 1}, "{'a': 1} is not of type"),
        (("tolerance",), {"relative": 0.1}, "'relative' was unexpected"),
        (("tolerance",), {"rel": 2}, "2 is greater than or equal to the maximum"),
        (("mistakes",), [{"if": "1", "say": "No."}], "'tag' is a required property"),
        (("params",), {"t": {"int": [1, 9], "stepp": 2}}, "'stepp' was unexpected"),
        (("params",), {"t": {"int": [1, 5, 9]}}, "is not valid under any of the given schemas"),
        (("params",), {"two words": 1}, "does not match any of the regexes"),
        (("options",), [], "'options' was unexpected"),
    ],
)
def test_a_slip_is_refused(path: tuple[str], value: object, words: str) -> None:
    wrong = deepcopy(NUMERIC)
    assert isinstance(wrong, dict)
    wrong[path[0]] = value
    assert words in told(wrong)


@pytest.mark.parametrize("key", ["id", "title", "difficulty", "tags", "prompt", "answer"])
def test_a_missing_key_is_told(key: str) -> None:
    assert isinstance(NUMERIC, dict)
    assert f"'{key}' is a required property" in told({k: v for k, v in NUMERIC.items() if k != key})


@pytest.mark.parametrize(
    "name", ["book.yaml", "01-forward-process/chapter.yaml", "01-forward-process/flashcards.yaml"]
)
def test_slips_in_the_files_around_are_refused(name: str) -> None:
    value = value_of(ROOT / "exercises" / name)
    assert isinstance(value, dict)
    assert "'odd' was unexpected" in told({**value, "odd": 1})
