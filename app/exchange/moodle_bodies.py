"""What a question of Moodle XML asks, as far as there is a counterpart, by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.exchange.bank import (
    Body,
    Description,
    Essay,
    Foreign,
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
from app.exchange.moodle_source import Source, TooLong, written
from app.exchange.prose_texts import LONGEST, clean, from_plain, one_line, without_embedded
from app.exchange.wildcards import computed_of

WITHOUT_COUNTERPART: Mapping[str, str] = {
    "calculatedmulti": "options computed from wildcards",
    "ddwtos": "words dragged into a text",
    "ddimageortext": "things dragged onto an image",
    "ddmarker": "markers on an image",
    "gapselect": "words selected in a text",
    "random": "a question drawn from a category",
    "randomsamatch": "pairs drawn from other questions",
    "randomsamatching": "pairs drawn from other questions",
}


def body_of(kind: str, source: Source) -> Body:
    """What is asked, as far as we have a counterpart. Raises TooLong."""
    if kind in KINDS:
        return KINDS[kind](source)
    why = WITHOUT_COUNTERPART.get(kind, "a kind we do not know")
    return Foreign(f"the type {kind[:40]!r} ({why}) has no counterpart here")


def numerical(source: Source) -> Body:
    """Numbers that are right, half right or wrong."""
    answers = []
    for element, share in source.shares():
        text = written(element).strip()
        value = None if text == "*" else number_in(text)
        if value is None and text != "*":
            return Foreign(f"the accepted answer {text[:40]!r} is no number")
        tolerance = abs(number_in(written(element.find("tolerance")) or "0") or 0.0)
        answers.append(NumberAnswer(value, tolerance, share, source.line(element.find("feedback"))))
    return Numbers(tuple(answers), units(source))


def units(source: Source) -> tuple[tuple[str, float], ...]:
    """The units in which the number may be given, each with its factor."""
    if source.given("unitgradingtype") in ("1", "2"):
        source.lost.append("that a wrong unit costs points")
    found = []
    for unit in source.element.findall("units/unit"):
        name = one_line(clean(written(unit.find("unit_name"))))
        found.append((name, number_in(written(unit.find("multiplier"))) or 1.0))
    return tuple(unit for unit in found if unit[0])


def multichoice(source: Source) -> Body:
    """Options, of which one or several are right."""
    source.combined_feedback()
    if source.given("shuffleanswers") in ("0", "false"):
        source.lost.append("the order of its options: here they are shuffled")
    options = texts(source)
    return Options(options, source.given("single") not in ("0", "false"))


def texts(source: Source) -> tuple[TextAnswer, ...]:
    """The answers as texts, with what each earns and says."""
    return tuple(
        TextAnswer(source.line(element), share, source.line(element.find("feedback")))
        for element, share in source.shares()
    )


def truefalse(source: Source) -> Body:
    """Two options; old exports say them in the language of the site, in any order."""
    options = tuple(
        TextAnswer(source.line(one).capitalize(), share, source.line(one.find("feedback")))
        for one, share in source.shares()
    )
    return Options(options, is_single=True)


def matching(source: Source) -> Body:
    """Pairs, and right sides that belong to nothing."""
    source.combined_feedback()
    pairs = []
    for one in source.element.findall("subquestion"):
        right = one.find("answer")
        pairs.append((source.line(one), one_line(from_plain(written(right))) if right is not None else ""))
    return Pairs(
        tuple((left, right) for left, right in pairs if left),
        tuple(dict.fromkeys(right for left, right in pairs if right and not left)),
    )


def shortanswer(source: Source) -> Body:
    """Words that are right as they are typed."""
    if source.given("usecase") == "1":
        source.lost.append("that capital letters matter")
    return Words(
        tuple(
            TextAnswer(clean(written(one)).strip(), share, source.line(one.find("feedback")))
            for one, share in source.shares()
        )
    )


def essay(source: Source) -> Body:
    """A text that people grade."""
    if source.text(source.element.find("responsetemplate")):
        source.lost.append("the template that the student's text begins with")
    if (number_in(source.given("attachments") or "0") or 0) != 0:
        source.lost.append("that files may be handed in")
    return Essay(source.text(source.element.find("graderinfo")))


def ordering(source: Source) -> Body:
    """Items, in the right order."""
    source.combined_feedback()
    if source.given("selecttype").upper() in ("RANDOM", "CONTIGUOUS", "1", "2"):
        source.lost.append("that only some of its items are shown: here all are")
    answers = sorted(source.shares(), key=lambda one: one[1])
    return Order(tuple(source.line(element) for element, _ in answers))


def calculated(source: Source) -> Body:
    """A number computed from wildcards."""
    says = [source.line(one.find("feedback")) for one, _ in source.shares()]
    return computed_of(source.element, source.wildcards, says, source.lost)


def cloze(source: Source) -> Body:
    """Gaps in a text."""
    question = source.element.find("questiontext")
    text = without_embedded(written(question))
    if len(text) > LONGEST:
        raise TooLong
    return gaps_of(text, lambda piece: from_html(piece, source.lost))


KINDS: Mapping[str, Callable[[Source], Body]] = {
    "numerical": numerical,
    "multichoice": multichoice,
    "truefalse": truefalse,
    "matching": matching,
    "shortanswer": shortanswer,
    "essay": essay,
    "calculated": calculated,
    "calculatedsimple": calculated,
    "ordering": ordering,
    "cloze": cloze,
    "multianswer": cloze,
    "description": lambda _: Description(),
}
