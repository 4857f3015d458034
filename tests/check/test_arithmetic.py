"""Calculations in TeX: what they come to, and what is left unread."""

from __future__ import annotations

import math
import re

import pytest

from app.check.arithmetic import READINGS, Number, Unread, is_number, worked_out

NATURAL, TENS, TWOS, BOUND = READINGS


def tokens(tex: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?|\\[A-Za-z]+|\S", tex)


def value(tex: str, **given: float) -> float:
    return worked_out(tokens(tex), {name: Number(one) for name, one in given.items()}, NATURAL).value


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("1+2\\cdot3-4/8", 6.5),
        ("-2^2", -4),
        ("(-2)^{2+1}", -8),
        ("3\\cdot-2", -6),
        ("\\frac12", 0.5),
        ("\\dfrac{1+2}{4}\\cdot2", 1.5),
        ("\\tfrac1{10}", 0.1),
        ("2(3+4)[1-0.5]", 7),
        ("10\\sqrt{16}", 40),
        ("\\sqrt[3]{27}", 3),
        ("\\sqrt2^2", 2),
        ("e^{-2}", math.exp(-2)),
        ("3e^2", 3 * math.exp(2)),
        ("1-e^{-0.5}", 1 - math.exp(-0.5)),
        ("\\ln 8/\\ln 2", 3),
        ("\\log_2 8+\\log_{10}(100)", 5),
        ("\\cos^2(0.3)+\\sin^2(0.3)", 1),
        ("\\exp(1)/\\sqrt{2\\pi}", math.e / math.sqrt(2 * math.pi)),
        ("5!/\\binom{5}{2}", 12),
        ("6.5\\times10^{-3}", 0.0065),
    ],
)
def test_numbers_are_worked_out(tex: str, wanted: float) -> None:
    assert value(tex) == pytest.approx(wanted, rel=1e-12)


def test_a_given_number_is_one_thing_whatever_its_sign() -> None:
    assert value("A^2-A", A=-3.0) == 12
    assert value("\\frac A4", A=6.0) == 1.5


@pytest.mark.parametrize(
    "tex",
    [
        "x+1",
        "\\alpha_1",
        "\\pi/2",
        "1-\\pi",
        "e",
        "e-1",
        "2 3",
        "2\\frac12",
        "1/2(3)",
        "1/2\\sqrt{3}",
        "\\log 2\\cdot3",
        "\\log 3/4",
        "\\log(2)^2",
        "\\cos^{-1}(0.5)",
        "\\log_3 9",
        "(1,2)",
        "0,5",
        "3\\ldots",
        "5\\pm1",
        "101_2",
        "40\\%",
        "0.1(6)",
        "1/0",
        "\\sqrt{-1}",
        "2.5!",
        "200!",
        "9^{9^9}",
        "(1",
        "1)",
        "2+",
        "",
    ],
)
def test_what_is_not_of_numbers_or_may_mean_two_things_is_left_unread(tex: str) -> None:
    with pytest.raises(Unread):
        value(tex)


def test_logarithms_and_angles_are_read_in_several_ways() -> None:
    assert worked_out(tokens("\\log 100"), {}, TENS).value == 2
    assert worked_out(tokens("\\log 8"), {}, TWOS).value == 3
    assert worked_out(tokens("\\sin 30"), {}, TENS).value == pytest.approx(0.5)
    assert worked_out(tokens("\\arctan(1)"), {}, NATURAL).value == pytest.approx(math.pi / 4)
    assert worked_out(tokens("\\arctan(1)"), {}, TENS).value == pytest.approx(45)


def test_a_slash_before_a_power_of_ten_is_read_in_two_ways() -> None:
    tex = tokens("3\\cdot10^8/6\\cdot10^{14}")
    assert worked_out(tex, {}, NATURAL).value == pytest.approx(5e21)
    assert worked_out(tex, {}, BOUND).value == pytest.approx(5e-7)
    assert worked_out(tokens("6/2\\cdot3"), {}, BOUND).value == 9


def test_a_short_decimal_is_exact_unless_it_is_said_to_be_rounded() -> None:
    assert worked_out(tokens("0.67\\cdot5"), {}, NATURAL).slack < 1e-9
    assert worked_out(tokens("0.67\\cdot5"), {}, NATURAL, {"0.67"}).slack == pytest.approx(0.025)


@pytest.mark.parametrize(
    ("tex", "slack"),
    [
        ("0.5", 0.05),
        ("-8", 0.5),
        ("4.0\\cdot10^{3}", 50),
        ("0.5\\cdot2", 0),
        ("0.693\\cdot2", 0.001),
        ("1/3", 0),
    ],
)
def test_a_typed_number_stands_for_all_that_are_rounded_to_it(tex: str, slack: float) -> None:
    assert worked_out(tokens(tex), {}, NATURAL).slack == pytest.approx(slack, rel=1e-6, abs=1e-12)


def test_the_slack_of_a_given_number_is_carried_along() -> None:
    given = {"A": Number(2.0, 0.01), "B": Number(3.0, 0.1)}
    assert worked_out(tokens("A\\cdot B"), given, NATURAL).slack == pytest.approx(0.23)


def test_one_number_may_have_a_sign_and_a_power_of_ten() -> None:
    given = {"A": Number(2.0)}
    assert all(is_number(tokens(tex), given) for tex in ("A", "-A", "3.5", "A\\times10^{4}"))
    assert not any(is_number(tokens(tex), given) for tex in ("A+1", "2\\cdot A", "\\sqrt{2}", ""))
