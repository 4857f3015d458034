"""The ladders of what is chosen, matched, ordered, pointed at, ticked or written as a formula."""

from __future__ import annotations

from collections.abc import Iterator

from app.answers import (
    ChosenAnswer,
    FormulaAnswer,
    LineAnswer,
    MatchedAnswer,
    OrderAnswer,
    TextAnswer,
)
from app.author.rungs import Item, Ladder, Rung, ladder
from app.evaluation import equivalent
from app.expressions import Formula
from app.grading.verdicts import PartVerdict
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    OrderingQuestion,
    SelfCheckQuestion,
)
from app.nodes import Node
from app.variants import Variant, item_names, text_id

LONGEST = 60  # characters of a text


def formula_ladder(
    question: ExpressionQuestion,
    variant: Variant,
    answer: FormulaAnswer,
    verdict: PartVerdict,
    tag: str | None,
    title: str = "",
) -> Ladder:
    """The ladder of a formula: the key and its other forms, known mistakes, usual slips."""

    def item(name: str, formula: Formula) -> Item:
        return Item(name, formula.text, same(formula.node))

    def same(node: Node) -> bool:
        return equivalent(answer.node, node, question.variables, names=variant.part_names()) is True

    right = (item("answer", question.answer), *(item("also", one) for one in question.also))
    mistakes = tuple(item(one.tag, one.if_) for one in question.mistakes)
    tags = {one.tag for one in question.mistakes}
    fired = {"correct": "Right", "mistake": "Known mistakes" if tag in tags else "Near-misses"}
    rungs = (
        Rung("Right", "compared at random points of the domain of its variables", right),
        Rung("Known mistakes", "the first that equals the answer is told", mistakes),
        Rung("Near-misses", f"a usual slip turns the key into the answer: {tag or 'none does'}"),
        Rung("Wrong", "nothing above equals this answer"),
    )
    return ladder(rungs, fired.get(verdict, "Wrong"), title)


def options_ladder(
    question: ChoiceQuestion | MultiChoiceQuestion,
    variant: Variant,
    answer: ChosenAnswer,
    verdict: PartVerdict,
    title: str = "",
) -> Ladder:
    """The ladder of chosen options: which hold with these numbers, and which were chosen."""
    items = []
    for number, option in enumerate(question.options, 1):
        id_ = option.id or text_id(variant.exercise, option.text)
        holds = variant.holds(option, variant.part_names())
        condition = f"if `{option.correct.text}`" if isinstance(option.correct, Formula) else ""
        told = f"{'holds' if holds else 'does not hold'}{', chosen' if id_ in answer.ids else ''}"
        words = " ".join(filter(None, (told, condition)))
        items.append(
            Item(
                f"option {number}",
                short(variant.say(option.text, **variant.part_names())),
                id_ in answer.ids,
                words,
            )
        )
    rungs = [Rung("Right", "just those options that hold are chosen", tuple(items))]
    if isinstance(question, MultiChoiceQuestion):
        rungs.append(Rung("Some missing", "all that are chosen hold, and more do"))
    rungs.append(Rung("Wrong", "an option is chosen that does not hold; its own words are told beside it"))
    fired = {"correct": "Right", "close": "Some missing"}
    return ladder(rungs, fired.get(verdict, "Wrong"), title)


def pairs_ladder(
    question: MatchQuestion | CategoriseQuestion,
    variant: Variant,
    answer: MatchedAnswer,
    verdict: PartVerdict,
) -> Ladder:
    """The ladder of pairs: what each left item got, and what it should have."""
    given = dict(answer.pairs)
    texts = {
        text_id(variant.exercise, one): one for one in (*(p.right for p in question.pairs), *question.extra)
    }
    items = []
    for pair in question.pairs:
        got = given.get(text_id(variant.exercise, pair.left), "")
        is_right = got == text_id(variant.exercise, pair.right)
        note = "" if is_right else f"given: {short(variant.say(texts.get(got)))}"
        wanted = f"{short(variant.say(pair.left))} → {short(variant.say(pair.right))}"
        items.append(Item(wanted, "", is_right, note, "right"))
    rungs = (
        Rung("Right", "every left item has its own right one", tuple(items)),
        Rung("Wrong", "some have not"),
    )
    return ladder(rungs, "Right" if verdict == "correct" else "Wrong")


def order_ladder(
    question: OrderingQuestion, variant: Variant, answer: OrderAnswer, verdict: PartVerdict, tag: str | None
) -> Ladder:
    """The ladder of an order: distractors in it, items left out, then each pair that must stand in order."""
    ids = {name: id_ for id_, name in item_names(question, variant.exercise).items()}
    placed = tuple(
        Item(
            f"distractor {number}",
            short(variant.say(one.text)),
            text_id(variant.exercise, one.text) in answer.items,
        )
        for number, one in enumerate(question.distractors, 1)
    )
    left = tuple(
        Item(name, "", True, hit_word="left out") for name, id_ in ids.items() if id_ not in answer.items
    )
    pairs = tuple(_pairs(question, ids, answer))
    rungs = (
        Rung("Right", "no distractor is in it, nothing is left out, and every pair stands in order"),
        Rung("A distractor is in it", "its own words are told", placed),
        Rung("An item is left out", "told before any order is looked at", left),
        Rung("A pair with a reason", "the broken pair that stands first has words in `reasons`", pairs),
        Rung("A pair without one", "the broken pair that stands first is named"),
    )
    if verdict == "correct":
        fired = "Right"
    elif tag is not None:
        fired = "A distractor is in it" if tag == "auto-distractor" else "A pair with a reason"
    else:
        fired = "An item is left out" if left else "A pair without one"
    return ladder(rungs, fired)


def _pairs(question: OrderingQuestion, ids: dict[str, str], answer: OrderAnswer) -> Iterator[Item]:
    place = {id_: number for number, id_ in enumerate(answer.items)}
    for first, then in question.before:
        one, other = place.get(ids[first]), place.get(ids[then])
        if one is None or other is None:
            continue
        reason = "has a reason" if f"{first} before {then}" in question.reasons else ""
        yield Item(f"{first} before {then}", "", one > other, reason, "broken")


def line_ladder(question: BugLineQuestion, answer: LineAnswer, verdict: PartVerdict) -> Ladder:
    """The ladder of a line of a program."""
    reasons = tuple(
        Item(f"line {number}", short(reason.text), number == answer.line)
        for number, reason in sorted(question.reasons.items())
    )
    rungs = (
        Rung("Right", f"the wrong line is {question.line}; line {answer.line} was chosen"),
        Rung("A line with a reason", "its words in `reasons` are told", reasons),
        Rung("Any other line", "told that the line does what it should"),
    )
    fired = {"correct": "Right", "mistake": "A line with a reason"}
    return ladder(rungs, fired.get(verdict, "Any other line"))


def text_ladder(question: SelfCheckQuestion, answer: TextAnswer, verdict: PartVerdict) -> Ladder:
    """The ladder of a text that its author compared with the model answer."""
    items = tuple(
        Item(f"point {number + 1}", short(point.text), number in answer.ticked, hit_word="ticked")
        for number, point in enumerate(question.rubric)
    )
    rungs = (
        Rung("Right", "every point is ticked", items),
        Rung("Part of the way", "some points are ticked; the credit is their share"),
        Rung("Wrong", "no point is ticked"),
    )
    fired = {"correct": "Right", "close": "Part of the way"}
    return ladder(rungs, fired.get(verdict, "Wrong"))


def short(text: str) -> str:
    """The text in one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
