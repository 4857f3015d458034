"""Moodle XML, written: elements, texts in CDATA, the parts that all questions have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Written:
    """A question as Moodle knows it; texts are HTML, `inside` is the XML of what its kind alone has."""

    kind: str
    name: str
    id: str
    prompt: str
    feedback: str
    inside: str
    hints: tuple[str, ...]
    tags: tuple[str, ...]
    points: float = 1.0


def cdata(text: str) -> str:
    """The text as it is, whatever it holds."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>" if text else ""


def html_text(tag: str, text: str, more: str = "", **attributes: str) -> str:
    """An element that holds HTML."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<{tag}{given} format="html"><text>{cdata(text)}</text>{more}</{tag}>'


def plain_text(tag: str, text: str, more: str = "", **attributes: str) -> str:
    """An element that holds words."""
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{given}><text>{escape(text, quote=False)}</text>{more}</{tag}>"


def number(value: float) -> str:
    """A number with all the digits that count."""
    return f"{value:.15g}"


def answer(share: float, text: str, say: str, more: str = "") -> str:
    """An answer in HTML with the percent it earns, and what is said to it."""
    return html_text("answer", text, f"{html_text('feedback', say)}{more}", fraction=f"{share:.7g}")


def numeric_answer(share: float, value: float, tolerance: float, say: str) -> str:
    """A number with the percent it earns, its absolute tolerance, and what is said to it."""
    more = f"<tolerance>{number(tolerance)}</tolerance>{html_text('feedback', say)}"
    return plain_text("answer", number(value), more, fraction=f"{share:.7g}", format="moodle_auto_format")


def category(names: Iterable[str]) -> str:
    """What puts the questions after it into a category."""
    path = "/".join(("$course$", "top", *(name.replace("/", "//") for name in names)))
    return f'<question type="category">{plain_text("category", path)}</question>'


def question(one: Written) -> str:
    """The whole question, a line for each part."""
    tags = "".join(f"<tag><text>{escape(tag, quote=False)}</text></tag>" for tag in one.tags)
    lines = (
        f'<question type="{one.kind}">',
        plain_text("name", one.name),
        html_text("questiontext", one.prompt),
        html_text("generalfeedback", one.feedback),
        f"<defaultgrade>{one.points:g}</defaultgrade>",
        "<penalty>0.3333333</penalty>",
        "<hidden>0</hidden>",
        f"<idnumber>{escape(one.id, quote=False)}</idnumber>",
        one.inside,
        *(html_text("hint", hint) for hint in one.hints),
        f"<tags>{tags}</tags>" if tags else "",
        "</question>",
    )
    return "\n".join(filter(None, lines))


def quiz(questions: Iterable[str]) -> str:
    """The whole file."""
    return "\n\n".join(('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>', *questions, "</quiz>\n"))
