"""What may stand while an exercise is written, and not when it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken.specimens import text_of
from tests.check.test_book import head, numeric, run, write_book

PUBLISHED = numeric("""\
    params: {a: {int: [2, 40], default: 3}}
    let: {cube: a**3, third: a/7}
    answer: cube * third
    mistakes: [{if: 3*a, tag: tripled, say: That is three times.}]
    hints: [Multiply it with itself, then once more.]
    solution: "$a^3 = {{ cube }}$."
    explanation: The constant 0.577 is Euler's.
    """).replace("prompt: What is it?", "prompt: What is it, of {{ a }}?")
SLIPS = {
    "no-solution": ('solution: "$a^3 = {{ cube }}$."\n', "", "there is no `solution`", (1, 1)),
    "no-hints": ("hints: [Multiply it with itself, then once more.]\n", "", "there are no `hints`", (1, 1)),
    "no-mistakes": (
        "[{if: 3*a, tag: tripled, say: That is three times.}]",
        "[]",
        "there are no `mistakes`",
        (1, 1),
    ),
    "unfinished": ("three times.", "FIXME three times.", "FIXME stands in a text", (10, 49)),
    "constant-range": (
        "default: 3}}\n",
        "default: 3}, n: [1, 5]}\nrequire: n*a > 2\n",
        "'n' is one list of two numbers for every seed. Is a number between the two meant? Write `n: {int:",
        (7, 41),
    ),
    "few-variants": ("[2, 40]", "[2, 4]", "40 seeds bring 3 different sets of numbers", (7, 1)),
    "undetermined": (
        " of {{ a }}",
        "",
        "the prompt reads the same where a is 3 and 6, but the key is",
        (6, 9),
    ),
    "typed-number": (
        "is Euler's.",
        "is not 11.571.",
        "11.571 is answer with the book's own numbers; other seeds have another value. Write {{ answer",
        (13, 40),
    ),
}


def test_an_exercise_that_lacks_nothing_can_be_published(tmp_path: Path) -> None:
    outcome = run(str(write_book(tmp_path, one=PUBLISHED)), "--strict")
    assert outcome.code == 0, outcome.out


@pytest.mark.parametrize("rule", SLIPS)
def test_what_lacks_is_told_by_strict_alone(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, message, (line, column) = SLIPS[rule]
    assert old in PUBLISHED
    write_book(tmp_path, one=PUBLISHED.replace(old, new))
    monkeypatch.chdir(tmp_path)
    outcome = run("book", "--strict")
    assert outcome.code == 1
    assert outcome.out.startswith(f"book/01-only/one.yaml:{line}:{column}: {message}"), outcome.out
    assert f"[{rule}, 1]" in outcome.out
    assert run("book").code == 0


@pytest.mark.parametrize(
    "words",
    [
        "Euler's 0.577",
        "0.50 of it",
        "version 1.234.5",
        "{{ third | sig(4) }} = {{ third }}",
        "section 3.1.234",
        "{{ 11.5714 }}",
    ],
)
def test_numbers_that_are_not_the_exercise_s_are_no_slips(words: str, tmp_path: Path) -> None:
    book = write_book(tmp_path, one=PUBLISHED.replace("The constant 0.577 is Euler's.", f'"{words}"'))
    assert run(str(book), "--strict").code == 0


def test_a_constant_may_be_typed(tmp_path: Path) -> None:
    text = PUBLISHED.replace("params: {", "params: {k: 0.18215, ").replace("a**3,", "a**3*k,")
    book = write_book(tmp_path, one=text.replace("0.577 is Euler's", "0.18215 is $k$"))
    assert run(str(book), "--strict").code == 0


def test_a_program_is_published_with_wrong_ones(tmp_path: Path) -> None:
    program = (
        "function: double(x)\nstarter: 'def double(x): return x'\nsolution: 'def double(x): return 2 * x'\n"
        "reference: 2*x\ncases: {visible: [{x: 3.0}], hidden: [{x: 4.0}, {x: -1.5}]}\nhints: [Add.]\n"
    )
    outcome = run(str(write_book(tmp_path, one=head("code") + program)), "--strict")
    assert "there are no `mutants`" in outcome.out


def test_parts_are_held_to_it_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (
        "hints: [Add.]\nsolution: Add.\nparts:\n"
        "  - {id: a, type: numeric, ask: What?, answer: 6.5, mistakes: [{if: 7.5, tag: more, say: No.}]}\n"
        "  - {id: b, type: numeric, ask: What?, answer: 9.5}\n"
    )
    write_book(tmp_path, one=head("multipart") + parts)
    monkeypatch.chdir(tmp_path)
    told = run("book", "--strict").out
    assert told.startswith("book/01-only/one.yaml:11:5: there are no `mistakes`")
    assert "1 fault in 1 file" in told


def test_an_item_that_no_pair_names_is_told_before_publishing(tmp_path: Path) -> None:
    order = text_of("ordering").replace("three: Third.", "three: Third., four: Fourth.") + "hints: [Begin.]\n"
    write_book(tmp_path, ordering=order)
    outcome = run(str(tmp_path / "book"), "--strict")
    assert "ordering.yaml:7:51: no pair names 'four'" in outcome.out
    assert run(str(tmp_path / "book")).code == 0
