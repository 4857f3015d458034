"""What answers to the questions of `workbook new` must be; each reader raises Unfit with what can be."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.commands.asking import Unfit
from app.faults import did_you_mean
from app.models import EXERCISE_TYPES, Id
from app.places import seen
from app.skeletons import NOT_IDS, place_of

FOLDERS = ("book", "chapter")
LONGEST_TITLE = 120


def kind_of(text: str) -> str:
    """A type, `book` or `chapter`."""
    known = (*EXERCISE_TYPES, *FOLDERS)
    if text not in known:
        near = did_you_mean(text, known) or f"there are {', '.join(EXERCISE_TYPES)}, and book and chapter."
        raise Unfit(f"There is no type {text!r}; {near}")
    return text


def filled(text: str) -> str:
    if not text.strip():
        raise Unfit("A name is needed.")
    return text


def free_id(text: str, book: Path) -> str:
    """An id that no exercise of the book has."""
    word = hyphenated(text, "id")
    if word in NOT_IDS:
        raise Unfit(f"{word}.yaml is a file of the chapter itself; take another id.")
    if taken := place_of(word, book):
        raise Unfit(f"The id {word!r} is taken by {seen(taken)}; take another one.")
    return word


def hyphenated(text: str, what: str) -> str:
    try:
        return TypeAdapter[str](Id).validate_python(text.strip())
    except ValidationError:
        raise Unfit(
            f"{text!r} is no {what}: write at most 64 lower-case letters and digits, words joined by hyphens."
        ) from None


def title_of(text: str) -> str:
    if not 1 <= len(text.strip()) <= LONGEST_TITLE or not text.isprintable():
        raise Unfit(f"A title is one line of 1 to {LONGEST_TITLE} characters.")
    return text.strip()


def difficulty_of(text: str) -> int:
    if text.strip() not in ("1", "2", "3", "4", "5"):
        raise Unfit(f"The difficulty is a whole number from 1 to 5, not {text!r}.")
    return int(text)


def tags_of(text: str) -> list[str]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words:
        raise Unfit("At least one tag is needed, such as: variance, noise")
    return [hyphenated(word, "tag") for word in words]
