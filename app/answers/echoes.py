"""How an answer was read, as a line of markdown that students see while they type."""

from __future__ import annotations

import re

from app import numerals
from app.answers.kinds import Answer, ArrayAnswer, FormulaAnswer, NumberAnswer
from app.answers.typed_text import quoted
from app.numerals import tex
from app.typeset import formula_tex

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
MOST_SHOWN = 64


def echo_of(answer: Answer) -> str:
    """The answer as it was read; "" for what was picked or written in words."""
    match answer:
        case NumberAnswer():
            return _number(answer)
        case ArrayAnswer():
            if answer.value.size > MOST_SHOWN:
                return f"an array of shape {' × '.join(map(str, answer.value.shape))}"
            return f"${tex(answer.value)}$"
        case FormulaAnswer():
            return f"${formula_tex(answer.node)}$"
        case _:
            return ""


def _number(answer: NumberAnswer) -> str:
    shown = f"${tex(answer.value)}$"
    if answer.also is not None:
        other = numerals.plain(answer.also)
        return f"{shown} (the comma read as a decimal comma; for thousands type `{other}`)"
    if answer.text and not _PLAIN.fullmatch(answer.text):
        return f"{shown} (from {quoted(answer.text)})"
    return shown
