"""Moodle XML as a bank, question by question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element

from app.exchange.bank import (
    Bank,
    BankQuestion,
    Body,
    Description,
    Essay,
    Foreign,
    NoBank,
    NumberAnswer,
    Numbers,
    Options,
    Order,
    Pairs,
    TextAnswer,
    Words,
    number_in,
)
from app.exchange.cloze import gaps_of
from app.exchange.html_texts import from_html
from app.exchange.moodle_xml import read_xml
from app.exchange.prose_texts import (
    LONGEST,
    Insert,
    clean,
    from_markdown,
    from_plain,
    no_insertion,
    one_line,
    without_embedded,
)
from app.exchange.wildcards import Wildcards, computed_of

USUAL_PENALTIES = (0.0, 0.1, 1 / 3, 1.0)
USUAL_FEEDBACK = {"Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect."}
WITHOUT_COUNTERPART: Final[Mapping[str, str]] = {
    "calculatedmulti": "options computed from wildcards",
    "ddwtos": "words dragged into a text",
    "ddimageortext": "things dragged onto an image",
    "ddmarker": "markers on an image",
    "gapselect": "words selected in a text",
    "random": "a question drawn from a category",
    "randomsamatch": "pairs drawn from other questions",
    "randomsamatching": "pairs drawn from other questions",
}

BLOCK = re.compile(r"^(?:```|\||> |- |[0-9]+\. )", re.MULTILINE)  # code, a table, a quotation, a list


class TooLong(Exception):  # noqa: N818 - a question too large to be one
    """A text beyond all measure."""


def read_moodle(source: bytes) -> Bank:
    """The bank in a file of Moodle XML. Raises NoBank."""
    root = read_xml(source)
    if root.tag != "quiz":
        raise NoBank(f"this is XML, but no Moodle quiz: its root is <{root.tag[:40]}>, not <quiz>")
    questions: list[BankQuestion] = []
    category = ""
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = written(element.find("category"))
            continue
        questions.append(read_question(element, len(questions) + 1, category))
    return Bank("Moodle XML", tuple(questions))


def read_question(element: Element, number: int, category: str) -> BankQuestion:
    """One question; what cannot be read is a Foreign one."""
    kind = element.get("type") or "without a type"
    reader = _Reader(element)
    name = one_line(clean(written(element.find("name")))) or f"Question {number}"
    tags = (*(written(tag) for tag in element.findall("tags/tag")), category_name(category))
    try:
        body = reader.body(kind)
        return BankQuestion(
            number,
            kind,
            name,
            reader.prompt(),
            body,
            reader.explanation(),
            reader.hints(),
            tuple(filter(None, tags)),
            reader.losses(),
        )
    except TooLong:
        reason = f"one of its texts is longer than {LONGEST} characters"
        return BankQuestion(number, kind, name, "", Foreign(reason))


def category_name(path: str) -> str:
    """The last name of a category's path; empty for the ones that every course has."""
    names = re.split(r"(?<!/)/(?!/)", path.strip())
    last = names[-1].replace("//", "/").strip()
    return "" if last == "top" or last.startswith(("$", "Default for ")) else last


def written(element: Element | None) -> str:
    """The text in an element, wrapped in <text> or not."""
    if element is None:
        return ""
    inner = element.find("text")
    return (element if inner is None else inner).text or ""


