"""What a regrade would change, told to its operator: tables for people, plain data for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from pydantic import JsonValue
from rich import box
from rich.markup import escape
from rich.table import Table

from app.grading import Graded
from app.regrade.outcomes import Change, Found, Left
from app.store import Attempt, Json, Regraded
from app.versions import version_of

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)
NAMED = 4  # learners and answers that a row shows
LONGEST = 32  # characters of an answer
ID = 8  # last characters of a learner's id; the first ones tell the time and are often the same

ASIDE = {
    "question": "asked another question",
    "unread": "cannot be read any more",
    "lost": "cannot be compared",
    "failed": "cannot be graded now",
    "kept": "kept by --never-lower",
}


def tables(found: Sequence[Found], *, full_ids: bool) -> Iterator[Table]:
    """A table of the verdicts that change, and one of the attempts that are left alone."""
    if any(one.changes for one in found):
        yield changed_table(found, full_ids)
    if any(one.left for one in found):
        yield left_table(found, full_ids)


def changed_table(found: Sequence[Found], full_ids: bool) -> Table:
    """A row for each verdict that becomes another one."""
    table = made("Verdicts that change", "from → to")
    for one in found:
        for (was, becomes, lowered), changes in grouped(one.changes, turn).items():
            told = f"{escape(was)}\n→ {escape(becomes)}{' [red]lower[/]' if lowered else ''}"
            add_row(table, one, told, [change.attempt for change in changes], full_ids)
    return table


def left_table(found: Sequence[Found], full_ids: bool) -> Table:
    """A row for each reason to leave attempts alone."""
    table = made("Attempts that are left alone", "why")
    for one in found:
        for why, left in grouped(one.left, lambda left: f"{ASIDE[left.cause]}: {left.why}").items():
            add_row(table, one, escape(printable(why)), [each.attempt for each in left], full_ids)
    return table


def made(title: str, what: str) -> Table:
    """An empty table of attempts."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for column in ("exercise", what, "attempts", "learners", "whose", "answers"):
        table.add_column(column, justify="right" if column in ("attempts", "learners") else "left")
    return table


def add_row(table: Table, found: Found, what: str, attempts: Sequence[Attempt], full_ids: bool) -> None:
    """Adds attempts at one exercise: how many, of how many learners, whose, and what they say."""
    learners = list(dict.fromkeys(one.learner for one in attempts))
    answers = list(dict.fromkeys(answer_text(one.answer) for one in attempts))
    whose = some([name(one, full_ids) for one in learners])
    table.add_row(
        found.exercise.id, what, str(len(attempts)), str(len(learners)), whose, escape(some(answers, "\n"))
    )


def grouped(things: Iterable[Thing], by: Callable[[Thing], Key]) -> Mapping[Key, list[Thing]]:
    """The things by what `by` says of them, in the order of their first."""
    found: dict[Key, list[Thing]] = {}
    for thing in things:
        found.setdefault(by(thing), []).append(thing)
    return found


def turn(change: Change) -> tuple[str, str, bool]:
    """What the verdict was, what it becomes, and whether it counts less."""
    return verdict_text(change.attempt.standing), verdict_text(change.graded), change.lowered


def verdict_text(told: Attempt | Regraded | Graded) -> str:
    """A verdict on one line: `mistake 0% (took-the-root)`."""
    return f"{told.verdict} {told.credit:.0%}" + (f" ({told.tag})" if told.tag else "")


def name(learner: UUID, full_ids: bool) -> str:
    """A learner, by the end of the id."""
    return str(learner) if full_ids else str(learner)[-ID:]


def some(words: Sequence[str], between: str = ", ") -> str:
    """The first few, and how many more there are."""
    more = [f"and {len(words) - NAMED} more"] if len(words) > NAMED else []
    return between.join([*words[:NAMED], *more])


def answer_text(answer: Json) -> str:
    """An answer on one short line."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    text = printable(" ".join(text.split()))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def printable(text: str) -> str:
    """The text with no character that a terminal would obey."""
    return "".join(one if one.isprintable() else "�" for one in text)


def falls(found: Sequence[Found], *, full_ids: bool) -> Iterator[str]:
    """Whose best result falls, a line for each exercise."""
    for one in found:
        told = [
            f"{name(each.learner, full_ids)} {each.was:.0%} → {each.now:.0%}"
            for each in one.points
            if each.now < each.was
        ]
        if told:
            yield f"{one.exercise.id}: {', '.join(told)}"


# ---- for programs ---


def plain(found: Sequence[Found], *, applied: bool) -> Mapping[str, JsonValue]:
    """All of it as plain data; ids in full."""
    return {"applied": applied, "exercises": [plain_found(one) for one in found]}


def plain_found(found: Found) -> JsonValue:
    """What became of one exercise's attempts."""
    return {
        "exercise": found.exercise.id,
        "version": version_of(found.exercise),
        "attempts": len(found.attempts),
        "graded": found.graded,
        "changed": len(found.changes),
        "lowered": len(found.lowered),
        "changes": [plain_change(one) for one in found.changes],
        "left_alone": [plain_left(one) for one in found.left],
        "points": [{"learner": str(one.learner), "was": one.was, "now": one.now} for one in found.points],
    }


def plain_change(change: Change) -> JsonValue:
    """A verdict that changes."""
    return {
        **plain_attempt(change.attempt),
        "was": plain_verdict(change.attempt.standing),
        "now": plain_verdict(change.graded),
        "lowered": change.lowered,
    }


def plain_left(left: Left) -> JsonValue:
    """An attempt that is left alone."""
    return {**plain_attempt(left.attempt), "cause": left.cause, "why": left.why}


def plain_attempt(attempt: Attempt) -> dict[str, JsonValue]:
    """Whose answer to what."""
    return {
        "attempt": str(attempt.key),
        "learner": str(attempt.learner),
        "at": attempt.at.isoformat(),
        "version": attempt.version,
        "seed": attempt.seed,
        "answer": attempt.answer,  # type: ignore[dict-item]  # the same JSON, in the store's words
    }


def plain_verdict(told: Attempt | Regraded | Graded) -> JsonValue:
    """Verdict, credit and tag."""
    return {"verdict": told.verdict, "credit": told.credit, "tag": told.tag}
