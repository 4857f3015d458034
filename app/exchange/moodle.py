"""Moodle XML as a bank, question by question."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from app.exchange.bank import Bank, BankQuestion, Foreign, NoBank
from app.exchange.moodle_bodies import body_of
from app.exchange.moodle_source import Source, TooLong, written
from app.exchange.moodle_xml import read_xml
from app.exchange.prose_texts import LONGEST, clean, one_line


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
    source = Source(element)
    name = one_line(clean(written(element.find("name")))) or f"Question {number}"
    tags = (*(written(tag) for tag in element.findall("tags/tag")), category_name(category))
    try:
        body = body_of(kind, source)
        return BankQuestion(
            number,
            kind,
            name,
            source.prompt(),
            body,
            source.explanation(),
            source.hints(),
            tuple(filter(None, tags)),
            source.losses(),
        )
    except TooLong:
        reason = f"one of its texts is longer than {LONGEST} characters"
        return BankQuestion(number, kind, name, "", Foreign(reason))


def category_name(path: str) -> str:
    """The last name of a category's path; empty for the ones that every course has."""
    names = re.split(r"(?<!/)/(?!/)", path.strip())
    last = names[-1].replace("//", "/").strip()
    return "" if last == "top" or last.startswith(("$", "Default for ")) else last
