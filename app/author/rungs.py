"""The rungs of the feedback ladder, as an author sees them: what each looks for, and which one fired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

State = Literal["fired", "no", "later"]


@dataclass(frozen=True)
class Item:
    """One of the things that a rung looks for; `hit`: the answer is just that. The note is markdown."""

    name: str
    value: str = ""
    hit: bool = False
    note: str = ""
    hit_word: str = "this one"


@dataclass(frozen=True)
class Rung:
    """A rung: its name, why it fired or did not, and all that it looks for."""

    name: str
    why: str
    items: tuple[Item, ...] = ()
    state: State = "no"


@dataclass(frozen=True)
class Ladder:
    """The rungs of one question; `title` names the part it is."""

    title: str
    rungs: tuple[Rung, ...]


def ladder(rungs: Iterable[Rung], fired: str, title: str = "") -> Ladder:
    """The rungs down to the one called `fired`, which gave the verdict; those below it were not asked."""
    told: list[Rung] = []
    state: State = "no"
    for rung in rungs:
        told.append(replace(rung, state="fired" if rung.name == fired else state))
        state = "later" if rung.name == fired else state
    return Ladder(title, tuple(told))
