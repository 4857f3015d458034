"""The shapes of the YAML, and its schema for editors."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from app.models import (
    EXERCISE_TYPES,
    BugLine,
    ChapterFile,
    ChoiceParameter,
    Exercise,
    IntegerParameter,
    MisfitError,
    Numeric,
    Parameter,
    RealParameter,
    Tolerance,
    VectorParameter,
)

ANY: TypeAdapter[Exercise] = TypeAdapter(Exercise)
PARAMETER: TypeAdapter[Parameter] = TypeAdapter(Parameter)
NUMERIC = {
    "id": "a",
    "type": "numeric",
    "title": "A",
    "difficulty": 1,
    "tags": ["a"],
    "prompt": "?",
    "answer": "1 + 1",
}


def test_every_type_is_in_the_table_under_its_own_name() -> None:
    members = get_args(get_args(Exercise)[0])
    assert set(EXERCISE_TYPES.values()) == set(members)
    for name, model in EXERCISE_TYPES.items():
        assert get_args(model.model_fields["type"].annotation) == (name,)


@pytest.mark.parametrize(
    ("written", "model"),
    [
        ({"int": [1, 2]}, IntegerParameter),
        ({"float": [0, 1], "step": 0.1}, RealParameter),
        ({"choice": [1, "a"]}, ChoiceParameter),
        ({"vector": [0, 1], "length": 2, "step": 0.5}, VectorParameter),
        (5, int),
        (0.5, float),
        (True, bool),
        ("linear", str),
        ([1, 2], list),
        ([[1, 2], [3, 4]], list),
    ],
)
def test_a_parameter_is_what_its_keys_say(written: object, model: type) -> None:
    assert type(PARAMETER.validate_python(written)) is model


def test_one_condition_is_a_list_of_one() -> None:
    one = Numeric.model_validate(NUMERIC | {"require": "1 < 2"})
    several = Numeric.model_validate(NUMERIC | {"require": ["1 < 2", "2 < 3"]})
    assert [condition.text for condition in one.require] == ["1 < 2"]
    assert [condition.text for condition in several.require] == ["1 < 2", "2 < 3"]


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Numeric.model_validate(NUMERIC), "title", "B")  # noqa: B010 - as code without types would


def test_what_is_dumped_can_be_read_again() -> None:
    made = ANY.validate_python(NUMERIC | {"params": {"n": {"int": [1, 2]}}, "mistakes": []})
    assert ANY.validate_python(ANY.dump_python(made, mode="json", by_alias=True)) == made


def test_references_by_function_are_dumped_as_they_were_written() -> None:
    made = ANY.validate_python(
        {key: value for key, value in NUMERIC.items() if key != "answer"}
        | {
            "type": "code",
            "function": ["one(x)", "two(x)"],
            "starter": "",
            "solution": "",
            "reference": {"one": "x", "two": "2*x"},
            "cases": {"visible": [{"x": 1}]},
        }
    )
    dumped = ANY.dump_python(made, mode="json", by_alias=True)
    assert dumped["reference"] == {"one": "x", "two": "2*x"}
    assert ANY.validate_python(dumped) == made


def test_the_version_names_the_content() -> None:
    made, same = Numeric.model_validate(NUMERIC), Numeric.model_validate(dict(reversed(NUMERIC.items())))
    other = Numeric.model_validate(NUMERIC | {"answer": "2"})
    assert made.version == same.version != other.version


@pytest.mark.parametrize("rel", [float("nan"), float("inf"), -0.1, 1.0])
def test_a_tolerance_is_a_sensible_number(rel: float) -> None:
    with pytest.raises(ValidationError):
        Tolerance(rel=rel)


def test_a_misfit_says_where_it_is() -> None:
    bug = {key: value for key, value in NUMERIC.items() if key != "answer"} | {"type": "bug-line"}
    with pytest.raises(ValidationError) as caught:
        BugLine.model_validate(
            bug | {"code": "x = 1", "line": 1, "fix": "", "shows": "", "reasons": {3: "no"}}
        )
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, MisfitError)
    assert error.where == ("reasons", 3)


def test_there_is_a_schema_for_editors() -> None:
    schema = ANY.json_schema(by_alias=True)
    assert schema["discriminator"]["propertyName"] == "type"
    assert schema["$defs"]["Mistake"]["required"] == ["if", "tag", "say"]
    assert schema["$defs"]["Numeric"]["additionalProperties"] is False
    assert ChapterFile.model_json_schema()["required"]
