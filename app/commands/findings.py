"""A report as people read it in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from app.commands.console import counted
from app.faults import Fault

if TYPE_CHECKING:
    from app.check import Report


def show_report(report: Report, console: Console, summary: str) -> None:
    """A line for each fault, a blank line between files; then why each rule matters, and the summary.

    A line is never broken, so that editors can open `file:line:column` whatever the width of the terminal.
    """
    path = report.faults[0].path if report.faults else ""
    for fault in report.faults:
        if fault.path != path:
            _line(console, Text())
        path = fault.path
        _line(console, as_line(fault))
    if report.faults:
        _line(console, Text())
        for line in reasons(report.faults):
            _line(console, line)
        _line(console, Text())
    if summary:
        _line(console, Text(summary, style="bold red" if report.faults else "bold green"))


def as_line(fault: Fault) -> Text:
    """file:line:column, what is wrong, the cure."""
    place = (f"{fault.path}:{fault.line}:{fault.column}:", "bold")
    return Text.assemble(place, " ", fault.sentence, *((" ", (fault.cure, "green")) if fault.cure else ()))


def reasons(faults: Iterable[Fault]) -> Iterable[Text]:
    """Each rule that is broken, once, with how often and why it matters."""
    from app.check.rules import RULES

    rules = [fault.rule for fault in faults]
    for rule in sorted(set(rules)):
        told = RULES[rule]
        yield Text.assemble((f"{told.title} ", "bold"), (f"[{rule}, {rules.count(rule)}]", "dim"))
        yield Text(f"  {told.why}")


def say(words: str, console: Console) -> None:
    """A line of plain words."""
    _line(console, Text(words))


def _line(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True, highlight=False)


def summary_of(report: Report, seeds: int) -> str:
    """What was found, in a line."""
    exercises = counted(len(report.exercises), "exercise")
    if report.faults:
        files = counted(len({fault.path for fault in report.faults}), "file")
        return f"{counted(len(report.faults), 'fault')} in {files}; {exercises} checked."
    return f"{exercises}, {counted(report.proofs, 'proof')} over {counted(seeds, 'seed')}: all hold."
