"""The text of a new exercise: the skeleton of its type under its own id, title, difficulty and tags."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from app.documents import read_document
from app.faults import BadContent

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
        "title": scalar(title),
        "difficulty": str(difficulty),
        "tags": f"[{', '.join(map(scalar, tags))}]",
    }
    return (MODELINE if schema else "") + with_values((FILES / f"{kind}.yaml").read_text("utf-8"), own)


def with_values(text: str, values: dict[str, str]) -> str:
    """A YAML text with other values of some keys at its top."""
    for key, value in values.items():
        literal = f"{key}: {value}".replace("\\", r"\\")
        text = re.sub(rf"(?m)^{key}: .*$", literal, text, count=1)
    return text


def scalar(text: str) -> str:
    """A text as YAML, in quotes only where it needs them."""
    try:
        plain = read_document(f"[{text}, {text}]", "").value == [text, text]
        return text if plain and read_document(f"a: {text}", "").value == {"a": text} else _quoted(text)
    except BadContent:
        return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
