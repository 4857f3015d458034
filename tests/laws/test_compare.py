"""Equal means one thing; these laws are about floats, not about any formula."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkers import compare
from checkers.compare import EXACT, Tolerance, agreement, differences, equal

finite = st.floats(-1e100, 1e100, allow_nan=False)
keys = st.floats(1e-30, 1e30) | st.floats(-1e30, -1e-30)


def test_exact_is_exact_up_to_nothing() -> None:
    assert equal(786432, 786432.0)
    assert not equal(0.1 + 0.2, 0.3)
    assert not equal(1, np.nextafter(1, 2))
    assert equal(0.0, -0.0)


def test_exact_whole_numbers_are_exact_beyond_what_floats_can_tell_apart() -> None:
    assert not equal(2**60 + 1, 2**60)
    assert equal([True, False], [1, 0])
    assert not equal(np.uint8(255), np.int64(-1))


@given(finite, st.floats(1e-9, 0.5), st.booleans())
def test_just_inside_agrees_and_just_outside_does_not(key: float, rel: float, above: bool) -> None:
    bound = max(1e-3, rel * abs(key))
    way = 1 if above else -1
    assert equal(key + way * bound * 0.999, key, rel=rel, abs=1e-3)
    assert not equal(key + way * bound * 1.002, key, rel=rel, abs=1e-3)


@pytest.mark.parametrize(("got", "want", "abs_"), [(0.86, 0.85, 0.01), (0.3, 0.1, 0.2), (1.15, 1.1, 0.05)])
def test_on_the_edge_the_decimals_decide(got: float, want: float, abs_: float) -> None:
    assert equal(got, want, abs=abs_)
    assert equal(want, got, abs=abs_)
    assert not equal(got + 1e-6 * abs_, want, abs=abs_)


def test_a_tolerance_far_below_the_spacing_of_floats_is_no_licence() -> None:
    assert not equal(0.1 + 0.2, 0.3, abs=1e-20)
    assert not equal(0.1 + 0.2, 0.3, rel=1e-18)


def test_the_larger_of_rel_and_abs_counts_and_rel_is_of_the_key() -> None:
    assert equal(110, 100, rel=0.1)
    assert not equal(100, 90, rel=0.1)
    assert equal(90, 100, rel=0.1)
    assert equal(0.004, 0, rel=0.1, abs=0.005)
    assert not equal(1e-300, 0, rel=0.5)


@pytest.mark.parametrize("tolerance", [EXACT, Tolerance(rel=0.5), Tolerance(abs=1e300), Tolerance(digits=1)])
def test_nan_equals_nothing_and_an_infinity_only_itself(tolerance: Tolerance) -> None:
    nan, inf = float("nan"), float("inf")
    for got, want in [
        (nan, nan),
        (nan, 1),
        (1, nan),
        (inf, -inf),
        (inf, 1),
        (1, inf),
        (nan, inf),
        (inf, nan),
    ]:
        assert not tolerance.accepts(got, want)
    assert tolerance.accepts([inf, -inf], [inf, -inf])


@given(keys, st.integers(1, 12))
@example(6.103515625e-05, 9)  # just halfway: the decimals must decide, not their binary images
def test_a_key_rounded_to_n_digits_agrees_to_n_digits(key: float, n: int) -> None:
    rounded = float(Context(prec=n, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(key)))
    assert equal(rounded, key, digits=n)


@given(st.integers(100, 999), st.integers(-25, 25), st.sampled_from([-1, 1]))
def test_a_unit_in_the_last_digit_is_too_far(mantissa: int, exponent: int, way: int) -> None:
    key, beside = float(f"{mantissa}e{exponent}"), float(f"{mantissa + way}e{exponent}")
    assert not equal(beside, key, digits=3)
    assert equal(beside, key, digits=2)


@pytest.mark.parametrize("exponent", range(-30, 31))
def test_powers_of_ten_have_the_unit_of_their_own_digits(exponent: int) -> None:
    key = float(f"1e{exponent}")
    assert equal(float(f"1.0049e{exponent}"), key, digits=3)
    assert equal(float(f"0.9951e{exponent}"), key, digits=3)
    assert not equal(float(f"1.0051e{exponent}"), key, digits=3)
    assert not equal(float(f"0.9949e{exponent}"), key, digits=3)


def test_a_computed_100_is_read_as_100() -> None:
    assert equal(100.4, 99.99999999999999, digits=3)
    assert not equal(99.4, 99.99999999999999, digits=3)


def test_a_key_of_zero_has_no_digits() -> None:
    assert equal(0, 0, digits=3)
    assert not equal(1e-300, 0, digits=3)


def test_half_a_unit_itself_agrees_despite_binary() -> None:
    assert equal(0.1235, 0.123, digits=3)
    assert equal(2.675, 2.67, digits=3)


def test_shapes_must_be_the_same_and_nothing_is_broadcast() -> None:
    assert not equal([1.0], 1.0)
    assert not equal([[1, 2]], [1, 2])
    assert not equal([1, 1], 1)
    assert equal(np.zeros((0, 3)), np.zeros((0, 3)))
    assert not equal(np.zeros((0, 3)), np.zeros((3, 0)))
    with pytest.raises(ValueError, match="differ"):
        agreement([1, 2], [1, 2, 3])


def test_complex_numbers_are_compared_by_distance() -> None:
    assert equal(1 + 1e-3j, 1, abs=1e-3)
    assert not equal(1 + 1e-3j, 1)
    assert not equal(3 + 4j, 4 + 3j, rel=0.1)
    assert not equal(complex("nan"), complex("nan"), abs=1)
    assert equal(5.01 * (0.6 + 0.8j), 3 + 4j, digits=2)


def test_small_unsigned_integers_do_not_wrap_round() -> None:
    got, want = np.array([0, 3], np.uint8), np.array([255, 2], np.uint8)
    assert differences(got, want, Tolerance(abs=1)).count == 1
    assert differences(got, want).largest == 255


def test_differences_says_how_many_where_first_and_how_far() -> None:
    want = np.arange(6.0).reshape(2, 3)
    got = want.copy()
    got[0, 2] += 0.5
    got[1, 0] -= 2
    found = differences(got, want, Tolerance(abs=0.1))
    assert (found.count, found.first, found.largest) == (2, (0, 2), 2.0)
    assert found.same_shape
    assert not found.none


def test_no_differences_still_tell_the_distance() -> None:
    found = differences([1.0, 2.25], [1.0, 2.0], Tolerance(abs=0.5))
    assert (found.none, found.count, found.first, found.largest) == (True, 0, None, 0.25)


def test_nan_is_infinitely_far_and_a_shared_infinity_at_no_distance() -> None:
    assert differences([np.nan, 0], [0, 0]).largest == math.inf
    assert differences([np.inf, 0], [np.inf, 0]).largest == 0


def test_an_array_of_another_shape_misses_every_key() -> None:
    found = differences([1.0], [1.0, 2.0])
    assert (found.none, found.same_shape, found.count, found.first) == (False, False, 2, None)
    assert not differences([], 1.0).none


def test_a_number_has_the_empty_index() -> None:
    assert differences(1, 2).first == ()


@given(st.lists(finite, min_size=1, max_size=5), st.floats(0, 0.9))
def test_everything_agrees_with_itself(values: list[float], rel: float) -> None:
    assert equal(values, values, rel=rel)
    assert equal(values, values, digits=15)


@pytest.mark.parametrize("got", ["1", None, [1, "a"], [[1], [2, 3]], [{}]])
def test_what_is_no_number_is_an_error_not_a_verdict(got: Any) -> None:
    with pytest.raises(TypeError):
        equal(got, 1)


@pytest.mark.parametrize(
    "wrong", [{"rel": -0.1}, {"rel": 1.0}, {"abs": -1}, {"abs": math.inf}, {"rel": math.nan}]
)
def test_a_tolerance_without_meaning_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="rel must"):
        Tolerance(**wrong)


def test_digits_stand_alone_and_stay_below_the_precision_of_floats() -> None:
    for n in (0, 16):
        with pytest.raises(ValueError, match=r"1\.\.15"):
            Tolerance(digits=n)
    with pytest.raises(ValueError, match="not both"):
        Tolerance(rel=0.1, digits=3)


def test_bounds_are_those_of_each_key() -> None:
    assert Tolerance(rel=0.1, abs=0.5).bound([0.0, 100.0]).tolist() == [0.5, 10.0]
    assert compare.Tolerance(digits=2).bound([1234.0, 0.0, -0.056]).tolist() == [50.0, 0.0, 0.0005]
    assert Tolerance(digits=2).bound(np.zeros((0, 2))).shape == (0, 2)
