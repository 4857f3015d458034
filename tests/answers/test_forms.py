from __future__ import annotations

import pytest

from app.answers import Raw, form_raw
from app.answers.forms import Form
from tests.grading import examples
from tests.grading.examples import exercise


@pytest.mark.parametrize(
    ("text", "form", "raw"),
    [
        (examples.NUMBER, {"answer": ["0.36"], "seed": ["3"]}, "0.36"),
        (examples.NUMBER, {}, None),
        (examples.PARTS, {"answer.a": ["1"], "answer.b": [""]}, {"a": "1", "b": "", "c": None}),
        (examples.MIXED, {"answer.m": ["one", "two"]}, {"v": None, "m": ["one", "two"], "f": None}),
        (examples.CHOICE, {"choice": ["noise"]}, "noise"),
        (examples.CHOICES, {"choice": ["a", "b"]}, ["a", "b"]),
        (examples.CHOICES, {}, []),
        (examples.MATCH, {"match.x": ["y"], "match.z": [""], "answer": ["1"]}, {"x": "y", "z": ""}),
        (examples.ORDER, {"order": ["b", "a"], "out": ["c"]}, {"order": ["b", "a"], "out": ["c"]}),
        (examples.BUG, {"line": ["3"]}, "3"),
        (examples.CODE, {"code": ["x\r\ny"]}, "x\ny"),
        (examples.ESSAY, {"text": ["a\r\nb"]}, {"text": "a\nb"}),
        (examples.ESSAY, {"text": ["a"], "tick": ["", "2"]}, {"text": "a", "ticked": ["2"]}),
    ],
)
def test_a_form_becomes_what_json_would_carry(text: str, form: Form, raw: Raw) -> None:
    assert form_raw(exercise(text), form) == raw
