"""`workbook new`: an exercise that passes the check, to be made one's own; also a chapter or a book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app.additions import Unplaceable, with_blocks, with_order
from app.commands.asking import Unfit, answered, need
from app.commands.console import err, out, read_settings, show_faults, stop
from app.commands.new_answers import (
    FOLDERS,
    difficulty_of,
    filled,
    free_id,
    kind_of,
    tags_of,
    title_of,
)
from app.documents import read_document
from app.faults import BadContent, did_you_mean
from app.models import EXERCISE_TYPES
from app.places import seen
from app.skeletons import (
    Chapter,
    NotMade,
    book_at,
    chapters_of,
    exercise_text,
    new_book,
    new_chapter,
)
from app.validation import validated


def new(
    kind: Annotated[
        str | None, typer.Argument(metavar="TYPE", help="The type of the exercise; or `book`, or `chapter`.")
    ] = None,
    name: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="The id of the exercise; the folder of a book, or of a chapter."),
    ] = None,
    chapter: Annotated[str | None, typer.Option(help="The chapter: its folder, number or name.")] = None,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    difficulty: Annotated[str | None, typer.Option(help="From 1 to 5.")] = None,
    tags: Annotated[str | None, typer.Option(help="Tags, with commas between them.")] = None,
    exercises: Annotated[
        Path | None,
        typer.Option(help="Folder of the book; without it, the one you are in, or the only one below."),
    ] = None,
) -> None:
    """Start an exercise of a type, a chapter or a book.

    What is not given is asked for. The new exercise passes the check as it is, its comments say what to
    change, and it stands in chapter.yaml and lesson.md. No file is ever overwritten.
    """
    need({"TYPE": kind})
    meant = answered(kind, f"What ({', '.join((*EXERCISE_TYPES, *FOLDERS))})", kind_of)
    try:
        match meant:
            case "book":
                begin_book(name, title)
            case "chapter":
                begin_chapter(book_in_use(exercises), name, title)
            case _:
                begin_exercise(meant, book_in_use(exercises), Wishes(name, chapter, title, difficulty, tags))
    except (NotMade, Unfit) as problem:
        raise stop(str(problem)) from None
    except BadContent as slips:
        show_faults(slips.faults, err)
        raise stop("Mend this first; nothing was written.", 1) from None
    except OSError as problem:
        raise stop(f"{problem.filename}: {problem.strerror}.") from None


def book_in_use(given: Path | None) -> Path:
    """The folder of the book to add to. Raises NotMade."""
    if given is not None and not (given / "book.yaml").is_file():
        raise NotMade(f"{given} is no book: it has no book.yaml. Start one: workbook new book {given}")
    settings = read_settings({})
    set_up = settings.exercises if "exercises" in settings.model_fields_set else ()
    if found := given or book_at(Path()) or (set_up[0] if len(set_up) == 1 else None):
        return found
    raise NotMade(
        "There is no book here. Give its folder with --exercises, or start one: workbook new book DIR"
    )


# ---- a book, a chapter ---


def begin_book(name: str | None, title: str | None) -> None:
    """Makes the folder of a book."""
    need({"DIR": name})
    folder = Path(answered(name, "Folder", filled)).expanduser()
    words = folder.resolve().name.replace("-", " ").replace("_", " ")
    new_book(folder, answered(title or words[:1].upper() + words[1:], "Title", title_of))
    tell(
        f"{folder} is a book without a chapter.",
        f"workbook new chapter my-topic --exercises {quoted(folder)}",
    )


def begin_chapter(book: Path, name: str | None, title: str | None) -> None:
    """Makes the folder of a chapter."""
    need({"NAME": name})
    wanted = answered(name, "Name, such as 02-my-topic", filled)
    made = new_chapter(book, wanted, answered(title, "Title", title_of) if title is not None else None)
    tell(
        f"{seen(made.folder)} is a chapter without an exercise.",
        f"workbook new numeric my-first --chapter {made.folder.name} --exercises {quoted(seen(book))}",
    )


# ---- an exercise ---


@dataclass(frozen=True)
class Wishes:
    """What was given for an exercise."""

    id: str | None
    chapter: str | None
    title: str | None
    difficulty: str | None
    tags: str | None


def begin_exercise(kind: str, book: Path, wishes: Wishes) -> None:
    """Writes an exercise and names it in its chapter."""
    chapters = chapters_of(book)
    if not chapters:
        raise NotMade(f"The book {seen(book)} has no chapter yet: workbook new chapter my-topic")
    likely = likely_chapter(chapters)
    need({
        "ID": wishes.id,
        "--chapter": wishes.chapter or (likely.folder.name if likely else None),
        "--title": wishes.title,
        "--difficulty": wishes.difficulty,
        "--tags": wishes.tags,
    })  # fmt: skip
    id_ = answered(wishes.id, "Id", lambda text: free_id(text, book))
    folder = chapter_for(wishes.chapter, chapters, likely).folder
    text = exercise_text(
        kind,
        id_,
        answered(wishes.title, "Title", title_of),
        answered(wishes.difficulty, "Difficulty, 1 to 5", difficulty_of, "1"),
        answered(wishes.tags, "Tags, with commas between them", tags_of),
        schema=(book / "schema.json").is_file(),
    )
    validated(EXERCISE_TYPES[kind], read_document(text, f"{id_}.yaml"))
    place(folder, id_, text)


def place(folder: Path, id_: str, text: str) -> None:
    """Writes the exercise, its line in chapter.yaml and the one in lesson.md; says what is left to do."""
    order, lesson = folder / "chapter.yaml", folder / "lesson.md"
    left: list[str] = []
    changed: dict[Path, str] = {}
    for path, added, one, line in (
        (order, with_order, id_, f"  - {id_}"),
        (lesson, with_blocks, f"::exercise {id_}", f"::exercise {id_}"),
    ):
        try:
            changed[path] = added(path.read_bytes(), seen(path), [one])
        except Unplaceable:
            left.append(f"Add this line to {seen(path)} yourself: {line}")
    file = folder / f"{id_}.yaml"
    with file.open("x", encoding="utf-8", newline="\n") as new_file:
        new_file.write(text)
    for path, content in changed.items():
        path.write_bytes(content.encode())
    named = " and ".join(path.name for path in changed)
    told = f"{seen(file)} is written{f', and {named} name it' if len(changed) > 1 else ''}."
    book = quoted(seen(folder.parent))
    tell(told, *left, f"workbook serve --author --exercises {book}", f"workbook check {quoted(seen(file))}")


def likely_chapter(chapters: list[Chapter]) -> Chapter | None:
    """The chapter one is in, or the only one."""
    here = Path.cwd().resolve()
    inside = [one for one in chapters if one.folder.resolve() in (here, *here.parents)]
    return next(iter(inside or (chapters if len(chapters) == 1 else [])), None)


def chapter_for(given: str | None, chapters: list[Chapter], likely: Chapter | None) -> Chapter:
    """The chapter that is given, or meant without being given, or asked for."""
    if given is None and likely:
        return likely
    names = [one.folder.name for one in chapters]

    def read(text: str) -> Chapter:
        found = next((one for one in chapters if one.is_called(text)), None)
        if found is None:
            near = did_you_mean(text, names) or f"there are {', '.join(names)}."
            raise Unfit(f"There is no chapter {text!r}; {near}")
        return found

    return answered(given, f"Chapter ({', '.join(names)})", read, names[-1])


# ---- telling ---


def quoted(path: Path | str) -> str:
    """A path for a shell."""
    return f'"{path}"' if " " in str(path) else str(path)


def tell(done: str, *following: str) -> None:
    """What is done and what comes next, a line each."""
    for line in (done, *(f"  {one}" for one in following)):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
