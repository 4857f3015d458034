"""`workbook import`: a question bank of elsewhere as exercises of a chapter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.commands.console import counted, err, out, read_settings, said, show_faults, stop

if TYPE_CHECKING:
    from app.exchange.bank import Bank
    from app.exchange.importing import Outcome


def import_(
    file: Annotated[Path, typer.Argument(help="A question bank: Moodle XML or GIFT.")],
    into: Annotated[Path, typer.Option(help="The folder of the chapter; a new one NN-name is made.")],
    format_: Annotated[
        Literal["moodle", "gift"] | None,
        typer.Option("--format", help="The bank's format; else by what the file begins with."),
    ] = None,
    difficulty: Annotated[int, typer.Option(min=1, max=5, help="The difficulty of every exercise.")] = 2,
    tags: Annotated[
        str, typer.Option(help="Tags of every exercise, by commas, besides those of the bank.")
    ] = "imported",
) -> None:
    """Import a question bank: what has a counterpart becomes an exercise, proved before it is written.

    Says what was imported, what of it could not be carried over, what was left out and why. Leaves with 0
    when something was imported, 1 when nothing could be, 2 when the file or the folder is not fit for it.
    """
    from app.additions import Unplaceable
    from app.assets import Assets
    from app.exchange.bank import NoBank
    from app.exchange.importing import Into, NoChapter, import_bank
    from app.exchange.sources import read_bank
    from app.faults import BadContent
    from app.formulas import Renderer
    from app.places import folder

    names = [one.strip() for one in tags.split(",") if one.strip()]
    if wrong := [one for one in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)]:
        raise stop(f"--tags: {wrong[0]!r} is no tag; write words in lower case joined by hyphens.")
    renderer = Renderer(Assets(folder("static")).katex_source())
    try:
        bank = read_bank(file, format_)
        place = Into(into.resolve(), difficulty, names, renderer, read_settings({}).exercises)
        outcome = import_bank(bank, file.name, place)
    except NoBank as problem:
        raise stop(f"{file}: {problem}.") from None
    except (NoChapter, Unplaceable) as problem:
        raise stop(str(problem)) from None
    except BadContent as slips:
        show_faults(slips.faults, err)
        raise stop("Mend the chapter first; nothing was imported.") from None
    except OSError as error:
        raise stop(f"{error.filename or file}: {error.strerror}.") from None
    show(bank, outcome)
    if not outcome.drafts and not outcome.proses:
        raise said(f"Nothing of {counted(len(bank.questions), 'question')} could be imported.", 1)
    told = f"{counted(len(outcome.drafts), 'exercise')} in {into}, difficulty {difficulty}"
    raise said(f"{told}, tags {', '.join(names) or 'of the bank'}: look at both.", 0)


def show(bank: Bank, outcome: Outcome) -> None:
    """What became of each question, in the order of the bank, and what of it is lost."""
    told = [
        *((one.question, f"{one.id}.yaml, {one.exercise['type']}", one.lost) for one in outcome.drafts),
        *((question, "prose in lesson.md", question.lost) for question, _ in outcome.proses),
        *((one.question, f"not imported: {one.reason}", ()) for one in outcome.left_out),
    ]
    for question, what, lost in sorted(told, key=lambda one: one[0].number):
        line(f"{question.number}. {question.name} ({question.kind}): {what}")
        for one in lost:
            line(f"   not carried over: {one}")
    if bank.format == "Moodle XML":
        line("Marks, attempts, shuffling, penalties and ID numbers are matters of a quiz, and not imported.")


def line(text: str) -> None:
    """A line as it is, however long."""
    indent = text[: len(text) - len(text.lstrip())]
    out.print(f"{indent}{' '.join(text.split())}", markup=False, highlight=False, soft_wrap=True)
