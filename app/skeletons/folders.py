"""Folders of books and chapters: which there are, and new ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.chapter_files import FOLDER
from app.json_schema import schema_text
from app.layout import plain_or_quoted
from app.skeletons.exercises import FILES, with_values

EDITOR = '{\n  "yaml.schemas": {"./schema.json": "**/*.yaml"}\n}\n'
NOT_IDS = ("chapter", "flashcards")  # files of a chapter that are no exercises


class NotMade(Exception):  # noqa: N818 - nothing failed: something is in the way
    """What is asked for cannot be made; says why, and what to do."""


@dataclass(frozen=True)
class Chapter:
    """The folder of a chapter, such as 02-noise-schedules."""

    folder: Path

    @property
    def number(self) -> str:
        return self.folder.name[:2]

    @property
    def name(self) -> str:
        """The words behind the number."""
        return self.folder.name[3:]

    def is_called(self, word: str) -> bool:
        """Whether a person means it: by its folder, number or name."""
        wanted = word.rstrip("/\\")
        known = {self.folder.name, self.number, self.number.lstrip("0"), self.name, str(self.folder)}
        return wanted in known or Path(wanted).resolve() == self.folder.resolve()


def book_at(place: Path) -> Path | None:
    """The folder of the book that a place is in, or else the only one directly below it."""
    full = place.resolve()
    for folder in (full, *full.parents):
        if (folder / "book.yaml").is_file():
            return folder
    below = [file.parent for file in full.glob("*/book.yaml")] if full.is_dir() else []
    return below[0] if len(below) == 1 else None


def chapters_of(book: Path) -> list[Chapter]:
    """The chapters of a book, in order."""
    folders = (path for path in sorted(book.iterdir()) if path.is_dir() and FOLDER.fullmatch(path.name))
    return [Chapter(path) for path in folders]


def place_of(id_: str, book: Path) -> Path | None:
    """The file that has an id already, anywhere in the book; one that only a chapter may have, too."""
    taken = {path.stem.lower(): path for path in _files(book)}
    return taken.get(id_)


def _files(book: Path) -> Iterator[Path]:
    for chapter in chapters_of(book):
        yield from sorted(chapter.folder.glob("*.y*ml"))


def new_book(folder: Path, title: str) -> None:
    """Makes the folder of a book: its title, and what editors complete with. Raises NotMade, OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotMade(f"{folder} exists already and is not empty; nothing is overwritten.")
    full = folder.resolve()
    if above := next((one for one in full.parents if (one / "book.yaml").is_file()), None):
        raise NotMade(f"{folder} would lie in the book {above}; a book cannot hold another one.")
    (folder / ".vscode").mkdir(parents=True)
    _write(folder / "book.yaml", with_values(_file("book.yaml"), {"title": plain_or_quoted(title)}))
    _write(folder / "schema.json", schema_text())
    _write(folder / ".vscode" / "settings.json", EDITOR)


def new_chapter(book: Path, name: str, title: str | None) -> Chapter:
    """Makes the folder of a chapter; a name without a number gets the next one. Raises NotMade, OSError."""
    chapters = chapters_of(book)
    if not re.match(r"\d+-", name):
        number = max((int(one.number) for one in chapters), default=0) + 1
        name = f"{number:02}-{name}"
    if not FOLDER.fullmatch(name):
        raise NotMade(
            f"{name!r} is not a chapter's name: write lower-case words joined by hyphens, with a number of "
            "two digits before them or without: 02-my-topic."
        )
    chapter = Chapter(book / name)
    for one in chapters:
        if chapter.number == one.number or chapter.name == one.name:
            raise NotMade(f"There is the chapter {one.folder.name} already; give another number and name.")
    chapter.folder.mkdir()
    words = title or chapter.name.replace("-", " ").capitalize()
    _write(
        chapter.folder / "chapter.yaml", with_values(_file("chapter.yaml"), {"title": plain_or_quoted(words)})
    )
    _write(chapter.folder / "lesson.md", _file("lesson.md"))
    return chapter


def _file(name: str) -> str:
    return (FILES / name).read_text("utf-8")


def _write(path: Path, text: str) -> None:
    """Writes a file that is not there yet."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