class _Reader:
    """Reads one question and keeps what is lost."""

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
        text = self.text(element)
        if "\n" in text and BLOCK.search(text):
            self.lost.append(f"the lines of {one_line(text)[:60]!r}: here they run together")
        return one_line(text)

    def given(self, name: str) -> str:
        """The plain text of a child."""
        return written(self.element.find(name)).strip()

    # ---- what all questions have ---

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

    # ---- what is asked ---

    def body(self, kind: str) -> Body:
        """What is asked, as far as we have a counterpart."""
        kinds: dict[str, Callable[[], Body]] = {
            "numerical": self.numerical,
            "multichoice": self.multichoice,
            "truefalse": self.truefalse,
            "matching": self.matching,
            "shortanswer": self.shortanswer,
            "essay": self.essay,
            "calculated": self.calculated,
            "calculatedsimple": self.calculated,
            "ordering": self.ordering,
            "cloze": self.cloze,
            "multianswer": self.cloze,
            "description": Description,
        }
        if kind in kinds:
            return kinds[kind]()
        why = WITHOUT_COUNTERPART.get(kind, "a kind we do not know")
        return Foreign(f"the type {kind[:40]!r} ({why}) has no counterpart here")

    def shares(self) -> list[tuple[Element, float]]:
        """The answers, with what each earns."""
        answers = self.element.findall("answer")
        return [(one, (number_in(one.get("fraction", "0")) or 0.0) / 100) for one in answers]

    def numerical(self) -> Body:
        answers = []
        for element, share in self.shares():
            text = written(element).strip()
            value = None if text == "*" else number_in(text)
            if value is None and text != "*":
                return Foreign(f"the accepted answer {text[:40]!r} is no number")
            tolerance = abs(number_in(written(element.find("tolerance")) or "0") or 0.0)
            answers.append(NumberAnswer(value, tolerance, share, self.line(element.find("feedback"))))
        return Numbers(tuple(answers), self.units())

    def units(self) -> tuple[tuple[str, float], ...]:
        if self.given("unitgradingtype") in ("1", "2"):
            self.lost.append("that a wrong unit costs points")
        units = []
        for unit in self.element.findall("units/unit"):
            name = one_line(clean(written(unit.find("unit_name"))))
            units.append((name, number_in(written(unit.find("multiplier"))) or 1.0))
        return tuple(unit for unit in units if unit[0])

    def multichoice(self) -> Body:
        self.combined_feedback()
        if self.given("shuffleanswers") in ("0", "false"):
            self.lost.append("the order of its options: here they are shuffled")
        options = self.texts()
        return Options(options, self.given("single") not in ("0", "false"))

    def texts(self) -> tuple[TextAnswer, ...]:
        return tuple(
            TextAnswer(self.line(element), share, self.line(element.find("feedback")))
            for element, share in self.shares()
        )

    def truefalse(self) -> Body:
        """Two options; old exports say them in the language of the site, in any order."""
        options = tuple(
            TextAnswer(self.line(one).capitalize(), share, self.line(one.find("feedback")))
            for one, share in self.shares()
        )
        return Options(options, is_single=True)

    def matching(self) -> Body:
        self.combined_feedback()
        pairs = []
        for one in self.element.findall("subquestion"):
            right = one.find("answer")
            pairs.append((self.line(one), one_line(from_plain(written(right))) if right is not None else ""))
        return Pairs(
            tuple((left, right) for left, right in pairs if left),
            tuple(dict.fromkeys(right for left, right in pairs if right and not left)),
        )

    def shortanswer(self) -> Body:
        if self.given("usecase") == "1":
            self.lost.append("that capital letters matter")
        return Words(
            tuple(
                TextAnswer(clean(written(one)).strip(), share, self.line(one.find("feedback")))
                for one, share in self.shares()
            )
        )

    def essay(self) -> Body:
        if self.text(self.element.find("responsetemplate")):
            self.lost.append("the template that the student's text begins with")
        if (number_in(self.given("attachments") or "0") or 0) != 0:
            self.lost.append("that files may be handed in")
        return Essay(self.text(self.element.find("graderinfo")))

    def ordering(self) -> Body:
        self.combined_feedback()
        if self.given("selecttype").upper() in ("RANDOM", "CONTIGUOUS", "1", "2"):
            self.lost.append("that only some of its items are shown: here all are")
        answers = sorted(self.shares(), key=lambda one: one[1])
        return Order(tuple(self.line(element) for element, _ in answers))

    def calculated(self) -> Body:
        says = [self.line(one.find("feedback")) for one, _ in self.shares()]
        return computed_of(self.element, self.wildcards, says, self.lost)

    def cloze(self) -> Body:
        question = self.element.find("questiontext")
        source = without_embedded(written(question))
        if len(source) > LONGEST:
            raise TooLong
        return gaps_of(source, lambda source: from_html(source, self.lost))
