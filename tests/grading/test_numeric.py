from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers import NumberAnswer, read_answer
from app.grading import Graded, ReadAs, asked_digits, grade
from app.variants import Variant
from tests.grading.examples import NUMBER, variant


def told(v: Variant, raw: object) -> Graded:
    answer = read_answer(v, raw)  # type: ignore[arg-type]  # plain JSON
    assert isinstance(answer, NumberAnswer)
    return grade(v, answer)


def keyed(key: object, tolerance: str, more: str = "") -> Variant:
    return variant(f"id: key\ntype: numeric\nanswer: {key}\ntolerance: {{{tolerance}}}\n{more}")


@given(
    st.floats(-1e9, 1e9).filter(lambda key: abs(key) > 1e-9),
    st.sampled_from([("rel", 0.005), ("rel", 0.02), ("abs", 0.004), ("digits", 3)]),
)
def test_the_key_is_right_inside_the_tolerance_and_not_outside(
    key: float, tolerance: tuple[str, float]
) -> None:
    kind, size = tolerance
    v = keyed(repr(key), f"{kind}: {size}")
    if kind == "digits":
        exponent = int(f"{abs(key):.14e}".partition("e")[2])
        bound = 0.5 * 10.0 ** (exponent - size + 1)
    else:
        bound = size * abs(key) if kind == "rel" else size
    assert told(v, key).verdict == "correct"
    assert told(v, key + 0.9 * bound).verdict == "correct"
    assert told(v, key - 1.1 * bound).verdict != "correct"


@given(st.floats(1e-6, 1e6), st.sampled_from(["rel: 0.005", "rel: 0.0001", "abs: 0.004", "digits: 4"]))
def test_a_correctly_rounded_answer_is_right(key: float, tolerance: str) -> None:
    v = keyed(repr(key), tolerance)
    digits = asked_digits(v.exercise, v)  # type: ignore[arg-type]  # it is numeric
    if digits is not None:
        assert told(v, f"{key:.{digits - 1}e}").verdict == "correct"


def test_the_ladder() -> None:
    v = variant(NUMBER)  # the key is -1.3
    assert told(v, "-1.3").verdict == "correct"
    assert told(v, "-1").verdict == "close"
    shares = told(v, "-1.1")
    assert (shares.verdict, shares.tag, shares.message) == (
        "mistake",
        "shares",
        "Those are the shares of 0.36.",
    )
    assert told(v, "1.3").tag == "auto-sign"
    assert (told(v, "-7.77").verdict, told(v, "-7.77").credit) == ("wrong", 0)


def test_close_needs_typed_digits_that_are_right_and_too_few() -> None:
    v = keyed("0.2815", "rel: 0.001")
    graded = told(v, "0.28")
    assert (graded.verdict, graded.credit) == ("close", 0.5)
    assert "4 significant digits" in graded.message
    assert told(v, "0.27").verdict == "wrong"
    assert told(v, "0.2800").verdict == "wrong"
    assert told(v, 0.28).verdict == "wrong"  # JSON has full precision
    assert told(v, "28/100").verdict == "wrong"


def test_a_comma_with_two_readings_is_right_in_either() -> None:
    assert told(keyed(1234, "rel: 0"), "1,234").verdict == "correct"
    assert told(keyed(1.234, "rel: 0.0001"), "1,234").verdict == "correct"
    assert told(keyed(2.5, "rel: 0.0001"), "1,234").verdict == "wrong"


def test_the_evidence_is_how_it_was_read() -> None:
    assert told(keyed(0.36, "rel: 0.01"), "9/25").evidence == ReadAs("$0.36$ (from `9/25`)")


@pytest.mark.parametrize(("raw", "word"), [("-3", "sign"), ("4000", "size first"), ("2.1", "plausible")])
def test_a_wrong_answer_gets_a_next_step_without_the_answer(raw: str, word: str) -> None:
    graded = told(keyed(1.7, "rel: 0.001"), raw)
    assert graded.verdict == "wrong"
    assert word in graded.message
    assert "1.7" not in graded.message


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_gets_a_verdict(value: float) -> None:
    assert told(variant(NUMBER), value).verdict in ("correct", "close", "mistake", "wrong")
