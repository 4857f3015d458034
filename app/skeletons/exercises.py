"""The text of a new exercise: the skeleton of its type under its own id, title, difficulty and tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from app.layout import plain_or_quoted

FILES = Path(__file__).parent / "files"
MODELINE = "# yaml-language-server: $schema=../schema.json\n"


def exercise_text(
    kind: str, id_: str, title: str, difficulty: int, tags: Sequence[str], *, schema: bool = False
) -> str:
    """An exercise that passes the check; what to change is said in its comments.

    With `schema` its first line names the book's schema to editors.
    """
    own = {
        "id": id_,
        "title": plain_or_quoted(title),
        "difficulty": str(difficulty),
        "tags": f"[{', '.join(map(plain_or_quoted, tags))}]",
    }
    return (MODELINE if schema else "") + with_values((FILES / f"{kind}.yaml").read_text("utf-8"), own)


def with_values(text: str, values: dict[str, str]) -> str:
    """A YAML text with other values of some keys at its top."""
    for key, value in values.items():
        literal = f"{key}: {value}".replace("\\", r"\\")
        text = re.sub(rf"(?m)^{key}: .*$", literal, text, count=1)
    return text
