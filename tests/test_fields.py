"""Input fields are filled with whatever was stored, and marked with what was told."""

from __future__ import annotations

import pytest

from app.answers import Raw, form_raw, read_answer
from app.field_types import Entry, Essay, Lines, Matching, Options, Parts, Program, Sequence
from app.fields import arranged, as_text, as_texts, fields_of
from app.grading import Graded, grade
from app.markdown import Markdown
from app.services import Services
from app.variants import Variant, variant_of
from tests.samples import EVEN, FIVE, FOUR, SAMPLES, TYPES, matched

ODD: tuple[Raw, ...] = (
    None,
    "",
    "text",
    7,
    -1.5,
    True,
    [],
    [1, None, "x"],
    [["x"]],
    {},
    {"a": {"b": 1}, "order": 5, "out": "x", "text": ["x"], "ticked": 3},
    {"order": ["x", "x"], "out": ["x"]},
)


def markdown_of(services: Services) -> Markdown:
    return services.shelf.editions[0].markdown


def shown(services: Services, exercise: str, seed: int = 0) -> Variant:
    return variant_of(services.shelf.exercise(exercise), seed)


def graded(services: Services, exercise: str, raw: Raw) -> Graded:
    variant = shown(services, exercise)
    answer = read_answer(variant, raw)
    return grade(variant, answer)  # type: ignore[arg-type]  # a TypeError tells if it could not be read


@pytest.mark.parametrize("exercise", TYPES)
@pytest.mark.parametrize("raw", ODD, ids=repr)
def test_no_stored_value_makes_filling_fail(services: Services, exercise: str, raw: Raw) -> None:
    fields_of(shown(services, exercise), raw, None, markdown_of(services))


KINDS = {
    "one-number": Entry,
    "two-numbers": Entry,
    "two-parts": Parts,
    "one-formula": Entry,
    "one-choice": Options,
    "many-choices": Options,
    "sorted-steps": Sequence,
    "matched-pairs": Matching,
    "sorted-kinds": Matching,
    "wrong-line": Lines,
    "small-program": Program,
    "own-words": Essay,
}


@pytest.mark.parametrize("exercise", TYPES)
def test_each_type_has_its_kind_of_field(services: Services, exercise: str) -> None:
    field = fields_of(shown(services, exercise), None, None, markdown_of(services))
    assert type(field) is KINDS[exercise]


def test_a_label_says_what_is_wanted(services: Services) -> None:
    def label(exercise: str) -> str:
        field = fields_of(shown(services, exercise), None, None, markdown_of(services))
        assert isinstance(field, Entry)
        return field.label

    assert label("one-number").startswith("Your answer: a number")
    assert label("two-numbers").startswith("Your answer: 2 numbers")
    assert label("one-formula") == "Your answer: a formula in a1, a2"


def test_form_and_json_fill_alike(services: Services) -> None:
    for sample in SAMPLES:
        if sample.verdict != "correct" or sample.exercise in (
            "one-number",
            "two-numbers",
            "one-formula",
            "two-parts",
        ):
            continue  # there the text is kept as it was typed
        variant = shown(services, sample.exercise)
        form = fields_of(variant, form_raw(variant.exercise, sample.fields), None, markdown_of(services))
        if sample.exercise == "sorted-steps":
            assert isinstance(form, Sequence)
            json = fields_of(variant, sample.answer, None, markdown_of(services))
            assert isinstance(json, Sequence)
            assert json.out == form.out
            assert {id_ for id_, _ in json.items} == {id_ for id_, _ in form.items}
        else:
            assert fields_of(variant, sample.answer, None, markdown_of(services)) == form


def test_options_carry_their_marks(services: Services) -> None:
    raw: Raw = [EVEN, FIVE]
    field = fields_of(
        shown(services, "many-choices"), raw, graded(services, "many-choices", raw), markdown_of(services)
    )
    assert isinstance(field, Options)
    marks = {row.id: (row.checked, row.mark) for row in field.rows}
    assert marks[EVEN] == (True, "right")
    assert marks[FIVE] == (True, "wrong")
    assert marks[FOUR][0] is False


def test_pairs_carry_their_marks(services: Services) -> None:
    _, raw = matched("matched-pairs", {"$2$": "$4$", "$3$": "$6$"})
    assert isinstance(raw, dict)
    field = fields_of(
        shown(services, "matched-pairs"), raw, graded(services, "matched-pairs", raw), markdown_of(services)
    )
    assert isinstance(field, Matching)
    assert {row.chosen: row.mark for row in field.rows} == dict(
        zip(raw.values(), ("right", "wrong"), strict=True)
    )
    assert [letter for _, letter, _ in field.rights] == ["A", "B", "C"]


def test_parts_carry_their_own_verdicts(services: Services) -> None:
    raw: Raw = {"a": "9", "b": "77.7"}
    field = fields_of(
        shown(services, "two-parts"), raw, graded(services, "two-parts", raw), markdown_of(services)
    )
    assert isinstance(field, Parts)
    told = [part.graded.verdict if part.graded else None for part in field.parts]
    assert told == ["correct", "wrong"]
    assert [part.field.value for part in field.parts if isinstance(part.field, Entry)] == ["9", "77.7"]


@pytest.mark.parametrize(
    ("raw", "order", "out"),
    [
        (None, "abc", ""),
        ({"order": ["c", "a"], "out": ["b"]}, "ca", "b"),
        ({"order": ["c", "c", "z"], "out": ["a", "z"]}, "cb", "a"),
        (["c", "a"], "ca", "b"),
        (["Sea", "a"], "ca", "b"),
        ("c", "cab", ""),
    ],
)
def test_each_item_stands_once_whatever_was_sent(raw: Raw, order: str, out: str) -> None:
    assert arranged(raw, ("a", "b", "c"), {"c": "Sea"}) == (tuple(order), tuple(out))


def test_texts_are_shown_as_they_were_sent() -> None:
    assert [as_text(raw) for raw in (None, "x", 0.5, 2)] == ["", "x", "0.5", "2"]
    assert as_texts("x") == ("x",)
    assert as_texts({"x": 1}) == ()
