"""Whether the links of a book's texts lead to its own chapters and exercises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app.faults import did_you_mean
from app.markup import links_in

_PAGES = ("", "contents", "notation", "progress")
_UNDER = ("concepts", "static")  # what stands below these is not the book's
CHAPTER = re.compile(r"(\d\d)-([a-z0-9-]+)")


@dataclass(frozen=True)
class DeadLink:
    """A link that leads nowhere, and at which character of its text the address begins."""

    offset: int
    message: str
    cure: str


@dataclass(frozen=True)
class Places:
    """What pages a book has."""

    chapters: frozenset[str]  # by the names of their folders
    exercises: frozenset[str]

    @classmethod
    def of(cls, root: Path) -> Places:
        """The pages of the book in a folder, whether its files are sound or not."""
        folders = [path for path in root.iterdir() if CHAPTER.fullmatch(path.name)]
        files = (path.stem for folder in folders for path in folder.glob("*.yaml"))
        return cls(frozenset(path.name for path in folders), frozenset(files))

    def dead_links(self, text: str, anchors: Iterable[str] | None = None) -> Iterator[DeadLink]:
        """The links of a text that lead nowhere; `anchors` are those of its page, None where unknown."""
        for link in links_in(text):
            if link.address.startswith("/") and not link.address.startswith("//"):
                if told := self._told(urlsplit(link.address).path):
                    yield DeadLink(link.offset, *told)
            elif link.address.startswith("#") and anchors is not None:
                name = link.address[1:]
                if name not in anchors and not name.startswith(("x-", "h-")):
                    near = did_you_mean(name, anchors)
                    message = f"this page has no {link.address!r}{'; ' if near else ''}{near}"
                    cure = "" if near else "A heading is named by its words: #the-closed-form."
                    yield DeadLink(link.offset, message, cure)

    def _told(self, path: str) -> tuple[str, str] | None:
        first, _, name = path.strip("/").partition("/")
        if (first in _PAGES and not name) or first in _UNDER:
            return None
        if first == "chapters":
            slugs = {found[2] for one in self.chapters if (found := CHAPTER.fullmatch(one))}
            return None if name in self.chapters | slugs else _unknown("chapter", name, self.chapters)
        if first == "exercises":
            return None if name in self.exercises else _unknown("exercise", name, self.exercises)
        cure = "A chapter is at /chapters/NN-NAME, an exercise at /exercises/ID."
        return f"no page is at {path[:60]!r}", cure


def _unknown(what: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    near = did_you_mean(name, known)
    message = f"this book has no {what} {name[:60]!r}{'; ' if near else ''}{near}"
    return message, "" if near else "Name one of its own, or take the link out."
