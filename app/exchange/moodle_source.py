"""What every question of Moodle XML has: texts as our prose, hints, and what is lost of it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from app.exchange.bank import number_in
from app.exchange.html_texts import from_html
from app.exchange.prose_texts import (
    LONGEST,
    Insert,
    from_markdown,
    from_plain,
    no_insertion,
    one_line,
    without_embedded,
)
from app.exchange.wildcards import Wildcards

USUAL_PENALTIES = (0.0, 0.1, 1 / 3, 1.0)
USUAL_FEEDBACK = {"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
BLOCK = re.compile(r"^(?:```|\||> |- |[0-9]+\. )", re.MULTILINE)  # code, a table, a quotation, a list


class TooLong(Exception):  # noqa: N818 - a question too large to be one
    """A text beyond all measure."""


def written(element: Element | None) -> str:
    """The text in an element, wrapped in <text> or not."""
    if element is None:
        return ""
    inner = element.find("text")
    return (element if inner is None else inner).text or ""


class Source:
    """One question as its texts are read, and what is lost meanwhile."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.lost: list[str] = []
        self.wildcards = Wildcards.of(element)
        self.more: list[str] = []  # feedback that belongs to the explanation

    def text(self, element: Element | None) -> str:
        """A text of the question as our prose."""
        if element is None:
            return ""
        source = without_embedded(written(element))
        if len(source) > LONGEST:
            raise TooLong
        self.lost += (f"the file {file.get('name', '')[:60]}" for file in element.findall("file"))
        insert: Insert = self.wildcards.insertion if self.wildcards else no_insertion
        match element.get("format", "html"):
            case "markdown":
                return from_markdown(source, self.lost, insert)
            case "plain_text":
                return from_plain(source, insert)
            case "moodle_auto_format":
                return from_html(source.strip().replace("\n", "<br>"), self.lost, insert)
            case _:
                return from_html(source, self.lost, insert)

    def line(self, element: Element | None) -> str:
        """A text of the question on one line."""
        text = self.text(element)
        if "\n" in text and BLOCK.search(text):
            self.lost.append(f"the lines of {one_line(text)[:60]!r}: here they run together")
        return one_line(text)

    def given(self, name: str) -> str:
        """The plain text of a child."""
        return written(self.element.find(name)).strip()

    def prompt(self) -> str:
        return self.text(self.element.find("questiontext"))

    def explanation(self) -> str:
        general = self.text(self.element.find("generalfeedback"))
        return "\n\n".join(filter(None, (general, *self.more)))

    def hints(self) -> tuple[str, ...]:
        return tuple(filter(None, map(self.text, self.element.findall("hint"))))

    def losses(self) -> tuple[str, ...]:
        """All that is lost, each thing once."""
        if self.given("hidden") == "1":
            self.lost.append("that it is hidden in the bank: here students see it")
        grade = number_in(self.given("defaultgrade") or "1")
        if grade not in (1.0, 0.0, None):
            self.lost.append(f"its weight: {grade:g} points")
        penalty = number_in(self.given("penalty") or "0")
        if penalty is not None and all(abs(penalty - usual) > 1e-4 for usual in USUAL_PENALTIES):
            self.lost.append(f"its penalty for each further try: {penalty:g}")
        return tuple(dict.fromkeys(self.lost))

    def combined_feedback(self) -> None:
        """What is said to any right, any half right and any wrong answer."""
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            said = self.text(self.element.find(name))
            if said and said not in USUAL_FEEDBACK:
                if name == "correctfeedback":
                    self.more.append(said)
                else:
                    self.lost.append(
                        f"the feedback to any answer that is {name[:-8]}: {one_line(said)[:200]}"
                    )

    def shares(self) -> list[tuple[Element, float]]:
        """The answers, with what each earns."""
        answers = self.element.findall("answer")
        return [(one, (number_in(one.get("fraction", "0")) or 0.0) / 100) for one in answers]
