"""Moodle XML, question by question."""

from __future__ import annotations

import pytest

from app.exchange.bank import BankQuestion, Essay, Foreign, Numbers, Options, Order, Pairs, Words
from app.exchange.moodle import category_name, read_moodle
from app.exchange.sources import read_bank
from tests.exchange.imports import BANKS, question_of

BANK = read_bank(BANKS / "course.xml")


def read(kind: str, inside: str) -> BankQuestion:
    """A question with this inside."""
    text = f"<quiz><question type='{kind}'><name><text>N</text></name>{inside}</question></quiz>"
    return read_moodle(text.encode()).questions[0]


def test_texts_hints_tags_and_category_are_kept() -> None:
    circle = BANK.questions[0]
    assert circle.prompt == "A circle has the radius $r=2$ m. What is its **area**, $$A=\\pi r^2\\,?$$"
    assert circle.hints == ("Square the radius.",)
    assert circle.explanation == r"It is $4\pi$."
    assert circle.tags == ("Geometry", "Limits & Series")


def test_a_number_has_its_answers_and_units() -> None:
    body = BANK.questions[0].body
    assert isinstance(body, Numbers)
    assert [(one.value, one.tolerance, one.share) for one in body.answers] == [
        (12.566, 0.01, 1.0),
        (6.283, 0.01, 0.0),
        (12.566, 0.5, 0.5),
        (None, 0.0, 0.0),
    ]
    assert body.units == (("m^2", 1.0), ("cm^2", 10000.0))


def test_options_have_shares_and_feedback() -> None:
    body = question_of(BANK, "Primes").body
    assert isinstance(body, Options)
    assert not body.is_single
    assert [(one.text, one.share, one.say) for one in body.options] == [
        ("2", 0.5, ""),
        ("3", 0.5, ""),
        ("4", -1.0, "It is 2 · 2."),
    ]


def test_a_right_side_without_a_left_one_is_extra() -> None:
    body = question_of(BANK, "Derivatives").body
    assert isinstance(body, Pairs)
    assert body.pairs == ((r"$\sin x$", "cos x"), ("$e^x$", "exp x"))
    assert body.extra == (r"\-sin x",)


def test_words_essays_and_orders() -> None:
    words = question_of(BANK, "Capital").body
    assert isinstance(words, Words)
    assert [one.text for one in words.answers] == ["Euclid", "Euler"]
    essay = question_of(BANK, "Explain continuity").body
    assert isinstance(essay, Essay)
    assert essay.model.endswith("- names $\\epsilon$\n- names $\\delta$")
    order = question_of(BANK, "Order of growth").body
    assert order == Order((r"$\log n$", "$n$", "$n^2$"))


def test_usual_weights_penalties_and_feedback_are_not_told_as_lost() -> None:
    assert question_of(BANK, "Compact sets").lost == ()
    assert "its weight: 2 points" in BANK.questions[0].lost
    assert "its penalty for each further try: 0.5" in question_of(BANK, "Primes").lost


@pytest.mark.parametrize(
    ("form", "text", "prose"),
    [
        ("plain_text", "a *b* <i>c</i>", r"a \*b\* \<i\>c\</i\>"),
        ("markdown", "a *b* $5", r"a *b* \$5"),
        ("moodle_auto_format", "a <i>b</i>\nc", "a *b*\\\nc"),
        ("html", "a <i>b</i>\nc", "a *b* c"),
    ],
)
def test_each_format_of_text_is_read_as_what_it_is(form: str, text: str, prose: str) -> None:
    inside = f"<questiontext format='{form}'><text><![CDATA[{text}]]></text></questiontext>"
    assert read("description", inside).prompt == prose


@pytest.mark.parametrize(
    "inside",
    [
        "<answer fraction='x'><text>y</text><tolerance>z</tolerance></answer>",
        "<answer/>",
        "<answer fraction='100'><text>nan</text></answer>",
        "<answer fraction='100'><text>1e999</text></answer>",
    ],
)
def test_numbers_that_are_none_are_told(inside: str) -> None:
    assert isinstance(read("numerical", inside).body, Foreign)


@pytest.mark.parametrize(
    "kind",
    [
        *("calculated", "calculatedsimple", "multichoice", "truefalse", "matching", "shortanswer"),
        *("essay", "ordering", "cloze", "description", "numerical", "", "nothing known"),
    ],
)
def test_an_empty_question_of_any_kind_is_read(kind: str) -> None:
    assert read(kind, "").name == "N"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("$course$/top/A/B", "B"),
        ("$course$/top/A//B", "A/B"),
        ("$course$/top", ""),
        ("$course$", ""),
        ("$course$/top/Default for C", ""),
        ("top", ""),
        ("", ""),
    ],
)
def test_a_category_gives_its_last_name(path: str, name: str) -> None:
    assert category_name(path) == name


def test_true_and_false_of_any_language_keep_their_words() -> None:
    body = read(
        "truefalse",
        "<answer fraction='100'><text>Falsch</text></answer><answer fraction='0'><text>Wahr</text></answer>",
    ).body
    assert isinstance(body, Options)
    assert [(one.text, one.share) for one in body.options] == [("Falsch", 1.0), ("Wahr", 0.0)]


@pytest.mark.parametrize(
    ("kind", "inside", "told"),
    [
        ("numerical", "<hidden>1</hidden>", "hidden"),
        (
            "multichoice",
            "<answer fraction='100'><text>&lt;pre&gt;a:\n  b&lt;/pre&gt;</text></answer>",
            "run together",
        ),
        ("ordering", "<selecttype>RANDOM</selecttype>", "some of its items"),
    ],
)
def test_what_a_bank_says_of_a_question_is_told(kind: str, inside: str, told: str) -> None:
    assert any(told in one for one in read(kind, inside).lost)


def test_a_description_has_no_weight_to_lose() -> None:
    assert read("description", "<defaultgrade>0.0000000</defaultgrade>").lost == ()
