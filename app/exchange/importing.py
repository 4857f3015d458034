"""A question bank into a chapter: every draft is proved alone, and only what holds is written."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.additions import with_blocks, with_order
from app.chapter_files import FOLDER
from app.check.seeds import prove_seeds
from app.documents import read_document, read_source
from app.exchange.bank import Bank, BankQuestion, Description
from app.exchange.counterparts import NoCounterpart
from app.exchange.drafts import Draft, drafted
from app.exchange.ids import free_id
from app.exchange.prose_texts import clean, one_line
from app.exchange.yaml_writing import written
from app.exercise_files import read_exercise
from app.faults import BadContent, Fault
from app.formulas import Renderer
from app.lessons import Prose, parse_lesson
from app.models import BookFile, ChapterFile
from app.placements import Names
from app.slips import Slip
from app.validation import validated

SEEDS = 25
MINUTES = 3  # for an imported question
RESERVED = {"chapter", "flashcards"}


class NoChapter(Exception):  # noqa: N818 - the folder is something else
    """A folder that can take no exercises; says why."""


@dataclass(frozen=True)
class Into:
    """Where exercises go, and what they get that a bank does not know."""

    folder: Path
    difficulty: int
    tags: Sequence[str]
    renderer: Renderer
    others: Sequence[Path] = ()  # books that are in use beside this one, whose ids are taken too


@dataclass(frozen=True)
class LeftOut:
    """A question that was not imported, and why."""

    question: BankQuestion
    reason: str


@dataclass
class Outcome:
    """What became of a bank's questions, in their order."""

    drafts: list[Draft] = field(default_factory=list)
    proses: list[tuple[BankQuestion, str]] = field(default_factory=list)  # texts for the lesson
    left_out: list[LeftOut] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)  # of the lesson


def import_bank(bank: Bank, source: str, into: Into) -> Outcome:
    """Writes the exercises of a bank called `source` into a chapter; a new folder becomes a chapter.

    Files that are there are never overwritten; chapter.yaml and lesson.md grow. Raises NoChapter,
    Unplaceable, BadContent when the book or the chapter has faults, OSError.
    """
    root = into.folder.parent
    book = _book(root)
    is_new = not into.folder.exists()
    chapter, lesson = (b"", b"") if is_new else _chapter(into.folder)
    taken = {path.stem for one in (root, *into.others) for path in one.glob("*/*.y*ml")}
    outcome = _drafts(bank, book, into, taken | RESERVED)
    ids = [draft.id for draft in outcome.drafts]
    if not ids and (is_new or not outcome.blocks):
        return outcome
    order = _new_chapter(into.folder, source, ids) if is_new else with_order(chapter, "chapter.yaml", ids)
    files = {
        f"{draft.id}.yaml": written(draft.exercise, comments(draft, bank, source)) for draft in outcome.drafts
    }
    grown = {"chapter.yaml": order, "lesson.md": with_blocks(lesson, "lesson.md", outcome.blocks)}
    _write(into.folder, files, grown)
    return outcome


def comments(draft: Draft, bank: Bank, source: str) -> list[str]:
    """The lines at the top of an exercise: where it comes from and what of it is not here."""
    question = draft.question
    lines = [f"Imported from {source} ({bank.format}), question {question.number}: {question.kind}."]
    if draft.lost:
        lines += ["Not carried over:", *(f"- {one}" for one in draft.lost)]
    return [one_line(clean(line)) for line in lines]


# ---- reading ---


def _book(root: Path) -> BookFile:
    """What exercises inherit. Raises NoChapter, BadContent."""
    path = root / "book.yaml"
    if not path.is_file():
        raise NoChapter(f"{root} holds no book.yaml: a chapter is a folder NN-name within a book.")
    return validated(BookFile, read_document(path.read_bytes(), str(path)))


def _chapter(folder: Path) -> tuple[bytes, bytes]:
    """chapter.yaml and lesson.md of a folder that is a chapter. Raises NoChapter, BadContent."""
    files = [folder / "chapter.yaml", folder / "lesson.md"]
    if missing := [path.name for path in files if not path.is_file()]:
        raise NoChapter(f"{folder} is no chapter: it has no {missing[0]}.")
    chapter, lesson = (read_source(path) for path in files)
    validated(ChapterFile, read_document(chapter, "chapter.yaml"))
    return chapter, lesson


