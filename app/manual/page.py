"""The whole reference as one page of markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.json_schema import schema
from app.manual.language import constants, draws, figures, filters, functions
from app.manual.words import Schema, fields, heading_of, link, table
from app.models import EXERCISE_TYPES, ExerciseBase
from app.skeletons import exercise_text
from app.vocabulary import names_of

TEMPLATE = Path(__file__).with_name("template.md")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "authoring" / "reference.md"
HEAD = ("key", "value", "default", "meaning")
FILES = {"BookFile": "book.yaml", "ChapterFile": "chapter.yaml", "FlashcardFile": "flashcards.yaml"}


def reference() -> str:
    """The page."""
    pieces = {
        "every exercise": every_exercise(),
        "types": "\n".join(types()),
        "within": "\n".join(within()),
        "around": "\n".join(around()),
        "filters": filters(),
        "constants": constants(),
        "functions": functions(),
        "draws": draws(),
        "figures": figures(),
    }
    page = TEMPLATE.read_text("utf-8")
    for name, text in pieces.items():
        page = page.replace(f"<!-- {name} -->", text)
    page = page.replace("<!-- contents -->", contents(page))
    return re.sub(r"\n{3,}", "\n\n", page).rstrip() + "\n"


def contents(body: str) -> str:
    """The table of contents: two levels."""
    lines = []
    for marks, heading in re.findall(r"^(##|###) (.+)$", body, re.MULTILINE):
        lines.append(f"{'  ' * (len(marks) - 2)}- {link(heading)}")
    return "\n".join((*lines, ""))


# ---- exercises ---


def every_exercise() -> str:
    """The keys that all types share."""
    made = defined("Numeric")
    return table(HEAD, fields({**made, "properties": {**made["properties"], "type": by_type()}}, shared()))


def shared() -> tuple[str, ...]:
    """The keys of every exercise."""
    first, *rest = names_of(ExerciseBase)
    return first, "type", *rest


def by_type() -> Schema:
    """What `type` may be."""
    type_ = defined("Numeric")["properties"]["type"]
    return {"enum": list(EXERCISE_TYPES), "description": type_["description"]}


def types() -> Iterator[str]:
    """Each type with its own keys, and an exercise of it that passes the check."""
    for kind, model in EXERCISE_TYPES.items():
        own = [key for key in names_of(model) if key not in ("type", *names_of(ExerciseBase))]
        made = defined(model.__name__)
        yield f"### {kind}\n"
        yield f"{made['description']}\n"
        yield table(HEAD, fields(made, sorted(own, key=lambda key: key not in made["required"])))
        yield f"```yaml\n{example(kind)}```\n"


def example(kind: str) -> str:
    """The exercise that `workbook new` begins, without its comments."""
    text = exercise_text(kind, f"my-{kind}", heading_of(kind).capitalize(), 1, ["my-topic"])
    return re.sub(r"(?m)^\s*#.*\n", "", text)


def within() -> Iterator[str]:
    """What stands within exercises: parameters, tolerances, mistakes, parts, cases, …"""
    left = {model.__name__ for model in EXERCISE_TYPES.values()} | set(FILES) | {"Symbol", "Flashcard"}
    yield from models(name for name in schema()["$defs"] if name not in left)


def around() -> Iterator[str]:
    """The files around the exercises."""
    for name, file in FILES.items():
        yield f"### {file}\n"
        yield table(HEAD, fields(defined(name), defined(name)["properties"]))
    yield from models(("Symbol", "Flashcard"))


def models(names: Iterable[str]) -> Iterator[str]:
    """Models with their keys."""
    for name in names:
        made = defined(name)
        yield f"### {heading_of(name)}\n"
        yield f"{made['description']}\n"
        yield table(HEAD, fields(made, made["properties"]))


def defined(name: str) -> Schema:
    """The schema of a model."""
    made: Schema = schema()["$defs"][name]
    return made
