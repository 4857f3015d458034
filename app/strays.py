"""What lies in a chapter's folder under a name that nothing reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_AROUND = ("chapter", "lesson", "flashcard")
_ENDINGS = ("", "yaml", "yml", "yaml.txt", "yml.txt", "md", "markdown", "md.txt", "mdx", "txt")
_YAML = re.compile(r".+\.ya?ml(\.txt)?", re.IGNORECASE)


def is_beside(path: Path) -> bool:
    """Whether a file may be meant as one of those around exercises, under another name."""
    stem, _, ending = path.name.lower().partition(".")
    return stem.rstrip("s") in _AROUND and ending in _ENDINGS


def unread_files(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """What is meant as exercises, to all appearance, and is never read: where, what it is, and the cure."""
    for path in sorted(folder.iterdir()):
        if path.name[0] in ".#~_" or (is_beside(path) and not path.name.lower().startswith("flashcard")):
            continue  # hidden, or told where the file is missing
        if _YAML.fullmatch(path.name) and path.suffix != ".yaml":
            what = "flashcards" if is_beside(path) else "exercises"
            yield path, f"{what} end in .yaml", "Rename the file."
        elif path.is_dir() and not path.is_symlink() and any(path.glob("*.y*ml")):
            yield (
                path,
                "exercises in a folder within a chapter are never read",
                "Move them up into the chapter.",
            )
