"""What is wrong with the book, told to its author: where it is, what it is, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Fault:
    """One slip of an author. Lines and columns count from 1; the message has no full stop."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    cure: str = ""

    @property
    def told(self) -> str:
        """What is wrong and its cure, as sentences."""
        return f"{self.sentence} {self.cure}".rstrip()

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return self.message if self.message.endswith(("?", "!")) else f"{self.message}."

    @property
    def capitalised(self) -> str:
        """What is wrong, for a page: with a capital letter, unless it begins with a name of the author's."""
        return capitalised(self.sentence)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.told}"


class BadContent(Exception):  # noqa: N818 - it carries faults, it is not one
    """The book cannot be read; `faults` are all that were found, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'tolerance'?` for the known word nearest to `word`; empty when none is near."""
    near = nearest(word, list(known))
    return f"did you mean {near!r}?" if near else ""


def with_guess(message: str, word: str, known: Iterable[str]) -> str:
    """The message, and behind it the known word that `word` was probably meant to be, where one is near."""
    near = did_you_mean(word, known)
    return f"{message}; {near}" if near else message


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that `word` was probably meant to be."""
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


# Words that messages begin with, and hardly a parameter is called by.
_OPENINGS = re.compile(
    "(a(?! (is|has|needs|takes))|an|at|each|exactly|for|give|in|it|items?|more|no|nothing|one|only|something"
    "|text|the|there|these|this|two|use|what|with|write) "
)


def capitalised(sentence: str) -> str:
    """The sentence with a capital letter, unless it begins with a name of the author's."""
    return sentence[0].upper() + sentence[1:] if _OPENINGS.match(sentence) else sentence