def _new_chapter(folder: Path, source: str, ids: Sequence[str]) -> str:
    found = FOLDER.fullmatch(folder.name)
    if found is None:
        raise NoChapter(f"{folder.name!r} is no name of a chapter: it is NN-words-joined-by-hyphens.")
    return written(
        {
            "title": found[2].replace("-", " ").capitalize(),
            "summary": f"Questions imported from {one_line(clean(source))}.",
            "goals": ["Answer every question of this chapter."],
            "prerequisites": "The chapters before this one.",
            "minutes": MINUTES * len(ids),
            "order": list(ids),
        }
    )


# ---- drafting and proving ---


def _drafts(bank: Bank, book: BookFile, into: Into, taken: Collection[str]) -> Outcome:
    outcome = Outcome()
    names = set(taken)
    with tempfile.TemporaryDirectory() as scratch:
        for question in bank.questions:
            try:
                if isinstance(question.body, Description):
                    outcome.blocks.append(_prose(question, into.renderer))
                    outcome.proses.append((question, question.prompt))
                    continue
                id_ = free_id(question.name, names)
                draft = drafted(question, id_, into.difficulty, into.tags)
                draft = _proved(draft, Path(scratch), book, into.renderer)
            except NoCounterpart as problem:
                outcome.left_out.append(LeftOut(question, str(problem)))
                continue
            names.add(id_)
            outcome.drafts.append(draft)
            outcome.blocks.append(f"::exercise {id_}")
    return outcome


def _prose(question: BankQuestion, renderer: Renderer) -> str:
    """The text for the lesson. Raises NoCounterpart when it cannot be shown."""
    if not question.prompt.strip():
        raise NoCounterpart("it has no text")
    try:
        blocks = parse_lesson(question.prompt, "")
    except BadContent as faults:
        raise NoCounterpart(_told(faults.faults)) from None
    for block in blocks:
        if not isinstance(block, Prose):
            raise NoCounterpart("a line of it begins with ::, which places something in a lesson")
        for slip in Names(known=frozenset(), is_complete=True).slips((), block.text, renderer):
            raise NoCounterpart(slip.message)
    return question.prompt


def _proved(draft: Draft, scratch: Path, book: BookFile, renderer: Renderer) -> Draft:
    """The draft, less the known wrong answers that cannot be told apart. Raises NoCounterpart."""
    while True:
        slips = list(_slips(draft, scratch, book, renderer))
        if not slips:
            return draft
        first = slips[0]
        match first.where:
            case ("mistakes", int(number), *_) | ("parts", int(), "mistakes", int(number), *_):
                owner = first.where[: first.where.index("mistakes")]
                draft = draft.without_mistake(owner, number, first.message)
            case _:
                raise NoCounterpart(f"{'.'.join(map(str, first.where))}: {first.message}")


def _slips(draft: Draft, scratch: Path, book: BookFile, renderer: Renderer) -> Iterator[Slip]:
    """What `workbook check` would say of the draft."""
    path = scratch / f"{draft.id}.yaml"
    path.write_text(written(draft.exercise), encoding="utf-8", newline="")
    try:
        file = read_exercise(path, path.name, book, renderer)
    except BadContent as faults:
        raise NoCounterpart(_told(faults.faults)) from None
    finally:
        path.unlink()
    yield from prove_seeds(file.exercise, SEEDS, renderer).slips


def _told(faults: Sequence[Fault]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{faults[0].message}{more}"


# ---- writing ---


def _write(folder: Path, new: dict[str, str], grown: dict[str, str]) -> None:
    """New files first, none of which may be there; when one cannot be written, all are taken back."""
    made_folder = not folder.exists()
    folder.mkdir(exist_ok=True)
    done: list[Path] = []
    try:
        for name, text in new.items():
            with (folder / name).open("x", encoding="utf-8", newline="") as file:
                done.append(folder / name)
                file.write(text)
        for name, text in grown.items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8", newline="")
            part.replace(folder / name)
    except OSError:
        for path in done:
            path.unlink()
        if made_folder:
            folder.rmdir()
        raise
