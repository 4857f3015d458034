"""Answers that are picked, not typed: options, pairs, an order, a line. Unknown ids are refused."""

from __future__ import annotations

import re

from app.answers.kinds import Raw
from app.answers.typed_text import Unread, quoted
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    OrderingQuestion,
)
from app.variants import Shown, Variant, item_names, shown_items, shown_options, shown_pairs

_LINE = re.compile(r"(?:line\s*)?(\d{1,6})", re.IGNORECASE | re.ASCII)


def chosen_read(
    question: ChoiceQuestion | MultiChoiceQuestion, raw: Raw, variant: Variant
) -> tuple[str, ...]:
    """The ids of the chosen options, in the order shown. Raises Unread."""
    chosen = set(_ids(raw, "option"))
    shown = shown_options(question, variant)
    _refuse_unknown(chosen, shown, "option")
    if not chosen:
        raise Unread("Choose an option.")
    if len(chosen) > 1 and isinstance(question, ChoiceQuestion):
        raise Unread("Choose one option only.")
    return tuple(option.id for option in shown if option.id in chosen)


def matched_read(
    question: MatchQuestion | CategoriseQuestion, raw: Raw, variant: Variant
) -> tuple[tuple[str, str], ...]:
    """A right id for every left one, in the order shown. Raises Unread."""
    if raw is not None and not isinstance(raw, dict):
        raise Unread("Give an object with a right item for every left one.")
    lefts, rights = shown_pairs(question, variant)
    pairs = {left: right for left, right in (raw or {}).items() if right is not None and right != ""}
    _refuse_unknown(set(pairs), lefts, "left item")
    _refuse_unknown(set(_ids(list(pairs.values()), "right item")), rights, "right item")
    if missing := len(lefts) - len(pairs):
        raise Unread(f"{_items(missing)} still without a partner.")
    return tuple((left.id, pairs[left.id]) for left in lefts)


def order_read(
    question: OrderingQuestion, raw: Raw, variant: Variant
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids in order, and those left out; a plain list leaves out what it doesn't name. Raises Unread.

    The author's name of an item does as well as its id.
    """
    shown = shown_items(question, variant)
    ids = {name: id_ for id_, name in item_names(question, variant.exercise).items()}
    if isinstance(raw, dict):
        if unknown := next((name for name in raw if name not in ("order", "out")), None):
            raise Unread(f"There is no field {quoted(str(unknown))}; send `order` and `out`.")
        order, out = _ids(raw.get("order"), "item"), _ids(raw.get("out"), "item")
        out = tuple(ids.get(name, name) for name in out)
    else:
        order = _ids(raw, "item")
    order = tuple(ids.get(name, name) for name in order)
    if not isinstance(raw, dict):
        out = tuple(item.id for item in shown if item.id not in order)
    _refuse_unknown({*order, *out}, shown, "item")
    if not order:
        raise Unread("Put the items in order.")
    if len(set(order + out)) < len(order + out):
        raise Unread("An item is there twice; use each once.")
    if missing := len(shown) - len(order + out):
        raise Unread(f"{_items(missing)} neither in the order nor left out.")
    return order, tuple(item.id for item in shown if item.id in out)


def line_read(question: BugLineQuestion, raw: Raw) -> int:
    """The number of a line of the program. Raises Unread."""
    count = len(question.code.splitlines())
    match raw:
        case bool() | None | list() | dict():
            raise Unread("Choose a line.")
        case int() | float():
            number = int(raw) if abs(raw) < 1e6 and raw == int(raw) else 0
        case str():
            found = _LINE.fullmatch(raw.strip())
            number = int(found[1]) if found else 0
    if not 1 <= number <= count:
        raise Unread(f"Choose a line from 1 to {count}.")
    return number


def _ids(raw: Raw, what: str) -> tuple[str, ...]:
    """One id, or a list of them, as texts."""
    found = raw if isinstance(raw, list) else [] if raw is None or raw == "" else [raw]
    if not all(isinstance(one, str) for one in found):
        raise Unread(f"Name every {what} by its id, a text.")
    return tuple(found)


def _refuse_unknown(ids: set[str], shown: tuple[Shown, ...], what: str) -> None:
    known = {one.id for one in shown}
    if unknown := sorted(ids - known):
        raise Unread(f"There is no {what} {quoted(unknown[0])} in this question.")


def _items(count: int) -> str:
    return "1 item is" if count == 1 else f"{count} items are"
