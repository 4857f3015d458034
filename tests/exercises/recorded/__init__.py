"""What each chapter holds, recorded apart from the book: one module per chapter."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Any

Answer = Any  # a number, a list of them, or such by the id of a part, as numpy takes them


@dataclass(frozen=True)
class Recorded:
    """A chapter's exercises in reading order, how many cards it has, and its answers at the defaults."""

    exercises: tuple[str, ...]
    cards: int
    answers: dict[str, Answer]


def _recorded(name: str) -> Recorded:
    module = importlib.import_module(f"{__name__}.{name}")
    return Recorded(tuple(module.EXERCISES.split()), module.CARDS, module.ANSWERS)


CHAPTERS = {
    int(module.name.removeprefix("chapter_")): _recorded(module.name)
    for module in pkgutil.iter_modules(__path__)
}
