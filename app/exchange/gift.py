"""GIFT as a bank: `::title::text {answers}`, with the rules and the order of Moodle's own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.exchange.bank import (
    Bank,
    BankQuestion,
    Body,
    Description,
    Essay,
    Foreign,
    NumberAnswer,
    Numbers,
    Options,
    Pairs,
    TextAnswer,
    Words,
    number_in,
)
from app.exchange.html_texts import from_html
from app.exchange.moodle import category_name
from app.exchange.prose_texts import LONGEST, clean, from_markdown, from_plain, one_line, without_embedded

ESCAPES = {
    sign: chr(0xE010 + number) for number, sign in enumerate("~=#{}:n\\")
}  # kept aside while it is read
MEANT = {kept: "\n" if sign == "n" else sign for sign, kept in ESCAPES.items()}
# `\n` ends a line, unless it begins one of TeX's names, as in `\nabla`.
ESCAPED = re.compile(r"\\([~=#{}:\\])|\\(n)(?!(?:abla|eq?|u|ot|otin|eg)(?![A-Za-z]))")
TITLE = re.compile(r"::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]\s*")
WEIGHT = re.compile(r"%(-?[0-9]+(?:\.[0-9]*)?)%")
TAG = re.compile(r"\[tag:([^\]\\]+)\]")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def read_gift(text: str) -> Bank:
    """The bank in a GIFT text: questions stand apart by blank lines."""
    questions: list[BankQuestion] = []
    category = ""
    for block in blocks_of(clean(text)):
        if block.category:
            category = block.category
        if block.text:
            questions.append(_question(block, len(questions) + 1, category))
    return Bank("GIFT", tuple(questions))


@dataclass
class Block:
    """The lines between two blank ones: a question, with what the comments and $CATEGORY before it say."""

    lines: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    category: str = ""

    @property
    def text(self) -> str:
        """The question as it is written."""
        return "\n".join(self.lines).strip()


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text, comments taken out."""
    block = Block()
    for line in (*text.split("\n"), ""):
        bare = line.strip()
        if not bare:
            if block.text or block.category:
                yield block
                block = Block(tags=[] if block.text else block.tags)
        elif bare.startswith("//"):
            block.tags += TAG.findall(bare)
        elif bare.startswith("$CATEGORY:"):
            block.category = bare.removeprefix("$CATEGORY:").strip()
        else:
            block.lines.append(line)


def _question(block: Block, number: int, category: str) -> BankQuestion:
    reader = _Reader()
    tags = tuple(filter(None, (*block.tags, category_name(category))))
    source = without_embedded(block.text)
    if len(source) > LONGEST:
        return BankQuestion(
            number, "GIFT", f"Question {number}", "", Foreign(f"it is longer than {LONGEST} characters")
        )
    text = ESCAPED.sub(lambda found: ESCAPES[found[1] or found[2]], source)
    title, text = _titled(text)
    found = FORMAT.match(text)
    if found:
        reader.format, text = found[1], text[found.end() :]
    prompt, kind, body = reader.divided(text)
    shown = reader.prose(prompt)
    name = " ".join(_meant(title).split()) or one_line(_meant(prompt))[:80] or f"Question {number}"
    return BankQuestion(
        number, kind, name, shown, body, reader.explanation, (), tags, tuple(dict.fromkeys(reader.lost))
    )


def _titled(text: str) -> tuple[str, str]:
    found = TITLE.match(text)
    return (found[1].strip(), text[found.end() :].strip()) if found else ("", text)


def _meant(text: str) -> str:
    """The text with its escaped signs as they are meant."""
    return "".join(MEANT.get(sign, sign) for sign in text)


