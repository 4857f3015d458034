"""Prose with computed numbers."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.expressions import ExpressionError
from app.prose import FILTERS, Template
from app.values import EvaluationError, Value


def rendered(text: str, **names: Value) -> str:
    return Template.parse(text).render(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain prose", "plain prose"),
        ("", ""),
        ("t = {{ t }} of {{T}}", "t = 500 of 1000"),
        ("{{ b1 }}", "0.0001"),
        ("{{ t/3 }}", "166.667"),
        ("{{ t/3 | sig(2) }}", "170"),
        ("{{t|sig}}", "500"),
        ("{{ 1/3 | fixed(3) }}", "0.333"),
        ("{{ 1/8 | percent(1) }}", "12.5%"),
        ("{{ 1/8 | percent }}", "12%"),
        ("{{ 1/8 | sci(2) }}", "1.2 × 10⁻¹"),
        ("{{ t/3 | int }}", "167"),
        ("{{ t/3 | int() }}", "167"),
        ("{{ 1/3 | raw }}", "0.3333333333333333"),
        ("{{ name }}", "linear"),
        ("{{ x }}", "[0.8, -0.3]"),
        ("{{ x | fixed(2) }}", "[0.80, -0.30]"),
        ("{{ 1 < 2 }}", "true"),
    ],
)
def test_numbers_stand_in_prose(text: str, expected: str) -> None:
    assert rendered(text, t=500, T=1000, b1=0.0001, name="linear", x=[0.8, -0.3]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$\bar\alpha_{ {{ t }} }$", r"$\bar\alpha_{ 500 }$"),
        (r"$\bar\alpha_{{{ t }}}$", r"$\bar\alpha_{500}$"),
        (r"$\frac{ {{ t }} }{2}$", r"$\frac{ 500 }{2}$"),
        (r"$x_{\text{a}}$ and {{ t }}", r"$x_{\text{a}}$ and 500"),
        (r"$e^{-{{ t }}}$", r"$e^{-500}$"),
        (r"$\{{{ t }}\}$", r"$\{500\}$"),
    ],
)
def test_braces_of_tex_stay(text: str, expected: str) -> None:
    assert rendered(text, t=500) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ q }}", "4 × 10⁻⁵"),
        ("${{ q }}$", r"$4\times10^{-5}$"),
        ("$$\nx = {{ q }}\n$$", "$$\nx = 4\\times10^{-5}\n$$"),
        ("`{{ q }}`", "`4e-05`"),
        ("``a ` {{ q }}``", "``a ` 4e-05``"),
        ("```\n{{ q }}\n```", "```\n4e-05\n```"),
        ("$x$ {{ q }} $y$", "$x$ 4 × 10⁻⁵ $y$"),
        ("it costs $5, {{ q }}", "it costs $5, 4 × 10⁻⁵"),
        ("$5 or {{ q }} or $6", "$5 or 4 × 10⁻⁵ or $6"),
        (r"\$ {{ q }} \$", r"\$ 4 × 10⁻⁵ \$"),
        ("a lone $ here\n\n{{ q }} and $ there", "a lone $ here\n\n4 × 10⁻⁵ and $ there"),
        ("`$` {{ q }} `$`", "`$` 4 × 10⁻⁵ `$`"),
        ("${{ q }} + {{ q }}$", r"$4\times10^{-5} + 4\times10^{-5}$"),
        ("{{ '$' }} {{ q }} {{ '$' }}", "$ 4 × 10⁻⁵ $"),
        ("${{ 1/4 | percent }}$ {{ 1/4 | percent }}", r"$25\%$ 25%"),
    ],
)
def test_a_number_is_written_for_its_place(text: str, expected: str) -> None:
    assert rendered(text, q=4e-5) == expected


def test_braces_that_shall_stay_are_a_text() -> None:
    assert rendered("{{ '{{' }} t {{ \"}}\" }}") == "{{ t }}"
    assert rendered("{{ 'a | b' }}") == "a | b"


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a {{ t", 2, "not closed"),
        ("a {{ t }", 2, "not closed"),
        ("{{ t }} {{ 'a }}", 8, "not closed"),
        ("{% if t %}", 0, "only {{ expression }}"),
        ("a {# b #}", 2, "only {{ expression }}"),
        ("{{ }}", 3, "nothing"),
        ("ab {{ t + }}", 9, "missing at the end"),
        ("ab {{ t^2 }}", 7, "**"),
        ("{{ t | sgi(3) }}", 7, "no filter sgi"),
        ("{{ t | }}", 6, "sig(4)"),
        ("{{ t | sig(a) }}", 6, "sig(4)"),
        ("{{ t | sig(3) | int }}", 6, "sig(4)"),
        ("{{ t | sig(99) }}", 7, "at most"),
        ("{{ t | int(3) }}", 7, "no digits"),
        ("{{ t | raw(3) }}", 7, "no digits"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Template.parse(text)
    assert (caught.value.position, words in caught.value.message) == (position, True), caught.value


def test_an_unknown_name_is_told_with_its_expression() -> None:
    with pytest.raises(EvaluationError, match=r"\{\{ t \+ q \}\}: q is not known"):
        rendered("{{ t + q }}", t=1)


def test_a_template_knows_what_it_uses() -> None:
    template = Template.parse("a {{ abar[t] }} b {{answer | sig(4)}}")
    assert template.names == {"abar", "t", "answer"}
    assert [one.position for one in template.expressions] == [5, 20]
    assert [template.text[one.position :][:4] for one in template.expressions] == ["abar", "answ"]


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_writes_every_kind_of_number(name: str) -> None:
    values: tuple[Value, ...] = (0, 3, -2.5, 1e-9, [1.5, 2], float("inf"))
    for value in values:
        assert rendered(f"{{{{ x | {name} }}}}", x=value)


@settings(deadline=None)
@given(st.text("ab $`\\\n{}|'\"%#", max_size=40))
def test_any_text_is_a_template_or_a_slip_within_it(text: str) -> None:
    read = parsed(text)
    if isinstance(read, ExpressionError):
        assert 0 <= read.position <= len(text)
    elif not read.expressions:
        assert read.render({}) == text


def parsed(text: str) -> Template | ExpressionError:
    try:
        return Template.parse(text)
    except ExpressionError as error:
        return error


adapter = TypeAdapter(Template)


def test_yaml_texts_and_numbers_are_templates() -> None:
    assert adapter.validate_python("t = {{ t }}").render({"t": 2}) == "t = 2"
    assert adapter.validate_python(42).text == "42"
    assert adapter.validate_python(0.0001).text == "0.0001"
    template = adapter.validate_python("{{ t }}")
    assert adapter.validate_python(template) is template
    assert adapter.dump_python(template, mode="json") == "{{ t }}"
    assert pickle.loads(pickle.dumps(template)) == template


@pytest.mark.parametrize("bad", [True, None, ["a"], "{{"])
def test_other_values_are_refused(bad: object) -> None:
    with pytest.raises(ValidationError):
        adapter.validate_python(bad)


def test_a_slip_in_yaml_keeps_its_position() -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python("ab {{ t + }}")
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, ExpressionError)
    assert error.position == 9


def test_the_schema_allows_what_is_read() -> None:
    assert adapter.json_schema() == {"title": "text", "type": ["string", "number"]}
