"""What this machine has and lacks to run the workbook, each with its cure."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rich.console import Console

from app.assets import Assets
from app.formulas import Renderer
from app.library import read_books
from app.places import folder
from app.runner import LACKING, Level, Runner
from app.settings import Settings
from app.store import Store, StoreError

State = Literal["ok", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """One thing examined. What is lacking but not needed is a warning."""

    what: str
    state: State
    words: str


def examine(settings: Settings) -> list[Finding]:
    """Every finding, in the order of a start."""
    assets = Assets(folder("static"))
    return [
        python(),
        frontend(assets),
        formulas(assets),
        *books(settings, Renderer(assets.katex_source())),
        *asyncio.run(services(settings)),
    ]


def python() -> Finding:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python", "ok" if sys.version_info >= (3, 11) else "fault", f"{version} at {sys.executable}"
    )


def frontend(assets: Assets) -> Finding:
    """The built front-end parts."""
    if assets.complete:
        return Finding("Front-end parts", "ok", "built: fonts, KaTeX, code editor")
    return Finding("Front-end parts", "warning", assets.missing)


def formulas(assets: Assets) -> Finding:
    """How formulas are typeset."""
    renderer = Renderer(assets.katex_source())
    renderer.html(r"\sqrt{\bar\alpha_t}")
    return Finding("Formulas", "ok" if assets.katex_source() else "warning", f"typeset by {renderer.name}")


def books(settings: Settings, renderer: Renderer) -> Iterator[Finding]:
    """The exercises of each book in use, or how many faults there are."""
    if wrong := settings.misplaced():
        yield from (Finding("Book", "fault", line) for line in wrong)
        return
    reading = read_books(settings.exercises, settings.checkers, renderer)
    if reading.faults:
        files = len({fault.path for fault in reading.faults})
        words = f"{len(reading.faults)} faults in {files} files; see `workbook check`"
        yield Finding("Book", "fault", words)
    for found in reading.books:
        count = sum(len(chapter.exercises) for chapter in found.chapters)
        words = f"{len(found.chapters)} chapters, {count} exercises in {found.root}"
        yield Finding("Book", "ok", words)


async def services(settings: Settings) -> list[Finding]:
    """The database, and the sandbox with its layers that lack."""
    return [await store(settings), *await sandbox(settings)]


async def store(settings: Settings) -> Finding:
    """Whether the database opens."""
    one = Store(settings.database_url)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        await one.start()
        await one.ping()
        return Finding("Database", "ok", f"opens, in {settings.data}" if not settings.database else "opens")
    except (StoreError, OSError) as problem:
        in_use = "already using" in str(problem)  # by a workbook that is being served, which is well
        return Finding("Database", "warning" if in_use else "fault", str(problem))
    finally:
        await one.close()


async def sandbox(settings: Settings) -> list[Finding]:
    """What holds students' code, as a server with these settings would find it."""
    runner = Runner(spares=1)
    await runner.start()
    await runner.close()
    return held(runner.level, runner.layers, unprotected=settings.may_run_unprotected)


def held(level: Level, layers: Mapping[str, bool], *, unprotected: bool) -> list[Finding]:
    """The level, then each layer that lacks, with what that means and the cure."""
    state, words = SANDBOX[level]
    if level == "none" and unprotected:
        state, words = "warning", "code runs unprotected: your own code on your own computer"
    there = ", ".join(name for name, holds in layers.items() if holds) or "nothing"
    found = Finding("Sandbox", state, f"{level}: {words}; in force: {there}")
    if not any(layers.values()):
        return [found, Finding("- all layers", "warning", NOTHING)]
    lacking = [Finding(f"- {name}", "warning", LACKING[name]) for name, holds in layers.items() if not holds]
    return [found, *lacking]


NOTHING = (
    "nothing can hold a program here; use Linux on x86-64 or arm64, "
    "on macOS and Windows in a container or a virtual machine"
)
SANDBOX: dict[Level, tuple[State, str]] = {
    "full": ("ok", "two independent layers keep programs from files and network"),
    "seccomp": ("warning", "one layer keeps programs from files and network"),
    "none": ("fault", "code exercises are not run"),
}
MARKS: dict[State, str] = {"ok": "[green]✓[/green]", "warning": "[yellow]![/yellow]", "fault": "[red]✗[/red]"}


def show(findings: list[Finding], console: Console) -> bool:
    """Prints the findings; gives whether none is a fault."""
    for finding in findings:
        console.print(MARKS[finding.state], end=" ")
        console.print(f"{finding.what:<18} {finding.words}", markup=False, highlight=False, soft_wrap=True)
    return all(finding.state != "fault" for finding in findings)