class _Reader:
    """Reads what stands between the braces, and keeps what is lost."""

    def __init__(self) -> None:
        self.format = "moodle"
        self.lost: list[str] = []
        self.explanation = ""

    def prose(self, text: str) -> str:
        """A text in the format of its question, or in one that it names itself."""
        found = FORMAT.match(text.strip())
        form, text = (found[1], text.strip()[found.end() :]) if found else (self.format, text.strip())
        match form:
            case "plain":
                return from_plain(_meant(_joined(text)))
            case "markdown":
                return from_markdown(_meant(text), self.lost)
            case "html":
                return from_html(_meant(_joined(text)), self.lost)
            case _:
                return from_html(_meant(_joined(text)).replace("\n", "<br>"), self.lost)

    def line(self, text: str) -> str:
        return one_line(self.prose(text))

    def divided(self, text: str) -> tuple[str, str, Body]:
        """The prompt, the kind, and what stands between the braces."""
        opening, closing = text.find("{"), text.rfind("}")
        if opening < 0 and closing < 0:
            return text, "description", Description()
        if opening < 0 or closing < opening:
            reason = "a brace has no partner before the blank line that ends a question"
            return text, "unread", Foreign(reason)
        kind, body = self.answers(text[opening + 1 : closing])
        before, after = text[:opening].rstrip(), text[closing + 1 :].strip()
        return (f"{before} _____ {after}" if after else before), kind, body

    def answers(self, text: str) -> tuple[str, Body]:
        """What kind of question the answers make, tried in the order in which Moodle does."""
        text, general, said = text.partition("####")
        self.explanation = self.prose(said) if general else ""
        text = text.strip()
        if not text:
            return "essay", Essay("")
        if text.startswith("#"):
            return "numerical", self.numbers(text[1:].strip())
        if "~" in text:
            return "multichoice", self.options(text)
        if "=" in text and "->" in text:
            return "matching", self.pairs(text)
        word, _, rest = text.partition("#")
        if word.strip().upper() in TRUTHS:
            return "truefalse", self.truth(TRUTHS[word.strip().upper()], rest)
        return "shortanswer", Words(tuple(self.answer(one) for one in _split(text, "=")))

    def answer(self, text: str, *, is_right: bool = True) -> TextAnswer:
        """`%50%text#feedback`, of which only the text must be there."""
        share, text = _weighted(text, 1.0 if is_right else 0.0)
        words, _, said = text.partition("#")
        return TextAnswer(" ".join(_meant(words).split()), share, self.line(said))

    def options(self, text: str) -> Body:
        is_single = "=" in text
        options = []
        for piece in _split(text.replace("=", "~="), "~"):
            share, rest = _weighted(piece.removeprefix("="), 1.0 if piece.startswith("=") else 0.0)
            words, _, said = rest.partition("#")
            options.append(TextAnswer(self.line(words), share, self.line(said)))
        return Options(tuple(options), is_single)

    def pairs(self, text: str) -> Body:
        pairs = []
        for piece in _split(text, "="):
            left, arrow, right = piece.partition("->")
            if not arrow:
                return Foreign(f"the pair {_meant(piece)[:40]!r} has no ->")
            pairs.append((self.line(left), one_line(from_plain(_meant(right)))))
        return Pairs(
            tuple((left, right) for left, right in pairs if left),
            tuple(right for left, right in pairs if not left),
        )

    def truth(self, is_true: bool, rest: str) -> Body:
        """`T#said to the wrong answer#said to the right one`."""
        wrong, _, right = rest.partition("#")
        says = {is_true: self.line(right), not is_true: self.line(wrong)}
        return Options(
            tuple(TextAnswer(str(one), float(one == is_true), says[one]) for one in (True, False)), True
        )

    def numbers(self, text: str) -> Body:
        answers: list[NumberAnswer] = []
        pieces = re.split(r"(?=[=~])", text)
        for piece in filter(None, (one.strip() for one in pieces)):
            is_wrong = piece.startswith("~")
            share, rest = _weighted(piece.lstrip("=~").strip(), 0.0 if is_wrong else 1.0)
            words, _, said = rest.partition("#")
            span = _span(_meant(words).strip())
            if span is None and not (is_wrong and not words.strip("* \n")):
                return Foreign(f"the accepted answer {_meant(words).strip()[:40]!r} is no number")
            value, tolerance = span or (None, 0.0)
            answers.append(NumberAnswer(value, tolerance, share, self.line(said)))
        return Numbers(tuple(answers))


def _joined(text: str) -> str:
    """Lines as they are written run together; only an escaped one ends."""
    return " ".join(line.strip() for line in text.split("\n"))


def _split(text: str, sign: str) -> list[str]:
    return [piece.strip() for piece in text.split(sign) if piece.strip()]


def _weighted(text: str, share: float) -> tuple[float, str]:
    found = WEIGHT.match(text.strip())
    if found is None:
        return share, text.strip()
    return float(found[1]) / 100, text.strip()[found.end() :]


def _span(text: str) -> tuple[float, float] | None:
    """The number and its tolerance in `3`, `3:0.1` or `2..4`."""
    if ".." in text:
        low, high = (number_in(one) for one in text.split("..", 1))
        if low is None or high is None:
            return None
        return (low + high) / 2, abs(high - low) / 2
    first, _, second = text.partition(":")
    value = number_in(first)
    return None if value is None else (value, abs(number_in(second) or 0.0))
