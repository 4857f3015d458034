"""Calculations in a solution: those that come out, those that do not, and those that say something else."""

from __future__ import annotations

import pytest

from app.check.proving import Failure
from app.check.reckoning import prove_reckoning
from app.prose import Template
from app.values import Value

NAMES: dict[str, Value] = {"a": 0.36, "b": -2.5, "n": 7, "third": 1 / 3, "answer": 0.5625, "who": "Ann"}


def proofs(text: str, where: str = "solution") -> list[Failure | None]:
    return [*prove_reckoning((where,), Template.parse(text), NAMES)]


@pytest.mark.parametrize(
    "text",
    [
        "${{ a }}/{{ 1 - a }}={{ answer | sig(2) }}$",
        "$x=\\dfrac{ {{ a }} }{ {{ 1 - a | sig(1) }} }={{ answer }}$",
        "$\\sig{ {{ a }}\\cdot2=0.72 }$",
        "$$\\boxed{\\noi{ {{ a }} }+1}=1.36$$",
        "${{ b }}^2=6.25$",
        "${{ third }}\\cdot3=1$",
        "${{ third | sig(3) }}\\cdot{{ n }}={{ 7*third | sig(3) }}$",
        "$0.693\\cdot2=1.387$",
        "$1\\,000\\cdot2=2000$",
        "${{ 0.1 }}+{{ 0.2 }}-{{ 0.3 }}={{ 0.2 - 0.3 + 0.1 }}$",
        "$\\frac{1}{3}=0.333$",
        "$$2\\cdot3=6.$$",
        "$\\begin{aligned}x&=2\\cdot3\\\\&=6\\end{aligned}$",
        "$\\left(1+2\\right)\\,\\cdot\\;4=12$",
        "$\\log 100=2$ and $\\sin 30=0.5$",
        "$x=({{ n }}-1,\\ (1+1)\\cdot2)=(6, 4)$",
        "$$\\begin{align*}x&=2\\cdot3\\\\&=6\\end{align*}$$",
        "$3\\cdot10^8/6\\cdot10^{14}=5\\cdot10^{-7}$",
        "$2e^{-0.5}=2\\cdot0.61=1.21$",
        "$1-0.95^{10}=1-0.6=0.4$",
        "$\\arctan(1)=45$ degrees",
        "$\\frac{12-10}{10}=20$ Prozent, $3\\cdot10^9=3$ Milliarden, $2000\\cdot5=10$k, $2\\cdot1.5=3000$ m",
    ],
)
def test_calculations_that_come_out_hold(text: str) -> None:
    told = proofs(text)
    assert told
    assert set(told) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "${{ a }}/{{ 1 - a }}={{ 2*answer | sig(2) }}$",
        "$\\sig{ {{ a }}\\cdot2=0.36 }$",
        "$({{ b }}+1)^2={{ 3.25 }}$, so it is",
        "$1+1=x=3$",
        "$\\sqrt{ {{ a }} }\\approx{{ a }}$",
        "$2\\cdot3=7$",
        "$(1+1, 2+2)=(2, 5)$",
        "$x=0.693\\cdot2=1.39\\cdot1=1.49$",
        "$\\begin{aligned}x&=2\\cdot3\\\\&=60\\end{aligned}$",
        "$$\\begin{align*}x&=2\\cdot3\\\\&=60\\end{align*}$$",
        "$2e^{-0.5}=2\\cdot0.61=1.31$",
        "$2e^{-0.5}=2\\cdot0.71$",
        "$1+1=2=3$",
        "$2+3=5\\Leftrightarrow 3=5-1$",
        "The sum is not hard: the factor is $2+2=5$.",
    ],
)
def test_calculations_that_do_not_come_out_are_told(text: str) -> None:
    (failed,) = (one for one in proofs(text) if one)
    assert failed.slip.rule == "reckoning"


@pytest.mark.parametrize(
    "text",
    [
        "$x={{ a }}$, $y=2x=3$",
        "$1=1,\\ 2=2$ and ${{ a }}$ = {{ n }}",
        "`1=2` and 1 = 2",
        "$1<2$, $3\\equiv17$, $2\\to3$, $4\\ne5$",
        "$1+1\\equiv0\\pmod 2$",
        "$3\\cdot1.000=3,000$",
        "$0.36=36\\%$ or {{ a | percent }} and $0.36={{ a | percent }}$",
        "$90\\,\\mathrm{min}=1.5\\,\\mathrm{h}$",
        "$(1, 2)=(3, 4, 5)$ and $(1, 2)=3$",
        "$(1, a)=(2, 3)$",
        "$f(1,2)=(1)(2)$ and $(1)+(2, 3)=(5)$",
        "$(1-0.5)^{10}\\approx e^{-5}$",
        "$1+2$\n\n$=4$",
        "$0.{{ n }}=3$ and ${{ who }}=3$",
        "$1.5\\cdot2=3\\,\\mathrm{km}=3000$ m",
        "$2+3=5\\text{ and }4+4=8$",
        "$$\\begin{aligned}x&=1+2\\\\&\\quad+3=6\\end{aligned}$$",
        "$$\\begin{aligned}x&=1+2+\\\\&3=6\\end{aligned}$$",
        "In base 2, $1+1=10$.",
        "$7+5=0=12\\pmod{12}$",
        "Nobody claims that $3+4=8$ is wrong, it is; and not $4=2+1$.",
        "$1/6=0.1(6)$",
    ],
)
def test_what_is_no_equation_between_numbers_says_nothing(text: str) -> None:
    assert [one for one in proofs(text) if one] == []


@pytest.mark.parametrize("text", ["$3600/1.2=3$ km", "$3.0\\cdot1000/1=3$ km", "$0.3/0.4=75$ %"])
def test_a_unit_may_have_a_prefix(text: str) -> None:
    assert proofs(text) == [None]


@pytest.mark.parametrize("after", [".", " tokens.", ", as meant"])
def test_without_a_unit_a_power_of_ten_is_a_slip(after: str) -> None:
    assert None not in proofs(f"$3\\cdot1000=3$ {after}")


@pytest.mark.parametrize("where", ["explanation", "prompt", "mistakes"])
def test_other_texts_may_quote_what_is_wrong(where: str) -> None:
    assert proofs("$2+2=5$", where) == []


def test_the_message_names_both_sides_and_the_place() -> None:
    text = "So $x={{ a }}/2={{ answer }}$."
    (failed,) = proofs(text)
    assert failed is not None
    assert failed.slip.message == "`0.36/2` comes to 0.18, and `0.5625` to 0.5625"
    assert failed.slip.offset == text.index("answer")
    assert [one.slip.offset for one in proofs("$1+1=3$") if one] == [5]


def test_a_text_with_more_insertions_than_there_are_marks_for_is_no_trouble() -> None:
    assert proofs("${{ a }}=0.36$ " * 300) == [None] * 300
