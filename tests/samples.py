"""Answers to every exercise of the book with every answer type, as a form and as JSON."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pydantic import JsonValue

from tests.forms import Fields


@dataclass(frozen=True)
class Sample:
    """An answer to an exercise and the verdict it gets."""

    exercise: str
    verdict: str
    fields: Fields
    answer: JsonValue

    def __str__(self) -> str:
        return f"{self.exercise} {self.verdict}"


def id_of(exercise: str, text: str) -> str:
    """The id under which an item without one is shown."""
    return hashlib.sha256(f"{exercise}\x1f{text}".encode()).hexdigest()[:5]


def matched(exercise: str, pairs: dict[str, str]) -> tuple[Fields, JsonValue]:
    """Pairs of texts as a form and as JSON."""
    ids = {id_of(exercise, left): id_of(exercise, right) for left, right in pairs.items()}
    return {f"match.{left}": [right] for left, right in ids.items()}, dict(ids)


ESSAY = "Variances add, so a standard deviation is scaled by the root."
GOOD = "def double(x):\n    return 2 * x\n"
BAD = "def double(x):\n    return x + 1\n"
SQUARE = "def double(x):\n    return x * x\n"
EVEN, FOUR, FIVE = (id_of("many-choices", text) for text in ("$2$", "$4$", "$5$"))
TWO, THREE = (id_of("one-choice", text) for text in ("$2$", "$3$"))
DRAW, NOISE, MIX, LOSS = (
    id_of("sorted-steps", text)
    for text in (
        "Draw clean images $x_0$",
        "Draw $t$ and $\\epsilon$",
        "Form $x_t$",
        "Compare with $\\epsilon$",
    )
)
EXTRA = id_of("sorted-steps", "Run the whole chain from $x_0$ to $x_t$")

SAMPLES = (
    Sample("one-number", "correct", {"answer": ["2"]}, 2),
    Sample("one-number", "mistake", {"answer": ["102"]}, "102"),
    Sample("one-number", "wrong", {"answer": ["17.3"]}, 17.3),
    Sample("one-number", "invalid", {"answer": ["two"]}, "two"),
    Sample("two-numbers", "correct", {"answer": ["2, 4"]}, [2, 4.0]),
    Sample("two-numbers", "mistake", {"answer": ["2; 5"]}, [2, 5]),
    Sample("two-numbers", "wrong", {"answer": ["7, 9"]}, "7, 9"),
    Sample("two-numbers", "invalid", {"answer": ["two"]}, ["2", "four"]),
    Sample("two-parts", "correct", {"answer.a": ["9"], "answer.b": ["10"]}, {"a": 9, "b": "10"}),
    Sample("two-parts", "wrong", {"answer.a": ["77"], "answer.b": ["55.5"]}, {"a": 77, "b": 55.5}),
    Sample("two-parts", "invalid", {"answer.a": ["nine"], "answer.b": [""]}, {"a": "nine"}),
    Sample("one-formula", "correct", {"answer": ["1 − a2·a1"]}, "1 - a1 a2"),
    Sample("one-formula", "mistake", {"answer": ["sqrt(1-a1*a2)"]}, "√(1-a1 a2)"),
    Sample("one-formula", "wrong", {"answer": ["a1^3"]}, "a1**3"),
    Sample("one-formula", "invalid", {"answer": ["1 - a3"]}, "1 -"),
    Sample("one-choice", "correct", {"choice": [TWO]}, TWO),
    Sample("one-choice", "wrong", {"choice": [THREE]}, [THREE]),
    Sample("one-choice", "invalid", {}, "zzzzz"),
    Sample("many-choices", "correct", {"choice": [FOUR, EVEN]}, [EVEN, FOUR]),
    Sample("many-choices", "close", {"choice": [EVEN]}, [EVEN]),
    Sample("many-choices", "wrong", {"choice": [FIVE, EVEN]}, [EVEN, FIVE]),
    Sample("many-choices", "invalid", {"choice": ["zzzzz"]}, ["zzzzz"]),
    Sample(
        "sorted-steps",
        "correct",
        {"order": [NOISE, DRAW, MIX, LOSS], "out": [EXTRA]},
        [DRAW, NOISE, MIX, LOSS],
    ),
    Sample(
        "sorted-steps",
        "wrong",
        {"order": [LOSS, DRAW, NOISE, MIX], "out": [EXTRA]},
        ["loss", "draw", "noise", "mix"],
    ),
    Sample("sorted-steps", "invalid", {"order": ["zzzzz", "draw"], "out": []}, ["zzzzz", "draw"]),
    Sample("matched-pairs", "correct", *matched("matched-pairs", {"$2$": "$4$", "$3$": "$9$"})),
    Sample("matched-pairs", "wrong", *matched("matched-pairs", {"$2$": "$9$", "$3$": "$6$"})),
    Sample("matched-pairs", "invalid", *matched("matched-pairs", {"$2$": "nothing shown"})),
    Sample("sorted-kinds", "correct", *matched("sorted-kinds", {"$2$": "even", "$3$": "odd", "$4$": "even"})),
    Sample("sorted-kinds", "wrong", *matched("sorted-kinds", {"$2$": "odd", "$3$": "odd", "$4$": "even"})),
    Sample("sorted-kinds", "invalid", *matched("sorted-kinds", {"$7$": "odd"})),
    Sample("wrong-line", "correct", {"line": ["4"]}, 4),
    Sample("wrong-line", "mistake", {"line": ["2"]}, 2),
    Sample("wrong-line", "invalid", {"line": ["99"]}, 99),
    Sample("small-program", "correct", {"code": [GOOD]}, GOOD),
    Sample("small-program", "mistake", {"code": [SQUARE]}, SQUARE),
    Sample("small-program", "wrong", {"code": [BAD]}, BAD),
    Sample("small-program", "invalid", {"code": ["  "]}, 7),
    Sample("own-words", "correct", {"text": [ESSAY], "tick": ["0", "1"]}, {"text": ESSAY, "ticked": [0, 1]}),
    Sample("own-words", "close", {"text": [ESSAY], "tick": ["1"]}, {"text": ESSAY, "ticked": [1]}),
    Sample("own-words", "wrong", {"text": [ESSAY]}, ESSAY),
    Sample("own-words", "invalid", {"text": ["Because."]}, "Because."),
)

TYPES = tuple(dict.fromkeys(sample.exercise for sample in SAMPLES))
